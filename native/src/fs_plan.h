/* fs_plan.h - a checked format with everything a kernel asks of it worked out once. */
#ifndef FS_PLAN_H
#define FS_PLAN_H
#include <string.h>
#include "floatscape.h"

/* How a vector kernel may round. Results are those of FS_CORE_REFERENCE; the others say which shortcut is exact. */
enum fs_core {
    FS_CORE_REFERENCE, /* exact double arithmetic, one element at a time */
    FS_CORE_MAGIC,     /* add and subtract 1.5 times a power of two */
    FS_CORE_INTEGER,   /* exponent range of float32: round the bit pattern */
    FS_CORE_QPYTORCH,
    FS_CORE_E8M0,
};

/* What vector kernels ask of a plan, float32. */
struct fs_constants {
    uint32_t min_bits;             /* bits of 2^min_exponent */
    float max_pos, max_neg;        /* clamps: the largest values, or one binade more where overflow shows */
    float overflow_from;           /* the least magnitude that overflows, to nearest even; Inf for saturation */
    float overflow_above;          /* the largest value, of rounded magnitudes; Inf for saturation */
    float flush_below;             /* 0 where subnormals are kept */
    float division_clamp;          /* 2^(max_exponent + 2) */
    int lowest_shift, highest_shift; /* powers of two that leave all of a kernel's numbers normal */
    int fast_division;             /* a quotient may be had by multiplication, see quotient in fs_vector_round.h */
};

/* A value v lies on the grid of multiples of 2^(max(floor(log2 v), min_exponent) - mantissa_bits), up to max_pos. */
struct fs_plan {
    fs_format format; /* bias resolved */
    enum fs_core core;
    int code_bits, scale_bits;
    int mantissa_bits;
    int min_exponent;
    int max_exponent; /* floor(log2 max_pos) */
    int is_integer, is_unsigned;
    int plus_zero;    /* zero results are +0 */
    int flush;
    double max_pos, max_neg; /* largest magnitude of either sign */
    double overflow_value;   /* Inf, NaN, or 0 for saturation */
    double overflow_negative; /* the same below the smallest value */
    double infinity_value, infinity_negative; /* what Inf and -Inf become, in the same terms */
    int propagates;           /* only Inf differs from saturation */
    double scale_max, min_normal, min_positive;
    double saturation; /* max_pos plus half a spacing */
    struct fs_constants constants;
};

enum fs_path {
    FS_PATH_PLAIN, /* y = Q(x) */
    FS_PATH_POW2,  /* y = Q(x 2^-shift) 2^shift */
    FS_PATH_MUL,   /* y = Q(x pre) post */
    FS_PATH_DIV,   /* y = Q(x / pre) post */
    FS_PATH_NAN,
};

/* What one group's scale makes of the plan. */
struct fs_grid {
    enum fs_path path;
    int shift;
    float pre, post;
    uint32_t scale_code;
};

/* Where a group's results count as saturated or subnormal. */
struct fs_limits {
    float saturation; /* |x| above */
    float min_normal; /* |y| below */
};

/* Level-two constants of FS_SCALE_E4M3_F32. */
struct fs_tensor_scale {
    float amax_scale; /* te: g (1 / max); others: g */
    float post;       /* te: 1 / g; others: g */
    int nan;
};

/* Sums over one strip, see fs_stats. */
struct fs_strip {
    double x2, y2, xy, e2, max_error;
    int64_t n, n_zero, n_saturated, n_below_normal; /* n_below_normal counts zeros too */
};

fs_status fs_plan_make(const fs_format *format, struct fs_plan *plan);

struct fs_tensor_scale fs_tensor_scale_make(const struct fs_plan *plan, uint32_t amax_bits);

/* The grid of a group whose largest magnitude has these bits. */
void fs_grid_make(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, uint32_t amax_bits,
                  struct fs_grid *grid);

/* The grid of a stored scale; only path, shift and post are set. */
void fs_grid_decode(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, uint32_t scale_code,
                    struct fs_grid *grid);

struct fs_limits fs_limits_make(const struct fs_plan *plan, const struct fs_grid *grid);

/* Below this part of saturation nothing is rounded to it on the way to the format's grid. */
#define FS_WELL_INSIDE 0.999f
static inline int fs_may_saturate(float amax, float saturation) { return !(amax <= saturation * FS_WELL_INSIDE); }

/* The limits of the group; returns whether it may saturate. */
int fs_group_limits(const struct fs_plan *plan, const struct fs_tensor_scale *tensor, uint32_t amax_bits, float *saturation, float *min_normal);

/* Q, the definition: value rounded to the element format, exactly. random is used by stochastic rounding. */
double fs_round(const struct fs_plan *plan, double value, uint32_t random);

/* Q in the scaled domain: without the final multiplication. */
float fs_quantize_unscaled(const struct fs_plan *plan, const struct fs_grid *grid, float x, uint32_t random);

/* Quantize-dequantize of one element, the definition. */
float fs_quantize_one(const struct fs_plan *plan, const struct fs_grid *grid, float x, uint32_t random);

/* y of a value on the element's grid. */
float fs_scale_back(const struct fs_plan *plan, const struct fs_grid *grid, float q);

/* Code of a value on the element's grid; *bad is set where there is none. */
uint32_t fs_code_of(const struct fs_plan *plan, float q, int *bad);
double fs_value_of(const struct fs_plan *plan, uint32_t code);

static inline int fs_is_te(const struct fs_plan *p) { return p->format.scale == FS_SCALE_E4M3_F32 && p->format.scale_rule == FS_RULE_TE; }

static inline uint32_t fs_bits(float x) {
    uint32_t u;
    memcpy(&u, &x, 4);
    return u;
}

static inline float fs_float(uint32_t u) {
    float x;
    memcpy(&x, &u, 4);
    return x;
}

#define FS_NAN_BITS 0x7fc00000u
#define FS_INF_BITS 0x7f800000u
#define FS_MAX_BITS 0x7f7fffffu
#define FS_MAGNITUDE_MASK 0x7fffffffu
#define FS_SIGN_MASK 0x80000000u

#endif
