/* p3109_test.c - the 8-bit formats of the IEEE P3109 draft (Interim Report 3.2): every code against the draft's definition
 * of a value, ends of the published value tables, and its saturation modes (4.7.5). */
#include <float.h>
#include "fs_test.h"

enum { K = 8 };

static fs_format p3109(int precision, int is_unsigned, int extended) {
    int specials = is_unsigned ? (extended ? FS_SPECIALS_P3109_UNSIGNED_INF : FS_SPECIALS_P3109_UNSIGNED_FINITE)
                               : (extended ? FS_SPECIALS_P3109_INF : FS_SPECIALS_P3109_FINITE);
    return float_format(K - precision + is_unsigned, precision - 1, specials);
}

/* Largest, smallest normal and smallest positive values in the tables K8/P*.csv of github.com/P3109/Public, 26df0d0. */
static const struct row {
    int precision, is_unsigned, extended;
    double max, min_normal, min_positive;
} table[] = {
    {1, 0, 1, 0x1p62, 0x1p-63, 0x1p-63},     {1, 0, 0, 0x1p63, 0x1p-63, 0x1p-63},     {1, 1, 1, 0x1p125, 0x1p-127, 0x1p-127},
    {1, 1, 0, 0x1p126, 0x1p-127, 0x1p-127},  {2, 0, 1, 0x1p31, 0x1p-31, 0x1p-32},     {2, 0, 0, 0x1.8p31, 0x1p-31, 0x1p-32},
    {2, 1, 1, 0x1.8p62, 0x1p-63, 0x1p-64},   {2, 1, 0, 0x1p63, 0x1p-63, 0x1p-64},     {3, 0, 1, 0x1.8p15, 0x1p-15, 0x1p-17},
    {3, 0, 0, 0x1.cp15, 0x1p-15, 0x1p-17},   {3, 1, 1, 0x1.4p31, 0x1p-31, 0x1p-33},   {3, 1, 0, 0x1.8p31, 0x1p-31, 0x1p-33},
    {4, 0, 1, 0x1.cp7, 0x1p-7, 0x1p-10},     {4, 0, 0, 0x1.ep7, 0x1p-7, 0x1p-10},     {4, 1, 1, 0x1.ap15, 0x1p-15, 0x1p-18},
    {4, 1, 0, 0x1.cp15, 0x1p-15, 0x1p-18},   {5, 0, 1, 0x1.ep3, 0x1p-3, 0x1p-7},      {5, 0, 0, 0x1.fp3, 0x1p-3, 0x1p-7},
    {5, 1, 1, 0x1.dp7, 0x1p-7, 0x1p-11},     {5, 1, 0, 0x1.ep7, 0x1p-7, 0x1p-11},     {6, 0, 1, 0x1.fp1, 0x1p-1, 0x1p-6},
    {6, 0, 0, 0x1.f8p1, 0x1p-1, 0x1p-6},     {6, 1, 1, 0x1.e8p3, 0x1p-3, 0x1p-8},     {6, 1, 0, 0x1.fp3, 0x1p-3, 0x1p-8},
    {7, 0, 1, 0x1.f8p0, 1, 0x1p-6},          {7, 0, 0, 0x1.fcp0, 1, 0x1p-6},          {7, 1, 1, 0x1.f4p1, 0x1p-1, 0x1p-7},
    {7, 1, 0, 0x1.f8p1, 0x1p-1, 0x1p-7},     {8, 1, 1, 0x1.fap0, 1, 0x1p-7},          {8, 1, 0, 0x1.fcp0, 1, 0x1p-7},
};
enum { N_ROWS = sizeof table / sizeof *table };

/* The draft's definition: bias 2^(K-P-1), for unsigned formats 2^(K-P). */
static double defined_value(const struct row *r, int code) {
    int half = r->is_unsigned ? 1 << K : 1 << (K - 1), last = half - 1, per_binade = 1 << (r->precision - 1);
    if (!r->is_unsigned && code > half) return -defined_value(r, code - half);
    if (code == (r->is_unsigned ? last : half)) return NAN;
    if (r->extended && code == (r->is_unsigned ? last - 1 : last)) return INFINITY;
    int bias = r->is_unsigned ? 1 << (K - r->precision) : 1 << (K - r->precision - 1), exponent = code / per_binade;
    if (exponent == 0) return ldexp((double)code / per_binade, 1 - bias);
    return ldexp(1 + (double)(code % per_binade) / per_binade, exponent - bias);
}

