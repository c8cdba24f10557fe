/* mac_model.h - the structural cost of one MAC design: scalar code that the compiler vectorises over designs.
 * Included once per instruction set. Only +, -, *, /, comparisons and conversions, no contraction, no
 * reassociation: every instruction set gives the same bits. No branch depends on a design. */
#ifndef FS_MAC_MODEL_H
#define FS_MAC_MODEL_H
#include <stdint.h>
#include <string.h>
#include "floatscape.h"
#include "mac_terms.h"

#define INLINE static inline __attribute__((always_inline))

/* NAND2 equivalents of the primitives: textbook static CMOS (full adder 28 transistors + wiring share,
 * AND-OR multiplexer with shared select, XOR of 8 transistors), before mapping; calibration does the rest. */
#define W_MUX 1.75
#define W_ADD 7.0
#define W_CELL 8.25
#define W_LZC 2.8
#define W_XOR 2.0
#define W_INC 4.0
#define W_MASK 1.5

/* Share of transitions that and-or logic passes on, of what xor logic does: a multiplexer, a leading-zero counter. */
#define ACTIVE_MUX 0.85
#define ACTIVE_LZC 0.765
/* A bit of a leading-zero chain takes less time than a bit of a carry chain. */
#define LZC_BIT 0.43

/* A design, all counts as doubles. s: significand bits, hidden one included; integers: their width. */
struct design {
    double a_e, a_m, b_e, b_m, c_e, c_m; /* c: accumulator, addend and result; converter: the source */
    double lanes, is_signed, ieee, register_bits; /* is_signed: int_mul's operands; of dot products their products */
    double scale_adds, scale_multiplies, scale_fp32; /* 1 where block scales add exponents, multiply, are binary32 */
    double a_int, b_int; /* 1 for two's complement */
    int coded;           /* compile-time: 0 where no design of the batch is IEEE coded */
};

struct part { double area, energy, delay; };
struct mac { struct part parts[FS_MAC_PART_COUNT]; };

INLINE double most(double a, double b) { return a > b ? a : b; }
INLINE double least(double a, double b) { return a < b ? a : b; }

/* log2, absolute error below 3e-6, exact at powers of two; 0 below 1. */
INLINE double lg(double x) {
    float f = (float)most(x, 1.0);
    int32_t bits, fraction_bits;
    float fraction;
    memcpy(&bits, &f, 4);
    fraction_bits = (bits & 0x7fffff) | 0x3f800000;
    memcpy(&fraction, &fraction_bits, 4);
    double m = (double)fraction - 1.0;
    double q = 0.025285506030726674;
    q = q * m - 0.09481475338764654;
    q = q * m + 0.18115420360988851;
    q = q * m - 0.27538620742348513;
    q = q * m + 0.44252727267427755;
    return (double)((bits >> 23) - 127) + (m + m * (1.0 - m) * q);
}

/* ceil(log2(x)) of a whole x >= 1. */
INLINE double whole_lg(double x) {
    float f = (float)most(x - 1.0, 0.5);
    int32_t bits;
    memcpy(&bits, &f, 4);
    return (double)((bits >> 23) - 126);
}

/* Levels of 3:2 compression from n rows to two (Dadda 1965). */
INLINE double tree_levels(double n) {
    return (double)((n > 2.0) + (n > 3.0) + (n > 4.0) + (n > 6.0) + (n > 9.0) + (n > 13.0) + (n > 19.0) + (n > 28.0) +
                    (n > 42.0) + (n > 63.0));
}

INLINE double power_of_two(double e) { return (double)(1 << (int32_t)least(most(e, 0.0), 12.0)); }

/* Share of extra transitions at gates whose inputs arrive after t levels: none at once, saturating late. */
INLINE double glitch(double t) { return t / (75.0 + t); }

/* gates: area; active: the share of them that switches. */
#define GATES(p, AREA_TERM, STATIC_TERM, GLITCH_TERM, gates, active, t)                                              \
    do {                                                                                                     \
        (p)->area += k[AREA_TERM] * (gates);                                                                 \
        (p)->energy += k[STATIC_TERM] * (active) + k[GLITCH_TERM] * ((active) * glitch(t));                  \
    } while (0)

