#include "rtl_model.h"

#include <assert.h>
#include <math.h>

double rtl_decode(struct rtl_format format, uint64_t code) {
    int sign_bit = format.exp + format.man;
    bool negative = code >> sign_bit & 1;
    if (format.kind == RTL_INT) {
        return (double)code - (negative ? ldexp(1, sign_bit + 1) : 0);
    }
    uint64_t top = (UINT64_C(1) << format.exp) - 1;
    uint64_t exponent = code >> format.man & top;
    uint64_t ones = (UINT64_C(1) << format.man) - 1;
    uint64_t fraction = code & ones;
    double sign = negative ? -1.0 : 1.0;
    if (format.kind == RTL_IEEE && exponent == top) {
        return fraction == 0 ? sign * INFINITY : NAN;
    }
    if (format.kind == RTL_FN && exponent == top && fraction == ones) {
        return NAN;
    }
    int bias = format.exp > 1 ? (1 << (format.exp - 1)) - 1 : 0;
    if (format.exp == 0 || exponent == 0) {
        return sign * ldexp((double)fraction, (format.exp > 0) - bias - format.man);
    }
    return sign * ldexp((double)(fraction + ones + 1), (int)exponent - bias - format.man);
}

double rtl_decode_scale(enum rtl_scale scale, uint8_t code) {
    switch (scale) {
    case RTL_SCALE_E8M0:
        return code == 255 ? NAN : ldexp(1, code - 127);
    case RTL_SCALE_E4M3:
        return rtl_decode((struct rtl_format){4, 3, RTL_FN}, code);
    case RTL_SCALE_NONE:
        break;
    }
    return 1;
}

/* A two's complement fixed-point number wide enough for every sum: bit 0 of word 0 weighs 2^LOWEST. */
enum { WORDS = 20, LOWEST = -640 };

struct fixed {
    uint64_t word[WORDS];
};

static void add_word(struct fixed *sum, int at, uint64_t word) {
    for (bool carry = true; carry && at < WORDS; at++, word = 1) {
        sum->word[at] += word;
        carry = sum->word[at] < word;
    }
}

static void negate(struct fixed *number) {
    for (int i = 0; i < WORDS; i++) {
        number->word[i] = ~number->word[i];
    }
    add_word(number, 0, 1);
}

static void add(struct fixed *sum, double term) {
    if (term == 0) {
        return;
    }
    int exponent;
    uint64_t significand = (uint64_t)ldexp(frexp(fabs(term), &exponent), 53);
    int bit = exponent - 53 - LOWEST;
    assert(bit >= 0 && exponent < 500);
    if (signbit(term)) {
        negate(sum);
    }
    add_word(sum, bit / 64, significand << bit % 64);
    if (bit % 64 > 11) {
        add_word(sum, bit / 64 + 1, significand >> (64 - bit % 64));
    }
    if (signbit(term)) {
        negate(sum);
    }
}

static bool bit_at(const struct fixed *number, int bit) {
    return bit >= 0 && (number->word[bit / 64] >> bit % 64 & 1);
}

static int highest_bit(const struct fixed *number) {
    int bit = WORDS * 64 - 1;
    while (bit >= 0 && !bit_at(number, bit)) {
        bit--;
    }
    return bit;
}

uint64_t rtl_round_sum(struct rtl_format format, const double *terms, int n) {
    struct fixed sum = {{0}};
    double special = 0;
    bool negative_zeros = true;
    for (int i = 0; i < n; i++) {
        if (isfinite(terms[i])) {
            add(&sum, terms[i]);
        } else {
            special += terms[i];
        }
        negative_zeros = negative_zeros && terms[i] == 0 && signbit(terms[i]);
    }
    uint64_t sign_bit = UINT64_C(1) << (format.exp + format.man);
    uint64_t inf = ((UINT64_C(1) << format.exp) - 1) << format.man;
    if (isnan(special)) {
        return inf | UINT64_C(1) << (format.man - 1);
    }
    if (isinf(special)) {
        return inf | (special < 0 ? sign_bit : 0);
    }
    bool negative = bit_at(&sum, WORDS * 64 - 1);
    if (negative) {
        negate(&sum);
    }
    uint64_t sign = negative || negative_zeros ? sign_bit : 0;

    /* Codes of one sign are ordered like their values, so rounding up is adding one to the code, whatever it carries. */
    int smallest_normal = 2 - (1 << (format.exp - 1));
    int leading = highest_bit(&sum) + LOWEST;
    int exponent = leading > smallest_normal ? leading : smallest_normal;
    int last = exponent - format.man - LOWEST;
    uint64_t code = (uint64_t)(exponent - smallest_normal) << format.man;
    for (int i = 0; i <= format.man; i++) {
        code += (uint64_t)bit_at(&sum, last + i) << i;
    }
    bool half = bit_at(&sum, last - 1);
    bool below = false;
    for (int bit = 0; bit < last - 1; bit++) {
        below = below || bit_at(&sum, bit);
    }
    code += half && (below || (code & 1));
    return sign | (code < inf ? code : inf);
}

uint64_t rtl_mac(struct rtl_format acc, double a, double b, double c) {
    /* At most 24 by 24 bits: the product is exact in binary64. */
    return rtl_round_sum(acc, (double[]){a * b, c}, 2);
}

uint64_t rtl_dot(struct rtl_format acc, const double *a, const double *b, int lanes, double scale_a, double scale_b,
                 double c) {
    /* The leading +0 is the sum a dot product starts from: no block of zeros counts as -0. */
    double terms[lanes + 2];
    terms[0] = 0.0;
    for (int i = 0; i < lanes; i++) {
        terms[i + 1] = a[i] * b[i] * (scale_a * scale_b);
    }
    terms[lanes + 1] = c;
    return rtl_round_sum(acc, terms, lanes + 2);
}
