/* fs_plan.c - checks a format and works out its grid. */
#include <float.h>
#include <math.h>
#include "fs_plan.h"

static int in(int32_t value, int32_t low, int32_t high) { return value >= low && value <= high; }

static int needs_block(const fs_format *f) { return f->scale != FS_SCALE_NONE && f->group == FS_GROUP_BLOCK; }

static int n_rules(int32_t scale) { return scale == FS_SCALE_E8M0 ? 4 : scale == FS_SCALE_E4M3_F32 ? 3 : 1; }

static int common_ok(const fs_format *f) {
    return in(f->element, FS_ELEMENT_FLOAT, FS_ELEMENT_E8M0) && in(f->rounding, 0, FS_ROUND_QPYTORCH) &&
           in(f->scale, 0, FS_SCALE_F32) && in(f->scale_rule, 0, n_rules(f->scale) - 1) &&
           in(f->group, 0, FS_GROUP_TENSOR) && (!needs_block(f) || (f->block_size >= 1 && f->block_size <= (int64_t)1 << 48)) &&
           in(f->specials, 0, FS_SPECIALS_P3109_UNSIGNED_INF) && in(f->subnormals, 0, 1) &&
           in(f->overflow, 0, FS_OVERFLOW_PROPAGATE);
}

static int plain_policies(const fs_format *f) {
    return f->specials == FS_SPECIALS_NONE && f->subnormals == FS_SUBNORMALS_KEEP && f->overflow == FS_OVERFLOW_SATURATE;
}

static int is_p3109(const fs_format *f) { return f->specials >= FS_SPECIALS_P3109_FINITE; }

static int is_unsigned(const fs_format *f) { return f->specials >= FS_SPECIALS_P3109_UNSIGNED_FINITE; }

static int has_infinity(const fs_format *f) {
    return f->specials == FS_SPECIALS_IEEE || f->specials == FS_SPECIALS_P3109_INF || f->specials == FS_SPECIALS_P3109_UNSIGNED_INF;
}

static int default_bias(const fs_format *f) {
    int e = f->exponent_bits;
    if (is_p3109(f)) return e >= 1 ? 1 << (e - 1) : 0;
    return e >= 2 ? (1 << (e - 1)) - 1 : 0;
}

static uint32_t top_code(const fs_format *f) {
    uint32_t all = (1u << (f->exponent_bits + f->mantissa_bits)) - 1;
    switch (f->specials) {
    case FS_SPECIALS_NAN:
    case FS_SPECIALS_P3109_INF:
    case FS_SPECIALS_P3109_UNSIGNED_FINITE: return all - 1;
    case FS_SPECIALS_P3109_UNSIGNED_INF: return all - 2;
    case FS_SPECIALS_IEEE: return all - (1u << f->mantissa_bits);
    default: return all;
    }
}

static double magnitude_of(const fs_format *f, uint32_t code) {
    uint32_t field = code >> f->mantissa_bits, m = code & ((1u << f->mantissa_bits) - 1);
    int e = field == 0 ? 1 : (int)field;
    if (field != 0) m += 1u << f->mantissa_bits;
    return ldexp((double)m, e - f->bias - f->mantissa_bits);
}

/* What overflow becomes where it is not to saturate. The P3109 draft saturates formats without Inf, and has
 * no negative value that an unsigned format could give. */
static void plan_overflow(struct fs_plan *p) {
    p->overflow_value = p->infinity_value = has_infinity(&p->format) ? HUGE_VAL : is_p3109(&p->format) ? 0 : NAN;
    p->overflow_negative = p->infinity_negative = is_unsigned(&p->format) ? NAN : p->overflow_value;
}

/* Inf alone becomes special. Under a scale there is none: its group is NaN. The draft's unsigned formats have 0 for -Inf. */
static void plan_propagation(struct fs_plan *p) {
    if (p->format.scale != FS_SCALE_NONE) return;
    p->infinity_value = has_infinity(&p->format) ? HUGE_VAL : is_p3109(&p->format) ? 0 : NAN;
    p->infinity_negative = is_unsigned(&p->format) ? 0 : p->infinity_value;
    p->propagates = p->infinity_value != 0;
}