/* sa x sb array of carry-save cells and a carry-propagate adder; n of them side by side. */
INLINE void multiply(struct part *p, const double *k, double sa, double sb, double n, double is_signed, double *t) {
    double m = 0.5 * (sa + sb), few = least(sa, sb);
    double cells = W_CELL * most(sa - 1.0, 0.0) * most(sb - 1.0, 0.0);
    double effort = cells * most(6.0 - lg(m), 0.0) / 6.0;
    p->area += n * (k[A_MULTIPLIER_CELL] * cells + k[A_MULTIPLIER_EFFORT] * effort + k[A_MULTIPLIER_ROW] * (sa + sb)) +
               n * is_signed * (k[A_MULTIPLIER_SIGN_ROW] * (sa + sb) + k[A_MULTIPLIER_SIGN_CELL] * (sa * sb));
    p->energy += n * (k[E_MULTIPLIER_CELL] * cells + k[E_MULTIPLIER_RIPPLE] * (cells * m / 20.0) +
                      k[E_MULTIPLIER_EFFORT] * effort + k[E_MULTIPLIER_SIGN_CELL] * (is_signed * cells / 8.0));
    p->delay += k[D_MULTIPLIER_LEVEL] * lg(few) + k[D_MULTIPLIER_ROW] * lg(few - 1.0) +
                k[D_MULTIPLIER_CARRY] * (sa + sb - 2.0) + k[D_MULTIPLIER_FIXED] +
                k[D_MULTIPLIER_TREE] * tree_levels(few) + k[D_MULTIPLIER_SIGN] * is_signed;
    *t += 1.5 * (sa + sb - 2.0);
}

/* IEEE-coded operand with subnormals to a normalised one; normal operands leave the shifter idle: 0.55. */
INLINE void decode(struct part *p, const double *k, double e, double m, double on, double on_path, double *t) {
    double stages = lg(m + 1.0);
    double mux = W_MUX * m * stages, bits = W_LZC * m, carry = W_ADD * e;
    p->area += on * (k[A_DECODE_MUX] * mux + k[A_DECODE_BIT] * bits + k[A_DECODE_CARRY] * carry);
    p->energy += on * (k[E_DECODE_STATIC] * (0.55 * (ACTIVE_MUX * (mux + bits) + carry)));
    p->delay += on * on_path * (k[D_DECODE_LEVEL] * stages + k[D_DECODE_STAGE] * stages);
    *t += on * on_path * 5.0 * stages;
}

/* Normalised result to IEEE code: the shifter that makes subnormals, by the distance to a constant (an
 * incrementer). dynamic: its input glitches. */
INLINE void encode(struct part *p, const double *k, double e, double s, double on, double dynamic, double *t) {
    double stages = lg(s), mux = W_MUX * s * stages, carry = W_INC * e;
    p->area += on * (k[A_ENCODE_MUX] * mux + k[A_ENCODE_CARRY] * carry);
    p->energy += on * (k[E_ENCODE_STATIC] * (0.55 * (ACTIVE_MUX * mux + carry)) +
                       k[E_ENCODE_DYNAMIC_GLITCH] * (dynamic * (ACTIVE_MUX * mux * glitch(*t + 1.5 * stages) + carry * glitch(*t))));
    p->delay += on * k[D_ENCODE_STAGE] * stages;
    *t += on * 5.0 * stages;
}

INLINE void exponent(struct part *p, const double *k, double bits, double path, double *t) {
    GATES(p, A_EXPONENT_CARRY, E_EXPONENT_STATIC, E_EXPONENT_GLITCH, W_ADD * bits, W_ADD * bits, *t);
    p->delay += k[D_EXPONENT_CARRY] * path;
    *t += 2.0 * path;
}

