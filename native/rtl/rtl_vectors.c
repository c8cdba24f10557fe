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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LANES = 256 };

struct operand {
    struct rtl_format format;
    enum rtl_scale scale;
};

struct unit {
    bool dot;
    struct operand a, b;
    int lanes;
    struct rtl_format acc;
};

/* One operation: codes, lane 0 first. */
struct operation {
    uint32_t a[MAX_LANES], b[MAX_LANES];
    uint8_t scale_a, scale_b;
    uint64_t c;
};

static int width(struct rtl_format format) {
    return 1 + format.exp + format.man;
}

static uint64_t codes(struct rtl_format format) {
    return UINT64_C(1) << width(format);
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

/* ---- elements and scales */

/* OCP MX: an integer under an E8M0 scale counts in 2^-(W-2). */
static double unit_of(struct operand o) {
    return o.format.kind == RTL_INT && o.scale == RTL_SCALE_E8M0 ? ldexp(1, 1 - o.format.man) : 1;
}

static double element(struct operand o, uint32_t code) {
    return rtl_decode(o.format, code) * unit_of(o);
}

static double largest(struct operand o) {
    uint32_t code = (uint32_t)(codes(o.format) / 2 - 1);
    while (!isfinite(element(o, code))) {
        code--;
    }
    return element(o, code);
}

static uint64_t finite_code(struct rtl_format format) {
    uint64_t code;
    do {
        code = draw() % codes(format);
    } while (!isfinite(rtl_decode(format, code)));
    return code;
}

/* The nearest finite code, saturating; codes of one sign are ordered like their values. */
static uint32_t encode(struct operand o, double value) {
    uint32_t half = (uint32_t)(codes(o.format) / 2), low = 0, high = half - 1;
    while (!isfinite(element(o, high))) {
        high--;
    }
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        *(element(o, middle) <= fabs(value) ? &low : &high) = middle;
    }
    uint32_t code = fabs(value) - element(o, low) <= element(o, high) - fabs(value) ? low : high;
    return value >= 0 ? code : o.format.kind == RTL_INT ? (2 * half - code) % (2 * half) : half + code;
}

static uint8_t finite_scale(enum rtl_scale scale) {
    uint8_t code;
    do {
        code = (uint8_t)draw();
    } while (!isfinite(rtl_decode_scale(scale, code)));
    return code;
}

/* ---- expected result */

static uint64_t expected(const struct unit *u, const struct operation *op) {
    double a[MAX_LANES], b[MAX_LANES], c = rtl_decode(u->acc, op->c);
    for (int i = 0; i < u->lanes; i++) {
        a[i] = element(u->a, op->a[i]);
        b[i] = element(u->b, op->b[i]);
    }
    return u->dot ? rtl_dot(u->acc, a, b, u->lanes, rtl_decode_scale(u->a.scale, op->scale_a),
                            rtl_decode_scale(u->b.scale, op->scale_b), c)
                  : rtl_mac(u->acc, a[0], b[0], c);
}

/* ---- directed and random operands for test */

/* Both ends of the subnormals, of the normals and of the code space, either sign: zeros, maxima, Inf and NaN codes. */
static uint64_t edge_code(struct rtl_format format) {
    uint64_t half = codes(format) / 2, hidden = UINT64_C(1) << format.man;
    uint64_t edges[] = {0, 1, hidden - 1, hidden, hidden + 1, half - 2 * hidden, half - hidden - 1, half - hidden, half - 2, half - 1};
    return (edges[below(10)] % half) | (below(2) ? half : 0);
}

static void draw_elements(struct operand o, uint32_t *code, int lanes) {
    int strategy = below(8);
    uint32_t same = (uint32_t)finite_code(o.format);
    for (int i = 0; i < lanes; i++) {
        switch (strategy) {
        case 0: code[i] = 0; break;
        case 1: code[i] = same; break;
        case 2: code[i] = encode(o, below(2) ? largest(o) : -largest(o)); break;
        case 3: code[i] = (uint32_t)edge_code(o.format); break;
        case 4: code[i] = (uint32_t)(draw() % codes(o.format)); break;
        case 5: code[i] = below(lanes) ? 0 : (uint32_t)edge_code(o.format); break;
        default: code[i] = (uint32_t)finite_code(o.format); break;
        }
    }
}