static fs_status plan_float(struct fs_plan *p) {
    fs_format *f = &p->format;
    int e = f->exponent_bits, m = f->mantissa_bits;
    int is_float32 = e == 8 && m == 23;
    if (!in(e, 0, 8) || !(in(m, 0, 10) || is_float32)) return FS_E_FORMAT;
    if (is_float32 && f->specials != FS_SPECIALS_IEEE) return FS_E_FORMAT;
    int specials_need = f->specials == FS_SPECIALS_IEEE ? (e >= 1 && e + m >= 2) : f->specials == FS_SPECIALS_NONE || e + m >= 2;
    if (!specials_need || (is_unsigned(f) && (e == 0 || e + m < 3))) return FS_E_FORMAT;
    if (f->overflow != FS_OVERFLOW_SATURATE && f->specials == FS_SPECIALS_NONE) return FS_E_FORMAT;
    if (f->bias == FS_BIAS_DEFAULT) f->bias = default_bias(f);
    if (f->rounding == FS_ROUND_QPYTORCH && (!plain_policies(f) || e == 0 || f->bias != default_bias(f))) return FS_E_FORMAT;
    if (!in(f->bias, -200, 128)) return FS_E_FORMAT;

    p->is_unsigned = is_unsigned(f);
    p->code_bits = !p->is_unsigned + e + m;
    p->min_exponent = e == 0 ? -f->bias : 1 - f->bias;
    p->mantissa_bits = e == 0 ? m - 1 : m;
    p->max_pos = magnitude_of(f, top_code(f));
    p->max_neg = p->is_unsigned ? 0 : p->max_pos;
    p->min_positive = p->max_pos == 0 ? 0 : magnitude_of(f, 1);
    p->min_normal = e == 0 ? p->min_positive : ldexp(1.0, p->min_exponent);
    p->flush = f->subnormals == FS_SUBNORMALS_FLUSH;
    p->plus_zero = is_p3109(f) || f->rounding == FS_ROUND_QPYTORCH;
    if (f->overflow == FS_OVERFLOW_SPECIAL) plan_overflow(p);
    if (f->overflow == FS_OVERFLOW_PROPAGATE) plan_propagation(p);
    if (!in(p->min_exponent, -127, 127) || p->max_pos >= 0x1p129) return FS_E_FORMAT;
    return FS_OK;
}

static fs_status plan_integer(struct fs_plan *p) {
    fs_format *f = &p->format;
    int w = f->integer_bits;
    if (!in(w, 2, 8) || !plain_policies(f) || f->rounding == FS_ROUND_QPYTORCH) return FS_E_FORMAT;
    /* Under an E8M0 scale one unit is 2^-(w-2). Every magnitude then lies in the lowest binade of the grid. */
    int unit = f->scale == FS_SCALE_E8M0 ? 2 - w : 0;
    int magnitude_bits = f->element == FS_ELEMENT_UINT ? w : w - 1;
    p->is_integer = 1;
    p->is_unsigned = f->element == FS_ELEMENT_UINT;
    p->plus_zero = 1;
    p->code_bits = w;
    p->mantissa_bits = magnitude_bits - 1;
    p->min_exponent = unit + magnitude_bits - 1;
    p->max_pos = ldexp((double)((1 << magnitude_bits) - 1), unit);
    p->max_neg = p->is_unsigned ? 0 : p->max_pos;
    if (f->element == FS_ELEMENT_INT_FULL) p->max_neg = ldexp((double)(1 << magnitude_bits), unit);
    p->min_positive = p->min_normal = ldexp(1.0, unit);
    return FS_OK;
}

static fs_status plan_e8m0(struct fs_plan *p) {
    const fs_format *f = &p->format;
    if (f->scale != FS_SCALE_NONE || f->rounding != FS_ROUND_NEAREST_AWAY || !plain_policies(f)) return FS_E_FORMAT;
    p->code_bits = 8;
    p->max_pos = 0x1p127;
    p->min_positive = p->min_normal = 0x1p-127;
    return FS_OK;
}