INLINE void late_exponent(struct part *p, const double *k, double bits, double path, double *t) {
    GATES(p, A_EXPONENT_CARRY, E_EXPONENT_DYNAMIC, E_EXPONENT_DYNAMIC_GLITCH, W_ADD * bits, W_ADD * bits, *t);
    p->delay += k[D_EXPONENT_CARRY] * path;
    *t += 2.0 * path;
}

/* Exponent fields an accumulator shares with a product no narrower: selection stays variable. */
INLINE void wide_exponent(struct part *p, const double *k, double bits) {
    p->area += k[A_EXPONENT_WIDE] * bits;
    p->energy += k[E_EXPONENT_WIDE] * bits;
    p->delay += k[D_EXPONENT_WIDE] * bits;
}

/* Alignment behind an exponent difference, w bits of which `active` switch. */
INLINE void align(struct part *p, const double *k, double w, double active, double stages, double whole,
                  double on_path, double *t) {
    GATES(p, A_ALIGN_MUX, E_ALIGN_DYNAMIC, E_ALIGN_DYNAMIC_GLITCH, W_MUX * w * stages,
          ACTIVE_MUX * W_MUX * active * stages, *t + 1.5 * stages);
    p->area += k[A_ALIGN_STAGE] * (W_MUX * w * whole);
    p->energy += k[E_ALIGN_STAGE] * (W_MUX * active * whole);
    p->delay += on_path * (k[D_ALIGN_STAGE] * stages + k[D_ALIGN_STAGE_WHOLE] * whole);
    *t += on_path * 5.0 * stages;
}

INLINE void add(struct part *p, const double *k, double w, double active, double n, double *t) {
    GATES(p, A_ADDER_CARRY, E_ADDER_DYNAMIC, E_ADDER_DYNAMIC_GLITCH, W_ADD * n * w, W_ADD * n * active, *t + 0.25 * w);
    p->delay += k[D_ADDER_CARRY] * w + k[D_ADDER_LEVEL] * lg(w);
    *t += 0.1 * w;
}

INLINE void late_complement(struct part *p, const double *k, double w, double active, double t) {
    GATES(p, A_COMPLEMENT_XOR, E_COMPLEMENT_DYNAMIC, E_COMPLEMENT_DYNAMIC_GLITCH, W_XOR * w, W_XOR * active, t);
}

INLINE void count_zeros(struct part *p, const double *k, double w, double *t) {
    GATES(p, A_LZC_BIT, E_LZC_DYNAMIC, E_LZC_DYNAMIC_GLITCH, W_LZC * w, ACTIVE_LZC * W_LZC * w, *t);
    p->delay += k[D_LZC_LEVEL] * lg(w) + k[D_LZC_BIT] * (LZC_BIT * w);
    *t += 4.0 * lg(w);
}

INLINE void normalise(struct part *p, const double *k, double w, double active, double stages, double whole, double *t) {
    GATES(p, A_NORMALISE_MUX, E_NORMALISE_DYNAMIC, E_NORMALISE_DYNAMIC_GLITCH, W_MUX * w * stages,
          ACTIVE_MUX * W_MUX * active * stages, *t + 1.5 * stages);
    p->area += k[A_NORMALISE_STAGE] * (W_MUX * w * whole);
    p->delay += k[D_NORMALISE_STAGE] * stages;
    *t += 5.0 * stages;
}

/* Increment of significand and exponent, and (mask) the rounding position of subnormal results. */
INLINE void round_result(struct part *p, const double *k, double e, double s, double mask, double dynamic, double *t) {
    double carry = W_INC * (s + e), position = mask * W_MASK * s * lg(s), active = carry + position;
    p->area += k[A_ROUNDER_CARRY] * carry + k[A_ROUNDER_MASK] * position;
    p->energy += dynamic * (k[E_ROUNDER_DYNAMIC] * active + k[E_ROUNDER_DYNAMIC_GLITCH] * (active * glitch(*t))) +
                 (1.0 - dynamic) * (k[E_ROUNDER_STATIC] * active + k[E_ROUNDER_GLITCH] * (active * glitch(*t)));
    p->delay += k[D_ROUNDER_CARRY] * (s + e) + k[D_ROUNDER_LEVEL] * lg(s + e);
    *t += 0.5 * (s + e);
}

