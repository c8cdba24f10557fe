/* fs_law.c - checks the arguments of the scaling laws and picks the instruction set. */
#include <float.h>
#include <math.h>
#include "floatscape.h"
#include "law_kernels.h"

static const struct fs_law_kernels *const tables[] = {&fs_law_kernels_scalar, &fs_law_kernels_avx2,
                                                      &fs_law_kernels_avx512};

static int coefficients_fit(const double *coefficients, int32_t n) {
    for (int32_t k = 0; k < n; k++)
        if (!(coefficients[k] >= DBL_MIN && coefficients[k] <= DBL_MAX)) return 0;
    return 1;
}

static int exponents_fit(const double *exponents, int32_t n) {
    for (int32_t k = 0; k < n; k++)
        if (!(fabs(exponents[k]) <= 0x1p64)) return 0;
    return 1;
}

fs_status fs_power_law(int32_t n_columns, const int32_t *kinds, int32_t n_inner, int32_t n_terms,
                       const double *coefficients, const double *exponents, double outer_exponent, double floor,
                       int64_t n, const double *columns, int64_t stride, double *loss) {
    if (!kinds || !coefficients || !exponents || !columns || !loss) return FS_E_NULL;
    if (n_columns < 1 || n_columns > FS_LAW_COLUMNS || n_inner < 0 || n_inner > n_terms || n_terms > FS_LAW_TERMS)
        return FS_E_COUNT;
    if (n < 0 || stride < n) return FS_E_SHAPE;
    for (int32_t c = 0; c < n_columns; c++)
        if (kinds[c] < FS_LAW_VALUE || kinds[c] > FS_LAW_LOG2) return FS_E_FORMAT;
    if (!coefficients_fit(coefficients, n_terms) || !exponents_fit(exponents, n_terms * n_columns) ||
        !exponents_fit(&outer_exponent, 1) || !(fabs(floor) <= DBL_MAX))
        return FS_E_DOMAIN;
    fs_status status = fs_isa_status();
    if (status != FS_OK) return status;
    struct fs_law law = {n_columns, kinds, n_inner, n_terms, coefficients, exponents, outer_exponent, floor};
    return tables[fs_active_isa()]->losses(&law, n, columns, stride, loss) ? FS_OK : FS_E_DOMAIN;
}
