/* rtl_vectors - operands and expected results for bench.v, one operation a line, and the macros that configure unit.v.
 *
 *   rtl_vectors flags  UNIT A SCALE_A B SCALE_B LANES ACC
 *   rtl_vectors test|gauss|uniform  UNIT A SCALE_A B SCALE_B LANES ACC  COUNT SEED
 *
 * UNIT is dot or mac (mac: scales none, one lane); A and B are elements such as e2m1, e4m3fn, e5m2i, int8; scales are
 * none, e8m0 or e4m3; ACC is an IEEE-coded float such as e8m23i. Lines are hexadecimal: a b scale_a scale_b c y.
 * test mixes directed and random operands; gauss and uniform are the operand statistics energy is measured with. */
#include "rtl_model.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LANES = 256 };

struct unit {
    bool dot;
    fs_format a, b; /* with their scale */
    int lanes;
    fs_format acc;
};

/* One operation: codes, lane 0 first. */
struct operation {
    uint32_t a[MAX_LANES], b[MAX_LANES];
    uint8_t scale_a, scale_b;
    uint64_t c;
};

static int width(const fs_format *format) {
    return format->element == FS_ELEMENT_INT ? format->integer_bits : 1 + format->exponent_bits + format->mantissa_bits;
}

static uint64_t codes(const fs_format *format) {
    return UINT64_C(1) << width(format);
}

static double value(const fs_format *format, uint64_t code) {
    double v;
    fs_status status = fs_code_value(format, (uint32_t)code, &v);
    if (status != FS_OK) {
        fprintf(stderr, "rtl_vectors: fs_code_value: %s\n", fs_status_text(status));
        exit(70);
    }
    return v;
}

static double scale_value(int32_t scale, uint8_t code) {
    fs_format e8m0 = {.element = FS_ELEMENT_E8M0, .rounding = FS_ROUND_NEAREST_AWAY};
    fs_format e4m3 = {.exponent_bits = 4, .mantissa_bits = 3, .bias = FS_BIAS_DEFAULT, .specials = FS_SPECIALS_NAN};
    return scale == FS_SCALE_NONE ? 1 : value(scale == FS_SCALE_E8M0 ? &e8m0 : &e4m3, code);
}

/* ---- random numbers: SplitMix64 */

static uint64_t state;