INLINE void special(struct part *p, const double *k) {
    p->area += k[A_SPECIAL_FIXED];
    p->energy += k[E_SPECIAL_FIXED];
    p->delay += k[D_SPECIAL_FIXED];
}

/* Floating-point addition of an s-bit and an other-bit significand: near and far path side by side; the
 * near one (subtract, count zeros, normalise) is critical. */
INLINE void float_add(struct mac *mac, const double *k, double e, double s, double other, int late, double *t) {
    struct part *p = mac->parts;
    double w = 0.5 * (s + other);
    if (late) late_exponent(&p[PART_EXPONENT], k, 2.0 * e, e, t);
    else exponent(&p[PART_EXPONENT], k, 2.0 * e, e, t);
    align(&p[PART_ALIGN], k, w + 2.0, w + 2.0, lg(s + 2.0), whole_lg(s), 0.0, t);
    add(&p[PART_ADDER], k, w + 3.0, w + 3.0, 2.0, t);
    late_complement(&p[PART_COMPLEMENT], k, 2.0 * s, 2.0 * s, *t);
    count_zeros(&p[PART_LZC], k, s + 2.0, t);
    normalise(&p[PART_NORMALISE], k, s + 2.0, s + 2.0, lg(s + 2.0), whole_lg(s + 2.0), t);
    p[PART_NORMALISE].area += k[A_NORMALISE_LEVEL] * whole_lg(s);
    p[PART_NORMALISE].energy += k[E_NORMALISE_LEVEL] * whole_lg(s);
    round_result(&p[PART_ROUNDER], k, e, s, 1.0, 1.0, t);
}

/* The w-bit datapath of a fused multiply-add: addend aligned over at most 2^range places, added, normalised. */
INLINE void fused_add(struct mac *mac, const double *k, double span_e, double s, double w, double active, double range,
                      double *t) {
    struct part *p = mac->parts;
    double counted = 2.0 * s + 3.0;
    align(&p[PART_ALIGN], k, w, active, least(lg(w), range), least(whole_lg(w), range), 1.0, t);
    /* A Gaussian operand visits about eight binades, fewer where the format has fewer. */
    p[PART_ALIGN].energy += k[E_ALIGN_SPAN] * (w * least(power_of_two(span_e), 8.0) / 8.0);
    add(&p[PART_ADDER], k, w, active, 1.0, t);
    late_complement(&p[PART_COMPLEMENT], k, w, active, *t);
    count_zeros(&p[PART_LZC], k, counted, t);
    normalise(&p[PART_NORMALISE], k, w, active, lg(counted), whole_lg(s + 2.0), t);
}

/* Places an exponent field of e bits can shift a product by; subnormals share the lowest exponent. */
INLINE double product_reach(double e) { return (power_of_two(e) - 1.0) * (double)(e > 1.0); }

/* Bits of an operand's multiplier; a lone integer operand counts as sign and magnitude. */
INLINE double product_bits(double m, double integer, double real) { return m + 1.0 - integer * (1.0 + real); }