static int spacing_exponent(const struct fs_plan *p) {
    int e = p->max_exponent > p->min_exponent ? p->max_exponent : p->min_exponent;
    return e - p->mantissa_bits;
}

/* Whether beyond the largest value a result depends on more than its magnitude: the sign of the input, or whether it was Inf. */
static int has_onesided_overflow(const struct fs_plan *p) {
    int32_t rounding = p->format.rounding;
    int directed = rounding == FS_ROUND_TOWARD_ZERO || rounding == FS_ROUND_UP || rounding == FS_ROUND_DOWN;
    return p->overflow_negative != 0 && (directed || p->is_unsigned);
}

static enum fs_core choose_core(const struct fs_plan *p) {
    if (p->format.element == FS_ELEMENT_E8M0) return FS_CORE_E8M0;
    if (p->format.rounding == FS_ROUND_QPYTORCH) return FS_CORE_QPYTORCH;
    /* Some numbers print as Inf, Inf itself becomes NaN: no shortcut. */
    if (p->overflow_value != 0 && p->max_pos >= 0x1p128) return FS_CORE_REFERENCE;
    if (p->min_exponent < -126 || has_onesided_overflow(p)) return FS_CORE_REFERENCE;
    if (p->min_exponent == -126 && p->format.exponent_bits == 8) return FS_CORE_INTEGER;
    /* The magic number 2^(e - M + 23) for e up to one past the largest exponent, and for stochastic
     * rounding 2^-16 of the spacing, must be normal float32 numbers. */
    if (p->max_exponent + 1 + 23 - p->mantissa_bits > 126 || p->min_exponent - p->mantissa_bits < -100) return FS_CORE_REFERENCE;
    return FS_CORE_MAGIC;
}

/* Halfway to the next value an even largest value keeps, an odd one overflows. */
static float overflow_from(const struct fs_plan *p) {
    if (p->overflow_value == 0 || p->saturation > FLT_MAX) return INFINITY;
    double n = ldexp(p->max_pos, -spacing_exponent(p));
    return fmod(n, 2) == 1 ? (float)p->saturation : nextafterf((float)p->saturation, INFINITY);
}

/* Whether quotient in fs_vector_round.h may stand for a division: where nothing underflows, and the mantissas for which
 * quotient_test.c has found no pair of operands that it gets wrong. There are such pairs beyond. */
static int fast_division(const struct fs_plan *p) {
    if (p->max_exponent > 60) return 0;
    if (p->core == FS_CORE_QPYTORCH) return p->mantissa_bits <= 4 && p->min_exponent >= -14;
    int nearest = p->format.rounding == FS_ROUND_NEAREST_EVEN || p->format.rounding == FS_ROUND_NEAREST_AWAY;
    return p->core == FS_CORE_MAGIC && nearest && p->mantissa_bits <= 7 && p->min_exponent - p->mantissa_bits >= -38;
}

static struct fs_constants constants_of(const struct fs_plan *p) {
    int special = p->overflow_value != 0, stochastic = p->format.rounding == FS_ROUND_STOCHASTIC;
    double clamp = ldexp(1, p->max_exponent + 1);
    return (struct fs_constants){
        .min_bits = (uint32_t)(p->min_exponent + 127) << 23,
        .max_pos = (float)(special ? clamp : p->max_pos),
        .max_neg = (float)(special ? clamp : p->max_neg),
        .overflow_from = overflow_from(p),
        .overflow_above = special ? (float)p->max_pos : INFINITY,
        .flush_below = p->flush ? (float)p->min_normal : 0,
        .division_clamp = (float)ldexp(1, p->max_exponent + 2),
        .lowest_shift = (stochastic ? -87 : -126) - p->min_exponent,
        .highest_shift = 126 - 23 + p->mantissa_bits - p->max_exponent - special,
        .fast_division = fast_division(p),
    };
}