static uint64_t draw(void) {
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static int below(int n) {
    return (int)(draw() % (uint64_t)n);
}

static double gauss(void) {
    double u = ((double)(draw() >> 11) + 0.5) * 0x1p-53, v = (double)(draw() >> 11) * 0x1p-53;
    return sqrt(-2 * log(u)) * cos(2 * M_PI * v);
}

static uint64_t finite_code(const fs_format *format) {
    uint64_t code;
    do {
        code = draw() % codes(format);
    } while (!isfinite(value(format, code)));
    return code;
}

static uint8_t finite_scale(int32_t scale) {
    uint8_t code;
    do {
        code = (uint8_t)draw();
    } while (!isfinite(scale_value(scale, code)));
    return code;
}

/* The positive code of the largest finite magnitude: what is above it is NaN, or Inf and NaNs. */
static uint32_t largest_code(const fs_format *format) {
    uint32_t special = format->specials == FS_SPECIALS_IEEE ? UINT32_C(1) << format->mantissa_bits
                                                            : format->specials == FS_SPECIALS_NAN;
    return (uint32_t)(codes(format) / 2 - 1) - special;
}

static uint32_t negated(const fs_format *format, uint32_t code) {
    uint32_t all = (uint32_t)(codes(format) - 1);
    return format->element == FS_ELEMENT_INT ? -code & all : code ^ (all / 2 + 1);
}

/* ---- expected result */

static uint64_t expected(const struct unit *u, const struct operation *op) {
    double a[MAX_LANES], b[MAX_LANES], c = value(&u->acc, op->c);
    for (int i = 0; i < u->lanes; i++) {
        a[i] = value(&u->a, op->a[i]);
        b[i] = value(&u->b, op->b[i]);
    }
    return u->dot ? rtl_dot(&u->acc, a, b, u->lanes, scale_value(u->a.scale, op->scale_a),
                            scale_value(u->b.scale, op->scale_b), c)
                  : rtl_mac(&u->acc, a[0], b[0], c);
}

/* ---- directed and random operands for test */

/* Both ends of the subnormals, of the normals and of the code space, either sign: zeros, maxima, Inf and NaN codes. */
static uint64_t edge_code(const fs_format *format) {
    uint64_t half = codes(format) / 2, hidden = UINT64_C(1) << format->mantissa_bits;
    uint64_t edges[] = {0, 1, hidden - 1, hidden, hidden + 1,
                        half - 2 * hidden, half - hidden - 1, half - hidden, half - 2, half - 1};
    return (edges[below(10)] % half) | (below(2) ? half : 0);
}

static void draw_elements(const fs_format *format, uint32_t *code, int lanes, bool edge) {
    int strategy = edge ? 5 : below(12);
    uint32_t same = (uint32_t)finite_code(format), most = largest_code(format);
    for (int i = 0; i < lanes; i++) {
        switch (strategy) {
        case 0: code[i] = 0; break;
        case 1: code[i] = same; break;
        case 2: code[i] = below(2) ? most : negated(format, most); break;
        case 3: code[i] = (uint32_t)edge_code(format); break;
        case 4: code[i] = (uint32_t)(draw() % codes(format)); break;
        case 5: code[i] = (uint32_t)(below(lanes) ? finite_code(format) : edge_code(format)); break;
        case 6: code[i] = below(lanes) ? 0 : (uint32_t)finite_code(format); break;
        default: code[i] = (uint32_t)finite_code(format); break;
        }
    }
}

/* Lanes in pairs whose products cancel: the sum is 0, or what the odd lane leaves. */
static void cancel_lanes(const struct unit *u, struct operation *op) {
    for (int i = 0; i + 1 < u->lanes; i += 2) {
        op->a[i + 1] = op->a[i];
        op->b[i + 1] = negated(&u->b, op->b[i]);
    }
}

static uint8_t draw_scale(int32_t scale, bool edge) {
    uint8_t edges[] = {0, 1, 2, 8, 0x7e, 0x7f, 0x80, 0xfd, 0xfe, 0xff};
    switch (edge ? 0 : below(8)) {
    case 0: return edges[below(10)];
    case 1: return (uint8_t)draw();
    default: return scale == FS_SCALE_E8M0 ? (uint8_t)(127 - 12 + below(25)) : finite_scale(scale);
    }
}

/* c as it comes, at an edge, or set against the rest of the sum: cancelling it, nearly so, so much larger that the rest
 * is about half a last place of it, or a few binades away. */
static void draw_c(const struct unit *u, struct operation *op) {
    uint64_t sign = codes(&u->acc) / 2, hidden = UINT64_C(1) << u->acc.mantissa_bits;
    op->c = 0;
    uint64_t opposite = expected(u, op) ^ sign;
    uint64_t shifted = hidden * (uint64_t)(below(60) - 30);
    switch (below(12)) {
    case 0: op->c = below(2) ? sign : 0; break;
    case 1: op->c = edge_code(&u->acc); break;
    case 2: op->c = draw() % codes(&u->acc); break;
    case 3: op->c = opposite; break;
    case 4: op->c = (opposite + (uint64_t)below(9) - 4) % codes(&u->acc); break;
    case 5: op->c = (opposite ^ (below(2) ? sign : 0)) & ~(hidden - 1); break;
    case 6:
    case 7: shifted = hidden * (uint64_t)(u->acc.mantissa_bits + below(4)); /* falls through */
    default: op->c = (opposite + shifted + draw() % hidden) % sign + (below(2) ? sign : 0); break;
    }
}

static void draw_test(const struct unit *u, struct operation *op) {
    bool edge = below(8) == 0;
    draw_elements(&u->a, op->a, u->lanes, edge);
    draw_elements(&u->b, op->b, u->lanes, edge);
    if (below(6) == 0) {
        cancel_lanes(u, op);
    }
    op->scale_a = draw_scale(u->a.scale, edge);
    op->scale_b = draw_scale(u->b.scale, edge);
    draw_c(u, op);
}

/* ---- operands for energy */

/* One block of N(0, 1), encoded by the library: scale from its largest magnitude. Without a scale the sigma of an
 * integer is a third of its range, that of a float 1. */
static double sigma_of(const fs_format *format) {
    bool plain_integer = format->element == FS_ELEMENT_INT && format->scale == FS_SCALE_NONE;
    return plain_integer ? value(format, largest_code(format)) / 3 : 1;
}

static void draw_gauss_block(const fs_format *format, uint32_t *code, uint8_t *scale, int lanes) {
    float x[MAX_LANES];
    uint8_t packed[MAX_LANES * 4];
    for (int i = 0; i < lanes; i++) {
        x[i] = (float)(sigma_of(format) * gauss());
    }
    fs_shape shape = {.rows = 1, .row_length = lanes, .src_row_stride = lanes,
                      .dst_row_stride = fs_code_row_bytes(format, lanes), .scale_row_stride = 1};
    fs_status status = fs_encode(format, &shape, x, packed, scale, NULL, NULL);
    if (status != FS_OK) {
        fprintf(stderr, "rtl_vectors: fs_encode: %s\n", fs_status_text(status));
        exit(70);
    }
    int bits = width(format);
    for (int i = 0; i < lanes * bits; i++) {
        code[i / bits] |= (uint32_t)(packed[i / 8] >> i % 8 & 1) << i % bits;
    }
}

/* c is what a sum of as many products as the unit takes would be: N(0, lanes) in the products' unit. */
static void draw_gauss(const struct unit *u, struct operation *op) {
    draw_gauss_block(&u->a, op->a, &op->scale_a, u->lanes);
    draw_gauss_block(&u->b, op->b, &op->scale_b, u->lanes);
    double sigma = sqrt(u->lanes) * sigma_of(&u->a) * sigma_of(&u->b);
    op->c = rtl_round_sum(&u->acc, (double[]){sigma * gauss()}, 1);
}

static void draw_uniform(const struct unit *u, struct operation *op) {
    for (int i = 0; i < u->lanes; i++) {
        op->a[i] = (uint32_t)finite_code(&u->a);
        op->b[i] = (uint32_t)finite_code(&u->b);
    }
    op->scale_a = finite_scale(u->a.scale);
    op->scale_b = finite_scale(u->b.scale);
    op->c = finite_code(&u->acc);
}

/* ---- output */

/* Lane 0 ends up in the lowest bits. */
static void print_lanes(const uint32_t *code, int bits, int lanes) {
    for (int nibble = (bits * lanes + 3) / 4 - 1; nibble >= 0; nibble--) {
        unsigned digit = 0;
        for (int bit = 4 * nibble + 3; bit >= 4 * nibble; bit--) {
            digit = 2 * digit + (bit < bits * lanes ? code[bit / bits] >> bit % bits & 1 : 0);
        }
        printf("%x", digit);
    }
    putchar(' ');
}

static void print_operation(const struct unit *u, const struct operation *op) {
    print_lanes(op->a, width(&u->a), u->lanes);
    print_lanes(op->b, width(&u->b), u->lanes);
    printf("%02x %02x %llx %llx\n", op->scale_a, op->scale_b, (unsigned long long)op->c,
           (unsigned long long)expected(u, op));
}

static void print_element(char name, const fs_format *format) {
    int kind = format->element == FS_ELEMENT_INT ? 3 : format->specials;
    int man = kind == 3 ? format->integer_bits - 1 : format->mantissa_bits;
    printf(".%c_EXP(%d),.%c_MAN(%d),.%c_KIND(%d),", name, format->exponent_bits, name, man, name, kind);
}

static int scale_number(const fs_format *format) {
    return format->scale == FS_SCALE_NONE ? 0 : format->scale == FS_SCALE_E8M0 ? 1 : 2;
}

static void print_flags(const struct unit *u) {
    printf("-DA_BITS=%d -DB_BITS=%d -DACC_BITS=%d ", u->lanes * width(&u->a), u->lanes * width(&u->b), width(&u->acc));
    printf("-DUNIT=fs_%s -DPARAMETERS=", u->dot ? "dot" : "mac");
    print_element('A', &u->a);
    print_element('B', &u->b);
    printf(".ACC_EXP(%d),.ACC_MAN(%d)", u->acc.exponent_bits, u->acc.mantissa_bits);
    if (u->dot) {
        printf(",.A_SCALE(%d),.B_SCALE(%d),.LANES(%d) -DSCALED", scale_number(&u->a), scale_number(&u->b), u->lanes);
    }
    putchar('\n');
}

/* ---- command line */

static void fail(const char *what, const char *got, const char *wanted) {
    fprintf(stderr, "rtl_vectors: %s (%s) must be %s\n", what, got, wanted);
    exit(2);
}

static int32_t parse_scale(const char *what, const char *name) {
    if (!strcmp(name, "e8m0")) {
        return FS_SCALE_E8M0;
    }
    if (!strcmp(name, "e4m3")) {
        return FS_SCALE_E4M3;
    }
    if (strcmp(name, "none")) {
        fail(what, name, "none, e8m0 or e4m3");
    }
    return FS_SCALE_NONE;
}

static fs_format parse_format(const char *what, const char *name, const char *scale, int lanes) {
    fs_format f = {.scale = parse_scale(what, scale), .block_size = lanes};
    int end = 0;
    if (sscanf(name, "int%d%n", &f.integer_bits, &end) == 1) {
        f.element = FS_ELEMENT_INT;
    } else if (sscanf(name, "e%dm%d%n", &f.exponent_bits, &f.mantissa_bits, &end) == 2) {
        f.bias = FS_BIAS_DEFAULT;
        if (!strncmp(name + end, "fn", 2)) {
            f.specials = FS_SPECIALS_NAN;
            end += 2;
        } else if (name[end] == 'i') {
            f.specials = FS_SPECIALS_IEEE;
            end += 1;
        }
    }
    if (end == 0 || name[end] || fs_format_check(&f) != FS_OK) {
        fail(what, name, "a format of libfloatscape: eEmM, eEmMfn, eEmMi or intW");
    }
    return f;
}

static long parse_number(const char *what, const char *text, long max, const char *wanted) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*end || end == text || value < 1 || value > max) {
        fail(what, text, wanted);
    }
    return value;
}