static void every_code_has_the_drafts_value(void) {
    for (int i = 0; i < N_ROWS; i++) {
        const struct row *r = &table[i];
        fs_format f = p3109(r->precision, r->is_unsigned, r->extended);
        fs_format_info info;
        CHECK(fs_format_describe(&f, &info) == FS_OK && info.n_codes == 1 << K, "p%d unsigned %d extended %d", r->precision, r->is_unsigned, r->extended);
        CHECK(info.max == r->max && info.min_normal == r->min_normal && info.min_positive == r->min_positive && info.has_infinity == r->extended &&
                  info.has_nan && !info.has_negative_zero && info.min == (r->is_unsigned ? 0 : -r->max),
              "row %d: max %a min normal %a min %a", i, info.max, info.min_normal, info.min_positive);
        for (int code = 0; code < 1 << K; code++) {
            double value, expected = defined_value(r, code);
            CHECK(fs_code_value(&f, (uint32_t)code, &value) == FS_OK, "status");
            CHECK(isnan(expected) ? isnan(value) : value == expected, "row %d code %02x: %a, defined %a", i, code, value, expected);
        }
    }
}

static float quantized(fs_format f, float x) {
    float y;
    fs_shape shape = dense(1, 1);
    CHECK(fs_quantize(&f, &shape, &x, &y, NULL, NULL) == FS_OK, "status");
    return y;
}

static void saturation_modes_are_the_drafts(void) {
    for (int i = 0; i < N_ROWS; i++) {
        const struct row *r = &table[i];
        fs_format f = p3109(r->precision, r->is_unsigned, r->extended);
        float max = (float)r->max, min = r->is_unsigned ? 0 : -max, beyond = 2 * max;
        /* SatFinite */
        CHECK(quantized(f, INFINITY) == max && quantized(f, -INFINITY) == min && quantized(f, beyond) == max && quantized(f, -beyond) == min, "row %d", i);
        CHECK(isnan(quantized(f, NAN)) && bits_of(quantized(f, -0.0f)) == 0, "row %d: NaN and zero", i);
        /* SatNone */
        f.overflow = FS_OVERFLOW_SPECIAL;
        float above = r->extended ? INFINITY : max, below = r->is_unsigned ? NAN : r->extended ? -INFINITY : -max;
        CHECK(quantized(f, beyond) == above && quantized(f, INFINITY) == above, "row %d: above", i);
        CHECK(same_value(bits_of(quantized(f, -beyond)), bits_of(below)) && same_value(bits_of(quantized(f, -INFINITY)), bits_of(below)), "row %d: below", i);
        f.rounding = FS_ROUND_TOWARD_ZERO;
        CHECK(quantized(f, beyond) == max && quantized(f, -beyond) == min && quantized(f, INFINITY) == above, "row %d: toward zero", i);
        f.rounding = FS_ROUND_UP;
        CHECK(quantized(f, beyond) == above && quantized(f, -beyond) == min, "row %d: up", i);
        f.rounding = FS_ROUND_DOWN;
        CHECK(quantized(f, beyond) == max && same_value(bits_of(quantized(f, -beyond)), bits_of(below)), "row %d: down", i);
        /* SatPropagate: of either infinity what the format has, or the nearest; rounding does not matter. */
        f.overflow = FS_OVERFLOW_PROPAGATE;
        above = r->extended ? INFINITY : max, below = r->extended && !r->is_unsigned ? -INFINITY : min;
        for (f.rounding = 0; f.rounding <= FS_ROUND_STOCHASTIC; f.rounding++) {
            CHECK(quantized(f, beyond) == max && quantized(f, -beyond) == min && quantized(f, FLT_MAX) == max && quantized(f, -FLT_MAX) == min,
                  "row %d rounding %d: finite", i, f.rounding);
            CHECK(quantized(f, INFINITY) == above && quantized(f, -INFINITY) == below, "row %d rounding %d: Inf", i, f.rounding);
            CHECK(isnan(quantized(f, NAN)), "row %d rounding %d: NaN", i, f.rounding);
        }
    }
}

static void small_negatives_of_unsigned_formats_round_first(void) {
    fs_format f = p3109(4, 1, 1);
    f.overflow = FS_OVERFLOW_SPECIAL;
    CHECK(bits_of(quantized(f, -0x1p-19f)) == 0 && isnan(quantized(f, -0x1.8p-19f)), "half of the smallest value is zero, more is NaN");
}

int main(void) {
    FOR_EACH_ISA {
        every_code_has_the_drafts_value();
        saturation_modes_are_the_drafts();
        small_negatives_of_unsigned_formats_round_first();
        printf("%d formats, every code\n", N_ROWS);
    }
    return finish_tests("p3109_test");
}
