/* fs_round.c - the definition of every rounding, one value at a time. Slow, obvious, scalar. */
#include <math.h>
#include "fs_plan.h"

static double double_of(uint64_t u) {
    double x;
    memcpy(&x, &u, 8);
    return x;
}

static double power_of_two(int e) { return double_of((uint64_t)(e + 1023) << 52); }

/* Whether a magnitude n + rest / 2^drop spacings goes up to n + 1. odd: n has an odd code. */
static int goes_up(int32_t rounding, int negative, int odd, uint64_t rest, int drop, uint32_t random) {
    uint64_t half = (uint64_t)1 << (drop - 1);
    switch (rounding) {
    case FS_ROUND_NEAREST_EVEN: return rest > half || (rest == half && odd);
    case FS_ROUND_NEAREST_AWAY: return rest >= half;
    case FS_ROUND_UP: return !negative && rest != 0;
    case FS_ROUND_DOWN: return negative && rest != 0;
    case FS_ROUND_STOCHASTIC: return (rest >> (drop - 16)) + random >= 0x10000;
    default: return 0;
    }
}

/* magnitude > 0 and finite, rounded to the grid with exponents unbounded above. */
static double round_magnitude(const struct fs_plan *p, double magnitude, int negative, uint32_t random) {
    uint64_t u;
    memcpy(&u, &magnitude, 8);
    int e = (int)(u >> 52) - 1023;
    int grid = e > p->min_exponent ? e : p->min_exponent;
    uint64_t significand = (u & 0xfffffffffffffu) | (uint64_t)1 << 52;
    int drop = 52 - p->mantissa_bits + (grid - e);
    if (drop > 62) { /* far below half a spacing: bits too low to matter become one */
        int excess = drop - 62;
        significand = (excess < 63 ? significand >> excess : 0) | 1;
        drop = 62;
    }
    uint64_t n = significand >> drop, rest = significand & (((uint64_t)1 << drop) - 1);
    /* Without mantissa bits the exponent field's last bit is the code's. */
    int odd = (int)((p->mantissa_bits == 0 ? n + (uint64_t)(grid - p->min_exponent) : n) & 1);
    n += (uint64_t)goes_up(p->format.rounding, negative, odd, rest, drop, random);
    return (double)n * power_of_two(grid - p->mantissa_bits);
}

/* What a rounded value beyond the largest magnitude of its sign becomes; infinite: it was Inf before. */
static double beyond(const struct fs_plan *p, int negative, int infinite) {
    double special = infinite ? (negative ? p->infinity_negative : p->infinity_value) : negative ? p->overflow_negative : p->overflow_value;
    int stops = p->format.rounding == FS_ROUND_TOWARD_ZERO || p->format.rounding == (negative ? FS_ROUND_UP : FS_ROUND_DOWN);
    if (special == 0 || (stops && !infinite)) return negative ? p->max_neg : p->max_pos;
    return special;
}

static double round_to_format(const struct fs_plan *p, double value, uint32_t random) {
    int negative = signbit(value) != 0;
    double magnitude = fabs(value), largest = negative ? p->max_neg : p->max_pos;
    if (magnitude != 0 && magnitude < HUGE_VAL) magnitude = round_magnitude(p, magnitude, negative, random);
    if (magnitude > largest) magnitude = beyond(p, negative, isinf(value));
    if (p->flush && magnitude < p->min_normal) magnitude = 0;
    if (magnitude == 0 && p->plus_zero) return 0;
    return negative ? -magnitude : magnitude;
}