static int scale_bits(const fs_format *f) {
    switch (f->scale) {
    case FS_SCALE_NONE: return 0;
    case FS_SCALE_F16:
    case FS_SCALE_BF16: return 16;
    case FS_SCALE_F32: return 32;
    default: return 8;
    }
}

fs_status fs_plan_make(const fs_format *format, struct fs_plan *plan) {
    if (format == NULL) return FS_E_NULL;
    memset(plan, 0, sizeof *plan);
    plan->format = *format;
    if (!common_ok(format)) return FS_E_FORMAT;
    /* What the element has no use for may be anything; kernels shift by these. */
    if (format->element != FS_ELEMENT_FLOAT) plan->format.exponent_bits = plan->format.mantissa_bits = 0;
    fs_status status = format->element == FS_ELEMENT_FLOAT  ? plan_float(plan)
                       : format->element == FS_ELEMENT_E8M0 ? plan_e8m0(plan)
                                                            : plan_integer(plan);
    if (status != FS_OK) return status;
    plan->scale_bits = scale_bits(format);
    /* Under a scale a result is a product: the binade that float32 shows as Inf is out of its reach. */
    double reachable = ldexp(2 - ldexp(1.0, -plan->mantissa_bits), 127);
    if (format->scale != FS_SCALE_NONE && plan->max_pos > reachable) {
        plan->max_pos = reachable;
        if (plan->max_neg > reachable) plan->max_neg = reachable;
    }
    plan->max_exponent = plan->max_pos == 0 ? 0 : ilogb(plan->max_pos);
    plan->scale_max = plan->max_pos == 0 ? 1 : plan->max_pos > reachable ? reachable : plan->max_pos;
    plan->saturation = plan->max_pos + ldexp(1.0, spacing_exponent(plan) - 1);
    plan->core = choose_core(plan);
    plan->constants = constants_of(plan);
    if (plan->format.scale == FS_SCALE_E4M3_F32 && plan->format.scale_rule == FS_RULE_MODELOPT) plan->plus_zero = 1;
    return FS_OK;
}

fs_status fs_format_check(const fs_format *format) {
    struct fs_plan plan;
    return fs_plan_make(format, &plan);
}

fs_status fs_format_describe(const fs_format *format, fs_format_info *info) {
    struct fs_plan p;
    fs_status status = fs_plan_make(format, &p);
    if (status != FS_OK) return status;
    if (info == NULL) return FS_E_NULL;
    int is_float = format->element == FS_ELEMENT_FLOAT;
    int specials = is_float ? format->specials : FS_SPECIALS_NONE;
    memset(info, 0, sizeof *info);
    info->code_bits = p.code_bits;
    info->scale_bits = p.scale_bits;
    info->bias = is_float ? p.format.bias : format->element == FS_ELEMENT_E8M0 ? 127 : 0;
    /* IEEE with no mantissa has room for Inf only. */
    info->has_nan = format->element == FS_ELEMENT_E8M0 ||
                    (specials != FS_SPECIALS_NONE && !(specials == FS_SPECIALS_IEEE && format->mantissa_bits == 0));
    info->has_infinity = is_float && has_infinity(format);
    info->has_negative_zero = is_float && specials < FS_SPECIALS_P3109_FINITE;
    info->n_codes = (int64_t)1 << p.code_bits;
    info->max = p.max_pos;
    info->min = format->element == FS_ELEMENT_E8M0 ? p.min_positive : p.max_neg == 0 ? 0 : -p.max_neg;
    info->scale_max = p.scale_max;
    info->min_normal = p.min_normal;
    info->min_positive = p.min_positive;
    return FS_OK;
}

static double float_value(const struct fs_plan *p, uint32_t code) {
    const fs_format *f = &p->format;
    uint32_t sign = p->is_unsigned ? 0 : code >> (p->code_bits - 1), magnitude = code & ((1u << (f->exponent_bits + f->mantissa_bits)) - 1);
    if (is_p3109(f) && sign && magnitude == 0) return NAN;
    double value = magnitude_of(f, magnitude);
    if (magnitude > top_code(f)) value = has_infinity(f) && magnitude == top_code(f) + 1 ? HUGE_VAL : NAN;
    return sign ? -value : value;
}

