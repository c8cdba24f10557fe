/* mac_architectures.h - each architecture as the chain of its parts. */
#ifndef FS_MAC_ARCHITECTURES_H
#define FS_MAC_ARCHITECTURES_H
#include "mac_model.h"

/* mac comes in zeroed. t: gate levels after which signals arrive, for the glitches behind. */
#define DATA_PATH                                                                                            \
    struct part *const p __attribute__((unused)) = mac->parts;                                               \
    double t = 0.0

INLINE double significand(double m) { return m + 1.0; }

INLINE void decode_ab(struct part *p, const double *k, const struct design *d, double *t) {
    if (!d->coded) return;
    decode(&p[PART_DECODE], k, d->a_e, d->a_m, d->ieee, 1.0, t);
    decode(&p[PART_DECODE], k, d->b_e, d->b_m, d->ieee, 0.0, t);
}

INLINE void decode_c(struct part *p, const double *k, const struct design *d, double *t) {
    if (!d->coded) return;
    decode(&p[PART_DECODE], k, d->c_e, d->c_m, d->ieee, 0.0, t);
}

INLINE void encode_c(struct part *p, const double *k, const struct design *d, double dynamic, double *t) {
    if (!d->coded) return;
    encode(&p[PART_ENCODE], k, d->c_e, significand(d->c_m), d->ieee, dynamic, t);
}

/* Product rounded once into format c. */
INLINE void fp_mul(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double sa = significand(d->a_m), sb = significand(d->b_m), sc = significand(d->c_m), e = 0.5 * (d->a_e + d->b_e);
    decode_ab(p, k, d, &t);
    exponent(&p[PART_EXPONENT], k, d->a_e + d->b_e, 0.0, &t);
    p[PART_EXPONENT].delay += k[D_EXPONENT_CARRY] * e;
    multiply(&p[PART_MULTIPLIER], k, sa, sb, 1.0, 0.0, &t);
    round_result(&p[PART_ROUNDER], k, d->c_e, sc, 1.0, 0.0, &t);
    encode_c(p, k, d, 0.0, &t);
    special(&p[PART_SPECIAL], k);
}

