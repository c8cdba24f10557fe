/* fs_mac.c - checks the arguments of the cost model and picks the instruction set. */
#include "floatscape.h"
#include "mac_kernels.h"
#include "mac_terms.h"

_Static_assert(FS_MAC_SCALE_NONE == 0 && FS_MAC_SCALE_E8M0 == 1 && FS_MAC_SCALE_E4M3 == 2 && FS_MAC_SCALE_FP32 == 3,
               "mac_loops.h reads what a scale does off the bits of its number");
_Static_assert(FS_MAC_TERMS == FS_MAC_TERM_COUNT, "the header counts the terms");
_Static_assert(FS_MAC_PARTS == FS_MAC_PART_COUNT, "the header counts the parts");

#define METRIC_A 0
#define METRIC_E 1
#define METRIC_D 2
#define TERM_ROW(metric, part, term, primitive) {METRIC_##metric, PART_##part, #term, primitive},
static const fs_mac_term_row terms[] = {FS_MAC_TERM_LIST(TERM_ROW)};
#define PART_NAME(part, name) name,
static const char *const part_names[] = {FS_MAC_PART_LIST(PART_NAME)};
static const char *const architecture_names[] = {
    "fp_mul", "fp_add", "fp_fma", "fp_fma_direct", "fp_mac_unfused", "fp_mac_fused", "fp_sdotp2", "dot_exact",
    "dot_block", "int_mul", "int_add", "int_mac", "converter", "shifter", "lzc"};
static const struct fs_mac_kernels *const tables[] = {&fs_mac_kernels_scalar, &fs_mac_kernels_avx2,
                                                      &fs_mac_kernels_avx512};

const fs_mac_term_row *fs_mac_term(int32_t i) { return i >= 0 && i < FS_MAC_TERMS ? &terms[i] : NULL; }

const char *fs_mac_part_name(int32_t i) { return i >= 0 && i < FS_MAC_PARTS ? part_names[i] : NULL; }

const char *fs_mac_architecture_name(int32_t i) {
    return i >= 0 && i < FS_MAC_ARCHITECTURES ? architecture_names[i] : NULL;
}

/* Smallest and largest value of each column, in the order of FS_MAC_*. */
static const int32_t range[FS_MAC_COLUMNS][2] = {
    {-1, 11}, {0, 1024}, {-1, 11}, {0, 1024}, {-1, 11}, {0, 1024}, {1, 4096}, {0, 3}, {0, 1}, {0, 1}, {0, 1 << 20},
};

static fs_status check(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride) {
    if (architecture < 0 || architecture >= FS_MAC_ARCHITECTURES) return FS_E_FORMAT;
    if (n < 0 || stride < n) return FS_E_SHAPE;
    for (int c = 0; c < FS_MAC_COLUMNS; c++) {
        if (!tables[fs_active_isa()]->within(columns + c * stride, n, range[c][0], range[c][1])) return FS_E_FORMAT;
    }
    return FS_OK;
}

fs_status fs_mac_cost(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride,
                      const double *coefficients, double *area, double *energy, double *delay) {
    if (!columns || !coefficients || !area || !energy || !delay) return FS_E_NULL;
    fs_status status = fs_isa_status();
    if (status == FS_OK) status = check(architecture, n, columns, stride);
    if (status != FS_OK) return status;
    tables[fs_active_isa()]->totals(architecture, n, columns, stride, coefficients, area, energy, delay);
    return FS_OK;
}

fs_status fs_mac_cost_parts(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride,
                            const double *coefficients, double *parts) {
    if (!columns || !coefficients || !parts) return FS_E_NULL;
    fs_status status = fs_isa_status();
    if (status == FS_OK) status = check(architecture, n, columns, stride);
    if (status != FS_OK) return status;
    fs_mac_parts(architecture, n, columns, stride, coefficients, parts);
    return FS_OK;
}