/* Lanes in pairs whose products cancel: the sum is 0, or what the odd lane leaves. */
static void cancel_lanes(const struct unit *u, struct operation *op) {
    for (int i = 0; i + 1 < u->lanes; i += 2) {
        op->a[i + 1] = encode(u->a, element(u->a, op->a[i]));
        op->b[i + 1] = encode(u->b, -element(u->b, op->b[i]));
    }
}

static uint8_t draw_scale(enum rtl_scale scale) {
    uint8_t edges[] = {0, 1, 2, 8, 0x7e, 0x7f, 0x80, 0xfd, 0xfe, 0xff};
    switch (below(4)) {
    case 0: return edges[below(10)];
    case 1: return (uint8_t)draw();
    default: return scale == RTL_SCALE_E8M0 ? (uint8_t)(127 - 12 + below(25)) : finite_scale(scale);
    }
}

/* c as it comes, at an edge, or set against the rest of the sum: cancelling it, nearly so, or a few binades away. */
static void draw_c(const struct unit *u, struct operation *op) {
    uint64_t sign = codes(u->acc) / 2, hidden = UINT64_C(1) << u->acc.man;
    op->c = 0;
    uint64_t opposite = expected(u, op) ^ sign;
    switch (below(8)) {
    case 0: op->c = below(2) ? sign : 0; break;
    case 1: op->c = edge_code(u->acc); break;
    case 2: op->c = draw() % codes(u->acc); break;
    case 3: op->c = opposite; break;
    case 4: op->c = (opposite + (uint64_t)below(9) - 4) % codes(u->acc); break;
    case 5: op->c = (opposite ^ (below(2) ? sign : 0)) & ~(hidden - 1); break;
    default:
        op->c = (opposite + hidden * (uint64_t)(below(60) - 30) + draw() % hidden) % sign + (below(2) ? sign : 0);
        break;
    }
}

static void draw_test(const struct unit *u, struct operation *op) {
    draw_elements(u->a, op->a, u->lanes);
    draw_elements(u->b, op->b, u->lanes);
    if (below(6) == 0) {
        cancel_lanes(u, op);
    }
    op->scale_a = draw_scale(u->a.scale);
    op->scale_b = draw_scale(u->b.scale);
    draw_c(u, op);
}

/* ---- operands for energy */

/* A block of N(0, 1), quantised with a scale from its largest magnitude; without a scale integers have a sigma of a
 * third of their range, floats of 1. */
static void draw_gauss_block(struct operand o, uint32_t *code, uint8_t *scale, int lanes) {
    double x[MAX_LANES], amax = 0;
    for (int i = 0; i < lanes; i++) {
        x[i] = gauss();
        amax = fmax(amax, fabs(x[i]));
    }
    double factor = o.format.kind == RTL_INT ? 3 / largest(o) : 1;
    *scale = 0;
    if (o.scale == RTL_SCALE_E8M0) {
        *scale = (uint8_t)(127 + ilogb(amax) - ilogb(largest(o)));
        factor = rtl_decode_scale(o.scale, *scale);
    } else if (o.scale == RTL_SCALE_E4M3) {
        struct operand e4m3 = {{4, 3, RTL_FN}, RTL_SCALE_NONE};
        *scale = (uint8_t)encode(e4m3, fmax(amax / largest(o), 0x1p-9));
        factor = rtl_decode_scale(o.scale, *scale);
    }
    for (int i = 0; i < lanes; i++) {
        code[i] = encode(o, x[i] / factor);
    }
}

/* c is what a sum of as many products as the unit takes would be: N(0, lanes) in the products' unit. */
static void draw_gauss(const struct unit *u, struct operation *op) {
    draw_gauss_block(u->a, op->a, &op->scale_a, u->lanes);
    draw_gauss_block(u->b, op->b, &op->scale_b, u->lanes);
    double sigma = sqrt(u->lanes);
    sigma *= u->a.format.kind == RTL_INT && u->a.scale == RTL_SCALE_NONE ? largest(u->a) / 3 : 1;
    sigma *= u->b.format.kind == RTL_INT && u->b.scale == RTL_SCALE_NONE ? largest(u->b) / 3 : 1;
    op->c = rtl_round_sum(u->acc, (double[]){sigma * gauss()}, 1);
}