INLINE void fp_add(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double s = significand(d->c_m);
    decode_ab(p, k, d, &t);
    float_add(mac, k, d->c_e, s, s, 0, &t);
    p[PART_ALIGN].energy += k[E_ALIGN_SPAN] * (s * least(power_of_two(d->c_e), 16.0) / 16.0);
    encode_c(p, k, d, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

/* One rounding, one format; rounding position decoded for subnormal results. */
INLINE void fp_fma(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double s = significand(d->c_m), e = 0.5 * (d->a_e + d->b_e);
    decode_ab(p, k, d, &t);
    decode_c(p, k, d, &t);
    exponent(&p[PART_EXPONENT], k, d->a_e + d->b_e + d->c_e, e, &t);
    multiply(&p[PART_MULTIPLIER], k, significand(d->a_m), significand(d->b_m), 1.0, 0.0, &t);
    fused_add(mac, k, e, s, 3.0 * s + 3.0, 3.0 * s + 3.0, e + 2.0, &t);
    round_result(&p[PART_ROUNDER], k, d->c_e, s, 1.0, 1.0, &t);
    encode_c(p, k, d, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

/* One rounding, one format, subnormals handled in the datapath itself: 2^e - 2 exponents, so a product and an
 * addend lie up to 3 (2^e - 3) places apart. */
INLINE void fp_fma_direct(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double s = significand(d->c_m), e = 0.5 * (d->a_e + d->b_e), w = 3.0 * s + 4.0;
    exponent(&p[PART_EXPONENT], k, d->a_e + d->b_e + 2.0 * d->c_e, e, &t);
    multiply(&p[PART_MULTIPLIER], k, significand(d->a_m), significand(d->b_m), 1.0, 0.0, &t);
    fused_add(mac, k, e, s, w, w, lg(3.0 * (power_of_two(e) - 3.0) + 1.0), &t);
    round_result(&p[PART_ROUNDER], k, d->c_e, s, 0.0, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

/* Exact product, rounded into the accumulator's format where it does not fit, then added. */
INLINE void fp_mac_unfused(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double sa = significand(d->a_m), sb = significand(d->b_m), s = significand(d->c_m), product = sa + sb;
    double e = 0.5 * (d->a_e + d->b_e);
    double rounds = product > s || e + 1.0 > d->c_e ? 1.0 : 0.0, w = least(s, product);
    decode_ab(p, k, d, &t);
    decode_c(p, k, d, &t);
    exponent(&p[PART_EXPONENT], k, d->a_e + d->b_e, 0.0, &t);
    /* The exponents of products then reach beyond the accumulator's, and are clipped to it. */
    double same = d->a_e == d->c_e ? 1.0 : 0.0;
    p[PART_EXPONENT].area += k[A_EXPONENT_SAME] * same;
    p[PART_EXPONENT].energy += k[E_EXPONENT_SAME] * same;
    multiply(&p[PART_MULTIPLIER], k, sa, sb, 1.0, 0.0, &t);

    double carry = rounds * W_INC * (w + d->c_e), mask = rounds * W_MASK * w * lg(w), active = carry + mask;
    p[PART_PRODUCT_ROUND].area += k[A_PRODUCT_ROUND_CARRY] * carry + k[A_PRODUCT_ROUND_MASK] * mask;
    p[PART_PRODUCT_ROUND].energy += k[E_PRODUCT_ROUND_STATIC] * active + k[E_PRODUCT_ROUND_GLITCH] * (active * glitch(t));
    p[PART_PRODUCT_ROUND].delay += rounds * (k[D_PRODUCT_ROUND_CARRY] * w + k[D_PRODUCT_ROUND_LEVEL] * lg(w));
    t += rounds * 0.5 * w;

    float_add(mac, k, d->c_e, s, w, 0, &t);
    encode_c(p, k, d, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

/* Expanding FMA: product and wider addend, one rounding. */
INLINE void fp_mac_fused(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double sa = significand(d->a_m), sb = significand(d->b_m), s = significand(most(most(d->a_m, d->b_m), d->c_m));
    double e = 0.5 * (d->a_e + d->b_e), w = 3.0 * s + 4.0;
    decode_ab(p, k, d, &t);
    decode_c(p, k, d, &t);
    exponent(&p[PART_EXPONENT], k, d->a_e + d->b_e, 0.0, &t);
    exponent(&p[PART_EXPONENT], k, 2.0 * d->c_e, d->c_e, &t);
    wide_exponent(&p[PART_EXPONENT], k, e >= d->c_e ? d->c_e : 0.0);
    multiply(&p[PART_MULTIPLIER], k, sa, sb, 1.0, 0.0, &t);
    fused_add(mac, k, e, s, w, least(w, s + sa + sb + 4.0), d->c_e + 1.0, &t);
    round_result(&p[PART_ROUNDER], k, d->c_e, significand(d->c_m), 0.0, 1.0, &t);
    encode_c(p, k, d, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

/* a b + c d + e: three addends sorted by exponent, added two by two without loss. */
INLINE void fp_sdotp2(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double sa = significand(d->a_m), sb = significand(d->b_m), s = significand(d->c_m), e = 0.5 * (d->a_e + d->b_e);
    double w = 3.0 * s + 4.0, product = sa + sb + 3.0, stages = least(lg(product), e + 1.0);
    double sum = least(w, 2.0 * product + 2.0);
    decode_ab(p, k, d, &t);
    decode_ab(p, k, d, &t);
    decode_c(p, k, d, &t);
    exponent(&p[PART_EXPONENT], k, 2.0 * (d->a_e + d->b_e), 0.0, &t);
    wide_exponent(&p[PART_EXPONENT], k, e >= d->c_e ? d->c_e : 0.0);
    double sorted = 3.0 * W_ADD * d->c_e;
    GATES(&p[PART_MAX_EXPONENT], A_MAX_EXPONENT_CARRY, E_MAX_EXPONENT_STATIC, E_MAX_EXPONENT_GLITCH, sorted, sorted, t);
    p[PART_MAX_EXPONENT].delay += k[D_MAX_EXPONENT_CARRY] * d->c_e;
    t += 2.0 * d->c_e;
    multiply(&p[PART_MULTIPLIER], k, sa, sb, 2.0, 0.0, &t);

    double gates = 2.0 * W_MUX * product * stages;
    GATES(&p[PART_PRODUCT_SHIFT], A_PRODUCT_SHIFT_MUX, E_PRODUCT_SHIFT_STATIC, E_PRODUCT_SHIFT_GLITCH, gates,
          ACTIVE_MUX * gates, t + 1.5 * stages);
    p[PART_PRODUCT_SHIFT].energy += k[E_PRODUCT_SHIFT_STAGE] * (2.0 * W_MUX * product * whole_lg(product));
    p[PART_PRODUCT_SHIFT].delay += k[D_PRODUCT_SHIFT_STAGE] * stages;
    t += 5.0 * stages;
    GATES(&p[PART_TREE], A_TREE_CARRY, E_TREE_STATIC, E_TREE_GLITCH, W_ADD * sum, W_ADD * sum, t + 0.25 * sum);
    p[PART_TREE].delay += k[D_TREE_CARRY] * w + k[D_TREE_LEVEL] * lg(w);
    t += 0.1 * w;
    gates = W_MUX * w * lg(w);
    GATES(&p[PART_ALIGN], A_ALIGN_MUX, E_ALIGN_STATIC, E_ALIGN_GLITCH, gates, ACTIVE_MUX * gates, t + 1.5 * lg(w));
    p[PART_ALIGN].delay += k[D_ALIGN_STAGE] * lg(w);
    t += 5.0 * lg(w);

    fused_add(mac, k, e, s, w, w, d->c_e + 1.0, &t);
    round_result(&p[PART_ROUNDER], k, d->c_e, s, 0.0, 1.0, &t);
    encode_c(p, k, d, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

INLINE void dot_exact(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    exact_products(mac, k, d, &t);
}

/* Exact products, the two block scales, conversion to float, one floating-point addition per block. */
INLINE void dot_block(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double e = d->c_e, s = significand(d->c_m), w = exact_products(mac, k, d, &t), real = 1.0 - d->a_int * d->b_int;
    double product = product_bits(d->a_m, d->a_int, real) + product_bits(d->b_m, d->b_int, real);
    /* Significand bits of a scale: powers of two add exponents only, others multiply twice. */
    double fp32 = d->scale_fp32, multiplies = d->scale_multiplies;
    double scale_s = 4.0 * multiplies + 20.0 * fp32, scale_e = 8.0 * d->scale_adds;
    double both = least(2.0 * scale_s, s), sum = w - fp32 * most(w - s, 0.0);
    double pair = multiplies * W_CELL * most(scale_s - 1.0, 0.0) * most(scale_s - 1.0, 0.0);
    double cells = multiplies * W_CELL * most(sum - 1.0, 0.0) * most(both - 1.0, 0.0);
    struct part *scale = &p[PART_SCALE];
    scale->area += k[A_SCALE_CELL] * (pair + cells) + k[A_SCALE_FIXED] * multiplies;
    scale->energy += k[E_SCALE_CELL] * pair + k[E_SCALE_RIPPLE] * (pair * scale_s / 20.0) + k[E_SCALE_DYNAMIC] * cells +
                     k[E_SCALE_DYNAMIC_GLITCH] * (cells * glitch(t)) + k[E_SCALE_FIXED] * multiplies;
    scale->delay += multiplies * (k[D_SCALE_CARRY] * both + k[D_SCALE_LEVEL] * lg(both));
    w = sum + multiplies * both;
    t += multiplies * 2.25 * both;
    late_exponent(&p[PART_EXPONENT], k, scale_e, 0.0, &t);

    double stages = lg(w), bits = W_LZC * w, mux = W_MUX * w * stages, carry = W_INC * least(w, s);
    struct part *convert = &p[PART_TO_FLOAT];
    convert->area += k[A_TO_FLOAT_BIT] * bits + k[A_TO_FLOAT_MUX] * mux + k[A_TO_FLOAT_CARRY] * carry;
    convert->energy += k[E_TO_FLOAT_DYNAMIC] * (ACTIVE_MUX * (bits + mux) + carry) +
                       k[E_TO_FLOAT_DYNAMIC_GLITCH] * (ACTIVE_MUX * (bits * glitch(t) + mux * glitch(t + 3.5 * stages)) +
                                                       carry * glitch(t + 5.0 * stages)) +
                       k[E_TO_FLOAT_DEPTH] * (lg(d->lanes) * lg(d->lanes)) + k[E_TO_FLOAT_PRODUCT] * product;
    convert->delay += k[D_TO_FLOAT_LEVEL] * stages + k[D_TO_FLOAT_STAGE] * stages +
                      k[D_TO_FLOAT_STAGE_WHOLE] * whole_lg(w) + k[D_TO_FLOAT_CARRY] * w;
    t += 15.0 * stages + 0.5 * w;

    decode_c(p, k, d, &t);
    float_add(mac, k, e, s, s, 1, &t);
    encode_c(p, k, d, 1.0, &t);
    special(&p[PART_SPECIAL], k);
}

INLINE void int_mul(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    multiply(&p[PART_MULTIPLIER], k, d->a_m, d->b_m, 1.0, d->is_signed, &t);
    p[PART_MULTIPLIER].delay += k[D_MULTIPLIER_OBLONG] * (most(d->a_m, d->b_m) - least(d->a_m, d->b_m));
}

INLINE void int_add(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double w = d->c_m;
    GATES(&p[PART_ADDER], A_ADDER_CARRY, E_ADDER_STATIC, E_ADDER_GLITCH, W_ADD * w, W_ADD * w, t + 0.25 * w);
    p[PART_ADDER].area += k[A_ADDER_LEVEL] * (w * lg(w));
    p[PART_ADDER].energy += k[E_ADDER_LEVEL] * (w * lg(w));
    p[PART_ADDER].delay += k[D_ADDER_CARRY] * w + k[D_ADDER_LEVEL] * lg(w);
}

/* Sign bits above the product are added as rows of the array: log_1.5 of the rows levels of compression. */
INLINE void int_mac(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double few = least(d->a_m, d->b_m), above = most(d->c_m - d->a_m - d->b_m, 0.0);
    double carry = W_ADD * d->c_m, extend = W_ADD * above * 1.71 * lg(few - 1.0);
    multiply(&p[PART_MULTIPLIER], k, d->a_m, d->b_m, 1.0, 1.0, &t);
    p[PART_ACCUMULATOR].area += k[A_ACCUMULATOR_CARRY] * carry + k[A_ACCUMULATOR_EXTEND] * extend +
                                k[A_ACCUMULATOR_LEVEL] * lg(few);
    p[PART_ACCUMULATOR].energy += k[E_ACCUMULATOR_STATIC] * carry + k[E_ACCUMULATOR_GLITCH] * (carry * glitch(t)) +
                                  k[E_ACCUMULATOR_EXTEND] * (0.7 * extend) +
                                  k[E_ACCUMULATOR_ARRAY] * (d->c_m * few / 8.0);
    p[PART_ACCUMULATOR].delay += k[D_ACCUMULATOR_CARRY] * above + k[D_ACCUMULATOR_STAGE] * 2.6;
}

/* Format c to format a, both IEEE coded. */
INLINE void converter(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double s = significand(d->a_m), changes = d->a_m < d->c_m || d->a_e < d->c_e ? 1.0 : 0.0;
    double narrows = d->a_e < d->c_e ? 1.0 : 0.0, narrow = changes * s * lg(s);
    decode(&p[PART_DECODE], k, d->c_e, d->c_m, 1.0, 1.0, &t);
    /* The biases differ by a constant: an incrementer. */
    exponent(&p[PART_EXPONENT], k, changes * d->a_e * (W_INC / W_ADD), changes * d->a_e, &t);
    p[PART_EXPONENT].area += k[A_EXPONENT_NARROW] * narrows;
    p[PART_EXPONENT].energy += k[E_EXPONENT_NARROW] * narrows + k[E_EXPONENT_GAP] * most(d->c_e - d->a_e, 0.0);
    p[PART_EXPONENT].delay += k[D_EXPONENT_NARROW] * narrows;
    struct part rounder = {0.0, 0.0, 0.0};
    round_result(&rounder, k, d->a_e, s, 0.0, 0.0, &t);
    p[PART_ROUNDER].area += changes * rounder.area + k[A_ROUNDER_NARROW] * narrow;
    p[PART_ROUNDER].energy += changes * rounder.energy + k[E_ROUNDER_NARROW] * narrow;
    p[PART_ROUNDER].delay += changes * rounder.delay;
    encode(&p[PART_ENCODE], k, d->a_e, s, 1.0, 0.0, &t);
    p[PART_ENCODE].area += k[A_ENCODE_LEVEL] * lg(s);
    p[PART_ENCODE].energy += k[E_ENCODE_LEVEL] * (lg(s) * lg(s));
    p[PART_ENCODE].delay += k[D_ENCODE_FIELD] * (d->a_e * s / 16.0);
    special(&p[PART_SPECIAL], k);
}

/* Barrel shifter with a random distance: half its gates see both inputs at once, half one after the other. */
INLINE void shifter(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double w = d->c_m, stages = lg(w), gates = 0.5 * W_MUX * w * stages, active = ACTIVE_MUX * gates;
    struct part *a = &p[PART_ALIGN];
    a->area += k[A_ALIGN_MUX] * (2.0 * gates) + k[A_ALIGN_STAGE] * (W_MUX * w * whole_lg(w)) + k[A_ALIGN_FANOUT] * w;
    a->energy += k[E_ALIGN_STATIC] * active + k[E_ALIGN_GLITCH] * (active * glitch(1.5 * stages)) +
                 k[E_ALIGN_DYNAMIC] * active + k[E_ALIGN_DYNAMIC_GLITCH] * (active * glitch(4.5 * stages)) +
                 k[E_ALIGN_STAGE] * (W_MUX * w * whole_lg(w)) + k[E_ALIGN_FANOUT] * w;
    a->delay += k[D_ALIGN_STAGE] * stages + k[D_ALIGN_STAGE_WHOLE] * whole_lg(w) + k[D_ALIGN_FANOUT] * w;
    (void)t;
}

INLINE void leading_zeros(struct mac *mac, const double *k, const struct design *d) {
    DATA_PATH;
    double w = d->c_m;
    GATES(&p[PART_LZC], A_LZC_BIT, E_LZC_STATIC, E_LZC_GLITCH, W_LZC * w, ACTIVE_LZC * W_LZC * w, t);
    p[PART_LZC].area += k[A_LZC_TREE] * (w * lg(w) / 5.0) + k[A_LZC_SQUARE] * (w * w / 32.0);
    p[PART_LZC].delay += k[D_LZC_LEVEL] * lg(w) + k[D_LZC_BIT] * (LZC_BIT * w);
}

INLINE void registers(struct part *p, const double *k, const struct design *d) {
    p->area += k[A_REGISTERS_BIT] * d->register_bits;
    p->energy += k[E_REGISTERS_BIT] * d->register_bits;
    p->delay += k[D_REGISTERS_FIXED] * (d->register_bits > 0.0 ? 1.0 : 0.0);
}
#endif