double fs_value_of(const struct fs_plan *p, uint32_t code) {
    if (p->format.element == FS_ELEMENT_E8M0) return code == 255 ? NAN : ldexp(1.0, (int)code - 127);
    if (!p->is_integer) return float_value(p, code);
    int w = p->code_bits;
    int n = p->format.element != FS_ELEMENT_UINT && (code >> (w - 1)) ? (int)code - (1 << w) : (int)code;
    return n * p->min_positive;
}

fs_status fs_code_value(const fs_format *format, uint32_t code, double *value) {
    struct fs_plan p;
    fs_status status = fs_plan_make(format, &p);
    if (status != FS_OK) return status;
    if (value == NULL) return FS_E_NULL;
    if ((uint64_t)code >> p.code_bits) return FS_E_COUNT;
    *value = fs_value_of(&p, code);
    return FS_OK;
}

static uint32_t float_code(const struct fs_plan *p, float q, int *bad) {
    const fs_format *f = &p->format;
    uint32_t all = (1u << (f->exponent_bits + f->mantissa_bits)) - 1;
    uint32_t sign = (uint32_t)(signbit(q) != 0) * (all + 1);
    int p3109 = is_p3109(f);
    if (isnan(q)) {
        if (f->specials == FS_SPECIALS_NONE || (f->specials == FS_SPECIALS_IEEE && f->mantissa_bits == 0)) *bad = 1;
        if (p3109) return p->is_unsigned ? all : all + 1;
        /* IEEE: the quiet NaN, only the top mantissa bit set. */
        uint32_t quiet = f->specials == FS_SPECIALS_IEEE ? top_code(f) + 1 + (1u << f->mantissa_bits >> 1) : all;
        return sign | quiet;
    }
    double magnitude = fabs((double)q);
    if (isinf(q)) {
        if (has_infinity(f)) return sign | (top_code(f) + 1);
        /* Only exponent_bits 8 without reserved codes reaches 2^128, which float32 shows as Inf. */
        if (p->max_pos >= 0x1p128) magnitude = 0x1p128;
        else *bad = 1;
    }
    if (magnitude == 0 || isinf(magnitude)) return p3109 ? 0 : sign;
    int e = ilogb(magnitude);
    if (e < p->min_exponent) e = p->min_exponent;
    uint32_t n = (uint32_t)ldexp(magnitude, p->mantissa_bits - e);
    return sign | (((uint32_t)(e - p->min_exponent) << f->mantissa_bits) + n);
}

uint32_t fs_code_of(const struct fs_plan *p, float q, int *bad) {
    if (p->format.element == FS_ELEMENT_E8M0) return isnan(q) ? 255 : (uint32_t)(ilogb(q) + 127);
    if (!p->is_integer) return float_code(p, q, bad);
    if (isnan(q)) {
        *bad = 1;
        return 0;
    }
    return (uint32_t)(int32_t)(q / (float)p->min_positive) & ((1u << p->code_bits) - 1);
}

int64_t fs_code_row_bytes(const fs_format *format, int64_t row_length) {
    struct fs_plan p;
    if (row_length < 0 || row_length > INT64_MAX / 64 || fs_plan_make(format, &p) != FS_OK) return -1;
    return (row_length * p.code_bits + 7) / 8;
}

int64_t fs_scales_per_row(const fs_format *format, int64_t row_length) {
    struct fs_plan p;
    if (row_length < 0 || row_length > INT64_MAX / 64 || fs_plan_make(format, &p) != FS_OK) return -1;
    if (format->scale == FS_SCALE_NONE) return 0;
    if (format->group != FS_GROUP_BLOCK) return 1;
    return row_length / format->block_size + (row_length % format->block_size != 0);
}
