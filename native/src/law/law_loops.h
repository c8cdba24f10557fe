/* law_loops.h - the loops over rows. Included once per instruction set, with KERNELS naming its table. Every instruction
 * set does the same operations in the same order, and each of them is rounded correctly (fma too), so that all give
 * the same bits; the compiler vectorises the loops. */
#include <float.h>
#include <math.h>
#include <string.h>
#include "law_kernels.h"

/* Rows worked on at once: the logarithms of all columns stay in the first-level cache. */
#define TILE 256

#define INLINE static inline __attribute__((always_inline))

INLINE double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

#define ONE_BITS 0x3ff0000000000000u
#define SQRT_HALF_BITS 0x3fe6a09e667f3bcdu
#define MANTISSA_BITS 0x000fffffffffffffu

/* Coefficients from the highest power down. Unrolled, or the compiler would not vectorise the loops around it. */
INLINE double polynomial(const double *c, int n, double x) {
    double p = c[0];
#pragma GCC unroll 16
    for (int i = 1; i < n; i++) p = __builtin_fma(p, x, c[i]);
    return p;
}

/* log2 x = k + log2 m with m in [sqrt 1/2, sqrt 2), log2 m = (2 / ln 2) atanh(s), s = (m - 1) / (m + 1). The polynomial in
 * s^2 is the Chebyshev approximation on [0, 0.02944], off by 2^-59 of the result. For normal x >= 0; 0 gives -1023. */
INLINE double log2_of(double x) {
    uint64_t shifted = to_bits(x) + (ONE_BITS - SQRT_HALF_BITS);
    /* Biased exponent to double without an instruction that AVX2 lacks: below 2^52 a double's low bits are an integer. */
    double k = from_bits(shifted >> 52 | 0x4330000000000000u) - (0x1p52 + 1023.0);
    double m = from_bits((shifted & MANTISSA_BITS) + SQRT_HALF_BITS);
    double s = (m - 1.0) / (m + 1.0);
    double z = s * s;
    const double c[] = {0x1.b592d6cfd9d76p-3, 0x1.c46e13f5bb936p-3, 0x1.0ca16063e1ea1p-2, 0x1.484afb7a60d8dp-2,
                        0x1.a61762d693a2fp-2, 0x1.2776c50ee39dbp-1, 0x1.ec709dc3a047dp-1, 0x1.71547652b82fep+1};
    return __builtin_fma(s, polynomial(c, sizeof c / sizeof *c, z), k);
}

/* 2^t = 2^k 2^r with |r| <= 1/2; the polynomial is the Chebyshev approximation, off by 2^-58. Below 2^-1021 it gives
 * that, which no loss shows; from 2^1024 on infinity, whose bits the last sum makes of p = 1. */
INLINE double exp2_of(double t) {
    t = t < -1021.0 ? -1021.0 : t;
    t = t > 1024.0 ? 1024.0 : t;
    double shifted = t + 0x1.8p52; /* rounds t to an integer, which its low bits hold */
    double r = t - (shifted - 0x1.8p52);
    const double c[] = {0x1.e9ec1fcb69a7fp-32, 0x1.e6228acd1c6e5p-28, 0x1.b524ebd13a55fp-24, 0x1.62bfc2c86d700p-20,
                        0x1.ffcbfc6da6ed1p-17, 0x1.430913112c61bp-13, 0x1.5d87fe78a3f9cp-10, 0x1.3b2ab6fb9f1a5p-7,
                        0x1.c6b08d704a0c6p-5,  0x1.ebfbdff82c5aep-3,  0x1.62e42fefa39efp-1,  1.0};
    double p = polynomial(c, sizeof c / sizeof *c, r);
    return from_bits(to_bits(p) + (to_bits(shifted) << 52));
}

/* Logarithms of one column; 0 where a value is outside [low, DBL_MAX], NaN included. */
#define COLUMN_LOOP(low, value)                                              \
    for (int64_t i = 0; i < n; i++) {                                        \
        double x = column[i];                                                \
        outside |= (uint64_t)!(x >= (low)) | (uint64_t)!(x <= DBL_MAX);      \
        logs[i] = log2_of(value);                                            \
    }

static int column_logs(int32_t kind, int64_t n, const double *restrict column, double *restrict logs) {
    uint64_t outside = 0;
    switch (kind) {
    case FS_LAW_VALUE: COLUMN_LOOP(DBL_MIN, x) break;
    case FS_LAW_HALF: COLUMN_LOOP(0.0, x + 0.5) break;
    default:
        COLUMN_LOOP(1.0, log2_of(x))
        /* log2 1 = 0, whose logarithm is taken as so low that no power of it is seen. */
        for (int64_t i = 0; i < n; i++) logs[i] = column[i] == 1.0 ? -0x1p30 : logs[i];
        break;
    }
    return outside == 0;
}

/* Adds one term to every row. */
static void add_term(const struct fs_law *law, int32_t term, int64_t n, const double logs[][TILE], double *restrict sum) {
    double t[TILE];
    double start = log2_of(law->coefficients[term]);
    const double *exponents = law->exponents + (int64_t)term * law->n_columns;
    for (int64_t i = 0; i < n; i++) t[i] = start;
    for (int32_t c = 0; c < law->n_columns; c++) {
        double exponent = exponents[c];
        if (exponent == 0.0) continue;
        const double *restrict log = logs[c];
        for (int64_t i = 0; i < n; i++) t[i] = __builtin_fma(exponent, log[i], t[i]);
    }
    for (int64_t i = 0; i < n; i++) sum[i] += exp2_of(t[i]);
}

static int tile(const struct fs_law *law, int64_t n, const double *columns, int64_t stride, double *restrict loss) {
    double logs[FS_LAW_COLUMNS][TILE], inner[TILE], outer[TILE];
    int inside = 1;
    for (int32_t c = 0; c < law->n_columns; c++) inside &= column_logs(law->kinds[c], n, columns + c * stride, logs[c]);
    for (int64_t i = 0; i < n; i++) inner[i] = outer[i] = 0.0;
    for (int32_t k = 0; k < law->n_terms; k++) add_term(law, k, n, logs, k < law->n_inner ? inner : outer);
    double power = law->outer_exponent, floor = law->floor;
    double most = power > 0.0 ? DBL_MAX : INFINITY; /* a root of infinity is infinite too */
    if (power != 1.0)
        for (int64_t i = 0; i < n; i++) inner[i] = inner[i] > most ? inner[i] : exp2_of(power * log2_of(inner[i]));
    for (int64_t i = 0; i < n; i++) loss[i] = floor + inner[i] + outer[i];
    return inside;
}

static int losses(const struct fs_law *law, int64_t n, const double *columns, int64_t stride, double *loss) {
    int inside = 1;
    for (int64_t from = 0; from < n; from += TILE) {
        int64_t size = n - from < TILE ? n - from : TILE;
        inside &= tile(law, size, columns + from, stride, loss + from);
    }
    return inside;
}

const struct fs_law_kernels KERNELS = {losses};