static struct unit parse_unit(char **arg) {
    int lanes = (int)parse_number("LANES", arg[5], MAX_LANES, "1 to 256");
    struct unit u = {
        .dot = !strcmp(arg[0], "dot"),
        .a = parse_format("A", arg[1], arg[2], lanes),
        .b = parse_format("B", arg[3], arg[4], lanes),
        .lanes = lanes,
        .acc = parse_format("ACC", arg[6], "none", 1),
    };
    if (!u.dot && strcmp(arg[0], "mac")) {
        fail("UNIT", arg[0], "dot or mac");
    }
    if (!u.dot && (lanes != 1 || u.a.scale || u.b.scale)) {
        fail("UNIT", arg[0], "dot where there are lanes or scales");
    }
    if (u.acc.specials != FS_SPECIALS_IEEE || u.acc.exponent_bits < 2 || u.acc.mantissa_bits < 1) {
        fail("ACC", arg[6], "IEEE-coded, such as e8m23i, with E at least 2 and M at least 1");
    }
    return u;
}

int main(int argc, char **argv) {
    bool flags = argc == 9 && !strcmp(argv[1], "flags");
    bool vectors = argc == 11 && strstr("test gauss uniform", argv[1]);
    if (!flags && !vectors) {
        fputs("usage: rtl_vectors flags UNIT A SCALE_A B SCALE_B LANES ACC\n"
              "       rtl_vectors test|gauss|uniform UNIT A SCALE_A B SCALE_B LANES ACC COUNT SEED\n", stderr);
        return 2;
    }
    struct unit u = parse_unit(argv + 2);
    if (flags) {
        print_flags(&u);
        return 0;
    }
    long count = parse_number("COUNT", argv[9], 10000000, "1 to 10000000");
    state = (uint64_t)parse_number("SEED", argv[10], 1L << 62, "a positive number");
    for (long i = 0; i < count; i++) {
        struct operation op = {0};
        (argv[1][0] == 't' ? draw_test : argv[1][0] == 'g' ? draw_gauss : draw_uniform)(&u, &op);
        print_operation(&u, &op);
    }
    return 0;
}
