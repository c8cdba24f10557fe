/* quotient_test.c - a / pre by multiplication (quotient in src/fs_vector_round.h) decides every boundary between two
 * values of a format as the correctly rounded quotient does, for all operands.
 *
 * Let b = pre, B a boundary, u the spacing of float32 at B. quotient() is within 3 2^-24 u of a / b before its last rounding:
 * 1 / b is inverse + rest but for the square of the inverse's error, 2^-48 of it; rest is rounded, 2^-24 of at most 2^-24 of it,
 * and so is a rest. So the two quotients can lie on different sides of B only if a / b is that close to one of the
 * midpoints m = B +- u/2 at which float32 rounds to or from B. a - m b is a multiple j of ulp(b) u / 2, not 0 since m has 25
 * significant bits and a only 24, which leaves |j| <= 6; 2^k a = m b + j has few solutions, found with the inverse of m
 * modulo 2^k. All of them, to |j| <= 8, are quantized here by every instruction set and by scalar division. */
#include "fs_test.h"

static struct test_isa isas[4];
static int n_isas;
static int64_t n_pairs, n_unreachable;

static uint64_t inverse_modulo_2_64(uint64_t odd) {
    uint64_t inverse = odd;
    for (int i = 0; i < 6; i++) inverse *= 2 - odd * inverse;
    return inverse;
}

/* An amax whose scale, amax / max, is b. 0 where there is none. */
static float amax_for(float b, float max) {
    float amax = b * max;
    for (int i = 0; i < 3; i++) amax = nextafterf(amax, 0);
    for (int i = 0; i < 7; i++, amax = nextafterf(amax, INFINITY))
        if (amax / max == b) return amax;
    return 0;
}

/* a under the scale b, the largest magnitude once stated by the caller and once found in the block. */
static void check_pair(fs_format f, float a, float b) {
    fs_format_info info;
    fs_format_describe(&f, &info);
    float amax = amax_for(b, (float)info.max), x[32], expected[32], actual[32];
    n_pairs++;
    n_unreachable += amax == 0;
    for (int i = 0; i < 32; i++) x[i] = i % 2 ? -a : a;
    x[31] = amax;
    for (int stated = 0; stated < 2; stated++) {
        f.group = stated ? FS_GROUP_TENSOR : FS_GROUP_BLOCK;
        fs_shape shape = dense(1, 32);
        fs_use_kernels(&fs_kernels_scalar);
        CHECK(fs_quantize(&f, &shape, x, expected, NULL, &amax) == FS_OK, "quantize status");
        for (int k = 0; k < n_isas; k++) {
            fs_use_kernels(isas[k].kernels);
            CHECK(fs_quantize(&f, &shape, x, actual, NULL, &amax) == FS_OK, "quantize status");
            CHECK(memcmp(expected, actual, sizeof actual) == 0, "%s: E%d M%d rounding %d: %a / %a: %a, is %a", isas[k].name, f.exponent_bits,
                  f.mantissa_bits, f.rounding, a, b, expected[0], actual[0]);
        }
    }
}

/* Every pair whose quotient comes dangerously near the boundary n 2^(exponent - 23), 2^23 <= n < 2^24. */
static void check_boundary(fs_format f, uint32_t n, int exponent) {
    for (int side = -1; side <= 1; side += 2) {
        /* The midpoint in units of 2^-shift; below a power of two the spacing halves. */
        int shift = side < 0 && n == 1u << 23 ? 2 : 1;
        uint64_t m = ((uint64_t)n << shift) + (uint64_t)(int64_t)side, inverse = inverse_modulo_2_64(m);
        for (int k = 22 + shift; k <= 25 + shift; k++)
            for (int j = -8; j <= 8; j++)
                for (uint64_t b = -(uint64_t)(int64_t)j * inverse & (((uint64_t)1 << k) - 1); j != 0 && b < 1u << 24; b += (uint64_t)1 << k) {
                    uint64_t a = (m * b + (uint64_t)(int64_t)j) >> k;
                    if (b < 1u << 23 || a < 1u << 23 || a >= 1u << 24) continue;
                    check_pair(f, ldexpf((float)a, exponent + k - shift - 46), ldexpf((float)b, -23));
                }
    }
}

static void check_format(int exponent_bits, int mantissa_bits, int rounding) {
    fs_format f = {.exponent_bits = exponent_bits, .mantissa_bits = mantissa_bits, .bias = FS_BIAS_DEFAULT, .rounding = rounding,
                   .scale = FS_SCALE_F32, .block_size = 32};
    /* Values of M + 1 bits and the ties between them. */
    for (uint32_t top = 1u << (mantissa_bits + 1); top < 2u << (mantissa_bits + 1); top++) check_boundary(f, top << (22 - mantissa_bits), 0);
    if (rounding != FS_ROUND_QPYTORCH) return;
    /* Its subnormals are rounded to 24 bits first: a tie is passed half a spacing of those earlier. */
    int lowest = 2 - (1 << (exponent_bits - 1));
    for (uint32_t k = 0; k < 1u << mantissa_bits; k++) {
        uint32_t n = ((2 * k + 1) << (23 - mantissa_bits)) - 1;
        int shift = __builtin_clz(n) - 8;
        check_boundary(f, n << shift, lowest - 1 - shift);
    }
}

int main(void) {
    n_isas = test_isas(isas);
    /* Those of fast_division in src/fs_plan.c; the other mantissas are divided. */
    for (int mantissa_bits = 1; mantissa_bits <= 10; mantissa_bits++) {
        check_format(5, mantissa_bits, FS_ROUND_NEAREST_EVEN);
        check_format(5, mantissa_bits, FS_ROUND_NEAREST_AWAY);
        if (mantissa_bits <= 7) check_format(4, mantissa_bits, FS_ROUND_QPYTORCH);
    }
    for (int k = 0; k < n_isas; k++) printf("-- %s\n", isas[k].name);
    printf("%" PRId64 " pairs, of which %" PRId64 " have a scale that no amax gives\n", n_pairs, n_unreachable);
    CHECK(n_unreachable < n_pairs / 2, "most scales are reached");
    return finish_tests("quotient_test");
}