/* QPyTorch's arithmetic as golden/README.md of the reference vectors writes it down: float_quantize, nearest. */
static float round_qpytorch(const struct fs_plan *p, float x) {
    int m = p->mantissa_bits, e = p->format.exponent_bits;
    uint32_t u = fs_bits(x), half = m == 23 ? 0 : 1u << (22 - m), mask = ~((1u << (23 - m)) - 1);
    if ((int)(u >> 23 & 255) - 127 < p->min_exponent) {
        float shift = copysignf(ldexpf(1, p->min_exponent), x);
        float sum = x + shift;
        return fs_float((fs_bits(sum) + half) & mask) - shift;
    }
    uint32_t w = (u + half) & mask;
    uint32_t top_field = (uint32_t)(127 + (1 << (e - 1)));
    if ((w >> 23 & 255) > top_field) w = (u & FS_SIGN_MASK) | top_field << 23 | (mask & 0x7fffff);
    return fs_float(w);
}

/* ml_dtypes: between 2^-127 and 2^-126 everything goes up. */
static double round_e8m0(double x) {
    if (!(x > 0) || x >= 0x1.8p127) return NAN;
    if (x <= 0x1p-127) return 0x1p-127;
    int e;
    double fraction = frexp(x, &e); /* [0.5, 1) */
    int k = e - 1 + (fraction >= 0.75);
    return k <= -127 ? 0x1p-126 : ldexp(1, k);
}

double fs_round(const struct fs_plan *p, double value, uint32_t random) {
    if (p->format.element == FS_ELEMENT_E8M0) return round_e8m0(value);
    if (p->format.rounding == FS_ROUND_QPYTORCH) return (double)round_qpytorch(p, (float)value);
    return isnan(value) ? value : round_to_format(p, value, random);
}

static int negative_zero_is_zero(const struct fs_plan *p) {
    return p->format.scale == FS_SCALE_E4M3_F32 && p->format.scale_rule == FS_RULE_TE;
}

/* The result of a NaN input outside a NaN group: quieted, its sign and payload kept, with three exceptions. */
static float nan_element(const struct fs_plan *p, const struct fs_grid *grid, float x) {
    float quiet = fs_float(fs_bits(x) | 0x400000u);
    if (p->core == FS_CORE_E8M0) return fs_float(FS_NAN_BITS);
    /* Scaling, arithmetic as it is, quiets a NaN before QPyTorch's integers see it. */
    if (p->core == FS_CORE_QPYTORCH) return round_qpytorch(p, grid->path == FS_PATH_PLAIN ? x : quiet);
    return quiet;
}

float fs_quantize_unscaled(const struct fs_plan *p, const struct fs_grid *grid, float x, uint32_t random) {
    if (grid->path == FS_PATH_NAN) return fs_float(FS_NAN_BITS);
    if (isnan(x)) return nan_element(p, grid, x);
    if (negative_zero_is_zero(p)) x += 0.0f;
    double value = x;
    if (grid->path == FS_PATH_POW2) value *= power_of_two(-grid->shift);
    if (grid->path == FS_PATH_MUL) value = x * grid->pre;
    if (grid->path == FS_PATH_DIV) value = x == 0 ? x : x / grid->pre;
    double q = fs_round(p, value, random);
    /* A NaN the format makes of a number has the number's sign and no payload. */
    if (isnan(q)) return fs_float(FS_NAN_BITS | (p->core == FS_CORE_E8M0 ? 0 : fs_bits(x) & FS_SIGN_MASK));
    return (float)q;
}

float fs_scale_back(const struct fs_plan *p, const struct fs_grid *grid, float q) {
    float y = q;
    if (grid->path == FS_PATH_POW2) y = (float)(q * power_of_two(grid->shift));
    if (grid->path == FS_PATH_MUL || grid->path == FS_PATH_DIV) y = q * grid->post;
    if (grid->path == FS_PATH_NAN) y = fs_float(FS_NAN_BITS);
    /* QPyTorch itself gives -0 for some NaNs alone. */
    return p->plus_zero && !(p->core == FS_CORE_QPYTORCH && grid->path == FS_PATH_PLAIN) ? y + 0.0f : y;
}

float fs_quantize_one(const struct fs_plan *p, const struct fs_grid *grid, float x, uint32_t random) {
    return fs_scale_back(p, grid, fs_quantize_unscaled(p, grid, x, random));
}
