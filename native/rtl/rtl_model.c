#include "rtl_model.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

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

uint64_t rtl_round_sum(const fs_format *format, const double *terms, int n) {
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
    int man = format->mantissa_bits;
    uint64_t sign_bit = UINT64_C(1) << (format->exponent_bits + man);
    uint64_t inf = sign_bit - (UINT64_C(1) << man);
    if (isnan(special)) {
        return inf | UINT64_C(1) << (man - 1);
    }
    if (isinf(special)) {
        return inf | (special < 0 ? sign_bit : 0);
    }
    bool negative = bit_at(&sum, WORDS * 64 - 1);
    if (negative) {
        negate(&sum);
    }
    uint64_t sign = negative || negative_zeros ? sign_bit : 0;

    /* Codes of one sign are ordered like their values: rounding up adds one to the code, whatever it carries into. */
    int smallest_normal = 2 - (1 << (format->exponent_bits - 1));
    int leading = highest_bit(&sum) + LOWEST;
    int exponent = leading > smallest_normal ? leading : smallest_normal;
    int last = exponent - man - LOWEST;
    uint64_t code = (uint64_t)(exponent - smallest_normal) << man;
    for (int i = 0; i <= man; i++) {
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

uint64_t rtl_mac(const fs_format *acc, double a, double b, double c) {
    /* At most 24 by 24 bits: the product is exact in binary64. */
    return rtl_round_sum(acc, (double[]){a * b, c}, 2);
}

uint64_t rtl_dot(const fs_format *acc, const double *a, const double *b, int lanes, double scale_a, double scale_b,
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