static void draw_uniform(const struct unit *u, struct operation *op) {
    for (int i = 0; i < u->lanes; i++) {
        op->a[i] = (uint32_t)finite_code(u->a.format);
        op->b[i] = (uint32_t)finite_code(u->b.format);
    }
    op->scale_a = finite_scale(u->a.scale);
    op->scale_b = finite_scale(u->b.scale);
    op->c = finite_code(u->acc);
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
    print_lanes(op->a, width(u->a.format), u->lanes);
    print_lanes(op->b, width(u->b.format), u->lanes);
    printf("%02x %02x %llx %llx\n", op->scale_a, op->scale_b, (unsigned long long)op->c,
           (unsigned long long)expected(u, op));
}

static void print_flags(const struct unit *u) {
    printf("-DA_BITS=%d -DB_BITS=%d -DACC_BITS=%d ", u->lanes * width(u->a.format), u->lanes * width(u->b.format),
           width(u->acc));
    printf("-DUNIT=fs_%s -DPARAMETERS=", u->dot ? "dot" : "mac");
    printf(".A_EXP(%d),.A_MAN(%d),.A_KIND(%d),", u->a.format.exp, u->a.format.man, u->a.format.kind);
    printf(".B_EXP(%d),.B_MAN(%d),.B_KIND(%d),", u->b.format.exp, u->b.format.man, u->b.format.kind);
    printf(".ACC_EXP(%d),.ACC_MAN(%d)", u->acc.exp, u->acc.man);
    if (u->dot) {
        printf(",.A_SCALE(%d),.B_SCALE(%d),.LANES(%d) -DSCALED", u->a.scale, u->b.scale, u->lanes);
    }
    putchar('\n');
}

/* ---- command line */

static void fail(const char *what, const char *got, const char *wanted) {
    fprintf(stderr, "rtl_vectors: %s (%s) must be %s\n", what, got, wanted);
    exit(2);
}

static struct rtl_format parse_format(const char *what, const char *name) {
    struct rtl_format format = {0};
    int end = 0, bits = 0;
    if (sscanf(name, "int%d%n", &bits, &end) == 1 && !name[end] && bits >= 2 && bits <= 16) {
        return (struct rtl_format){0, bits - 1, RTL_INT};
    }
    if (sscanf(name, "e%dm%d%n", &format.exp, &format.man, &end) == 2 && format.exp >= 0 && format.exp <= 8 &&
        format.man >= 0 && format.man <= 23 && format.exp + format.man >= 1) {
        const char *suffix = name + end;
        format.kind = !strcmp(suffix, "i") ? RTL_IEEE : !strcmp(suffix, "fn") ? RTL_FN : RTL_FINITE;
        bool known = !*suffix || format.kind != RTL_FINITE;
        if (known && (format.exp > 0 || format.kind == RTL_FINITE) && (format.man > 0 || format.kind != RTL_IEEE)) {
            return format;
        }
    }
    fail(what, name, "eEmM, eEmMfn or eEmMi (E 0 to 8, M 0 to 23; i with E and M at least 1), or intW (W 2 to 16)");
    return format;
}

static enum rtl_scale parse_scale(const char *what, const char *name) {
    const char *names[] = {"none", "e8m0", "e4m3"};
    for (int i = 0; i < 3; i++) {
        if (!strcmp(name, names[i])) {
            return (enum rtl_scale)i;
        }
    }
    fail(what, name, "none, e8m0 or e4m3");
    return RTL_SCALE_NONE;
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
    struct unit u = {
        .dot = !strcmp(arg[0], "dot"),
        .a = {parse_format("A", arg[1]), parse_scale("SCALE_A", arg[2])},
        .b = {parse_format("B", arg[3]), parse_scale("SCALE_B", arg[4])},
        .lanes = (int)parse_number("LANES", arg[5], MAX_LANES, "1 to 256"),
        .acc = parse_format("ACC", arg[6]),
    };
    if (!u.dot && strcmp(arg[0], "mac")) {
        fail("UNIT", arg[0], "dot or mac");
    }
    if (!u.dot && (u.lanes != 1 || u.a.scale || u.b.scale)) {
        fail("UNIT", arg[0], "dot where there are lanes or scales");
    }
    if (u.acc.kind != RTL_IEEE || u.acc.exp < 2) {
        fail("ACC", arg[6], "IEEE-coded with E at least 2, such as e8m23i");
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