/* k products, exactly, in fixed point. Returns the width of the sum; *active the bits of it that switch. */
INLINE double exact_products(struct mac *mac, const double *k, const struct design *d, double *t) {
    struct part *p = mac->parts;
    double n = d->lanes, log_n = lg(n), many = (double)(n > 2.0);
    double integer = d->a_int * d->b_int, real = 1.0 - integer;
    double sa = product_bits(d->a_m, d->a_int, real), sb = product_bits(d->b_m, d->b_int, real);
    double reach = product_reach(d->a_e) + product_reach(d->b_e), e = 0.5 * (most(d->a_e, 0.0) + most(d->b_e, 0.0)), product = sa + sb;
    double exponent_bits = e * (double)(reach > 0.0);
    /* Narrow integers scaled by their largest value are mostly 0 when the data are Gaussian. */
    double quiet = 1.0 - 1.6 / power_of_two(sa + sb - 2.0);
    double int_width = product - 1.0 - (double)(product < 5.0); /* 2 x 2 bits: -1, 0, 1 */
    double w = real * (product + reach) + integer * int_width;
    double active = real * (product + least(reach, 14.0) + 2.0 * most(e - 3.0, 0.0)) + integer * (int_width * quiet * quiet);
    double stages = lg(reach + 1.0), gates, switching;

    multiply(&p[PART_MULTIPLIER], k, sa, sb, n, integer, t);
    exponent(&p[PART_EXPONENT], k, n * exponent_bits, 0.0, t);

    gates = W_MUX * n * stages * product;
    switching = ACTIVE_MUX * W_MUX * n * least(stages, 3.7) * product;
    GATES(&p[PART_PRODUCT_SHIFT], A_PRODUCT_SHIFT_MUX, E_PRODUCT_SHIFT_STATIC, E_PRODUCT_SHIFT_GLITCH, gates, switching, *t);
    double visited = product + least(reach, 14.0);
    p[PART_PRODUCT_SHIFT].area += k[A_PRODUCT_SHIFT_WIDTH] * (n * reach) +
                                  k[A_PRODUCT_SHIFT_SQUARE] * (n * real * visited * visited / 16.0);
    p[PART_PRODUCT_SHIFT].energy += k[E_PRODUCT_SHIFT_WIDTH] * (n * real * (active - product)) +
                                    k[E_PRODUCT_SHIFT_LANE] * (n * real);
    p[PART_PRODUCT_SHIFT].delay += k[D_PRODUCT_SHIFT_STAGE] * stages + k[D_PRODUCT_SHIFT_CARRY] * exponent_bits +
                                   k[D_PRODUCT_SHIFT_WIDTH] * reach + k[D_PRODUCT_SHIFT_WIDTH_MANY] * (many * reach);
    *t += 5.0 * stages;

    /* Products that cannot be negative are summed as they are. */
    double complements = real * d->is_signed;
    GATES(&p[PART_COMPLEMENT], A_COMPLEMENT_XOR, E_COMPLEMENT_STATIC, E_COMPLEMENT_GLITCH, W_XOR * n * complements * w,
          W_XOR * n * complements * active, *t);
    p[PART_COMPLEMENT].delay += k[D_COMPLEMENT_LEVEL] * (complements * lg(w));

    /* n - 1 adders, one bit wider every level. */
    double widening = 2.0 * n - log_n - 2.0;
    gates = W_ADD * ((n - 1.0) * w + widening);
    switching = W_ADD * ((n - 1.0) * active + widening);
    GATES(&p[PART_TREE], A_TREE_CARRY, E_TREE_STATIC, E_TREE_GLITCH, gates, switching, *t + 8.0 * log_n);
    p[PART_TREE].area += k[A_TREE_PAIR] * (real * (double)(n == 2.0) * W_ADD * w / 4.0) +
                         k[A_TREE_WIDEN] * (W_ADD * widening / 4.0) + k[A_TREE_DEPTH] * (log_n * lg(w));
    p[PART_TREE].energy += k[E_TREE_LEVEL] * (W_ADD * widening * active) +
                           k[E_TREE_CARRY] * (W_ADD * active * (real * active + integer * w) / 16.0) +
                           k[E_TREE_CELL] * (real * n * W_CELL * 0.25 * (product - 2.0) * (product - 2.0));
    p[PART_TREE].delay += k[D_TREE_STAGE] * (2.6 * log_n) + k[D_TREE_CARRY] * (many * most(reach - 14.0, 0.0)) +
                          k[D_TREE_INT_STAGE] * (integer * 2.6 * log_n) + k[D_TREE_WIDE_STAGE] * (log_n * lg(w) / 3.0) +
                          k[D_TREE_PRODUCT] * (integer * product) + k[D_TREE_DEPTH] * (log_n * log_n);
    *t += 26.0 * log_n + w;
    return w + log_n;
}
#endif
