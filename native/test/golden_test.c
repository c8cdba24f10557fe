/* golden_test.c - the reference vectors of FS_SHARED_DIR/golden: zero differences on every instruction set.
 * Where a peer has several answers the vectors' README says whose is expected; NaNs compare alike. */
#include "fs_test.h"

static int64_t n_compared;
static int n_files;

static void compare(const char *name, const uint32_t *expected, const float *actual, int64_t n, const float *x) {
    int64_t different = 0;
    for (int64_t i = 0; i < n; i++) {
        if (same_value(expected[i], bits_of(actual[i]))) continue;
        if (different++ < 3)
            CHECK(0, "%s [%" PRId64 "]: x %08x, expected %08x, is %08x", name, i, x == NULL ? 0 : bits_of(x[i]), expected[i], bits_of(actual[i]));
        else failures++;
    }
    n_compared += n;
    n_files++;
}

static void compare_bytes(const char *name, const uint8_t *expected, const uint8_t *actual, int64_t n) {
    int64_t different = 0;
    for (int64_t i = 0; i < n; i++) {
        if (expected[i] == actual[i]) continue;
        if (different++ < 3) CHECK(0, "%s [%" PRId64 "]: expected %02x, is %02x", name, i, expected[i], actual[i]);
        else failures++;
    }
    n_compared += n;
    n_files++;
}

static void *need(const char *name, size_t bytes) {
    size_t size;
    void *data = read_shared(name, &size);
    if (data == NULL || size != bytes) {
        CHECK(0, "%s: %s", name, data == NULL ? "missing" : "unexpected size");
        exit(1);
    }
    return data;
}

static fs_format rounded(fs_format f, int rounding) {
    f.rounding = rounding;
    return f;
}

static fs_format overflowing(fs_format f) {
    f.overflow = FS_OVERFLOW_SPECIAL;
    return f;
}

#define E4M3FN float_format(4, 3, FS_SPECIALS_NAN)
#define E5M2I float_format(5, 2, FS_SPECIALS_IEEE)
#define E3M4I float_format(3, 4, FS_SPECIALS_IEEE)
#define E3M2 float_format(3, 2, FS_SPECIALS_NONE)
#define E2M3 float_format(2, 3, FS_SPECIALS_NONE)
#define E2M1 float_format(2, 1, FS_SPECIALS_NONE)
#define BF16 float_format(8, 7, FS_SPECIALS_IEEE)
#define FP16 float_format(5, 10, FS_SPECIALS_IEEE)
#define INT(w) ((fs_format){.element = FS_ELEMENT_INT, .integer_bits = (w)})

static void elementwise(void) {
    enum { N = 34122 };
    float *x = need("elementwise/x_main.f32", N * 4), *y = checked_alloc(N * 4);
    uint8_t *codes = checked_alloc(N);
    fs_format e8m0 = {.element = FS_ELEMENT_E8M0, .rounding = FS_ROUND_NEAREST_AWAY};
    struct {
        const char *file;
        fs_format format;
    } cases[] = {
        {"e4m3fn__rne_nonsat", overflowing(E4M3FN)},
        {"e4m3fn__rne_sat", E4M3FN},
        {"e5m2__rne_nonsat", overflowing(E5M2I)},
        {"e5m2__rne_sat", E5M2I},
        {"e3m4__rne_nonsat", overflowing(E3M4I)},
        {"e3m4__rne_sat", E3M4I},
        {"e3m2fn__rne_sat", E3M2},
        {"e2m3fn__rne_sat", E2M3},
        {"e2m1fn__rne_sat", E2M1},
        {"bf16__rne_nonsat", overflowing(BF16)},
        {"bf16__rne_sat", BF16},
        {"fp16__rne_nonsat", overflowing(FP16)},
        {"fp16__rne_sat", FP16},
        {"e4m3fn__TiesToAway_sat", rounded(E4M3FN, FS_ROUND_NEAREST_AWAY)},
        {"e4m3fn__TowardZero_sat", rounded(E4M3FN, FS_ROUND_TOWARD_ZERO)},
        {"e2m1fn__TiesToAway_sat", rounded(E2M1, FS_ROUND_NEAREST_AWAY)},
        {"e2m1fn__TowardPositive_sat", rounded(E2M1, FS_ROUND_UP)},
        {"e2m1fn__TowardNegative_sat", rounded(E2M1, FS_ROUND_DOWN)},
        {"e5m2__TowardZero_sat", rounded(E5M2I, FS_ROUND_TOWARD_ZERO)},
        {"bf16__TowardZero_sat", rounded(BF16, FS_ROUND_TOWARD_ZERO)},
        {"bf16__TiesToAway_sat", rounded(BF16, FS_ROUND_NEAREST_AWAY)},
        {"qpytorch_e4m3", rounded(float_format(4, 3, 0), FS_ROUND_QPYTORCH)},
        {"qpytorch_e5m2", rounded(float_format(5, 2, 0), FS_ROUND_QPYTORCH)},
        {"qpytorch_e2m1", rounded(float_format(2, 1, 0), FS_ROUND_QPYTORCH)},
        {"qpytorch_e3m2", rounded(float_format(3, 2, 0), FS_ROUND_QPYTORCH)},
        {"e8m0__nearest", e8m0},
    };
    fs_shape shape = dense(1, N);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[128];
        snprintf(name, sizeof name, "elementwise/%s.u32", cases[i].file);
        uint32_t *expected = need(name, N * 4);
        CHECK(fs_quantize(&cases[i].format, &shape, x, y, NULL, NULL) == FS_OK, "%s: status", name);
        compare(name, expected, y, N, x);
        free(expected);
        snprintf(name, sizeof name, "elementwise/%s.code.u8", cases[i].file);
        size_t size;
        uint8_t *expected_codes = read_shared(name, &size);
        if (expected_codes == NULL) continue;
        CHECK(fs_encode(&cases[i].format, &shape, x, codes, NULL, NULL, NULL) == FS_OK, "%s: status", name);
        compare_bytes(name, expected_codes, codes, N);
        free(expected_codes);
    }
    /* The MX INT8 element alone: units of 2^-6, which an E8M0 scale of 1 has; 64x rounds alike on integers of unit 1. */
    float *scaled_x = checked_alloc(N * 4);
    for (int i = 0; i < N; i++) scaled_x[i] = isfinite(x[i]) ? (float)fmax(fmin((double)x[i] * 64, 1e30), -1e30) : 0;
    uint32_t *expected = need("elementwise/mxint8_elem__rne.u32", N * 4);
    fs_format int8 = INT(8);
    CHECK(fs_quantize(&int8, &shape, scaled_x, y, NULL, NULL) == FS_OK, "int8");
    for (int i = 0; i < N; i++) y[i] /= 64;
    compare("elementwise/mxint8_elem__rne.u32", expected, y, N, x);
    free(expected), free(scaled_x), free(x), free(y), free(codes);
}

static void grid(void) {
    enum { N = 5016 };
    float *x = need("grid/x_grid.f32", N * 4), *y = checked_alloc(N * 4);
    const char *kinds[] = {"rne_fin", "rne_ieee", "qpytorch"};
    fs_shape shape = dense(1, N);
    int n_found = 0;
    for (int kind = 0; kind < 3; kind++)
        for (int e = 1; e <= 8; e++)
            for (int m = 0; m <= 10; m++) {
                char name[128];
                size_t size;
                snprintf(name, sizeof name, "grid/%s_e%dm%d.u32", kinds[kind], e, m);
                uint32_t *expected = read_shared(name, &size);
                if (expected == NULL) continue;
                fs_format f = float_format(e, m, kind == 1 ? FS_SPECIALS_IEEE : FS_SPECIALS_NONE);
                if (kind == 1) f.overflow = FS_OVERFLOW_SPECIAL;
                if (kind == 2) f.rounding = FS_ROUND_QPYTORCH;
                CHECK(fs_quantize(&f, &shape, x, y, NULL, NULL) == FS_OK, "%s: status", name);
                compare(name, expected, y, N, x);
                free(expected);
                n_found++;
            }
    CHECK(n_found == 88 + 30 + 88, "grid: %d files", n_found);
    free(x), free(y);
}

/* Result and scales of one grouped format; scale_name NULL where there is no file of scales. */
static void grouped(const char *x_name, const char *y_name, const char *scale_name, fs_format f, int64_t rows, int64_t length,
                    const float *tensor_amax) {
    int64_t n = rows * length, per_row = fs_scales_per_row(&f, length);
    float *x = need(x_name, (size_t)n * 4), *y = checked_alloc((size_t)n * 4);
    uint32_t *expected = need(y_name, (size_t)n * 4);
    fs_shape shape = dense(rows, length);
    CHECK(fs_quantize(&f, &shape, x, y, NULL, tensor_amax) == FS_OK, "%s: status", y_name);
    compare(y_name, expected, y, n, x);
    if (scale_name != NULL) {
        fs_format_info info;
        fs_format_describe(&f, &info);
        size_t n_scales = (size_t)(f.group == FS_GROUP_TENSOR ? 1 : rows * per_row), bytes = n_scales * (size_t)info.scale_bits / 8;
        uint8_t *scales = checked_alloc(bytes), *codes = checked_alloc((size_t)(rows * fs_code_row_bytes(&f, length)));
        uint8_t *expected_scales = need(scale_name, bytes);
        shape.dst_row_stride = fs_code_row_bytes(&f, length);
        shape.scale_row_stride = per_row;
        CHECK(fs_encode(&f, &shape, x, codes, scales, NULL, tensor_amax) == FS_OK, "%s: status", scale_name);
        compare_bytes(scale_name, expected_scales, scales, (int64_t)bytes);
        free(scales), free(codes), free(expected_scales);
    }
    free(x), free(y), free(expected);
}

static void blocks(void) {
    struct {
        const char *element;
        fs_format format;
        int block;
        const char *rule_name;
        int rule;
    } cases[] = {
        {"e4m3fn", E4M3FN, 32, "floor", FS_RULE_FLOOR}, {"e5m2", E5M2I, 32, "floor", FS_RULE_FLOOR},
        {"e3m2fn", E3M2, 32, "floor", FS_RULE_FLOOR},   {"e2m3fn", E2M3, 32, "floor", FS_RULE_FLOOR},
        {"e2m1fn", E2M1, 32, "floor", FS_RULE_FLOOR},   {"int8", INT(8), 32, "floor", FS_RULE_FLOOR},
        {"e4m3fn", E4M3FN, 32, "ceil", FS_RULE_CEIL},   {"e4m3fn", E4M3FN, 32, "rceil", FS_RULE_RCEIL},
        {"e4m3fn", E4M3FN, 32, "even", FS_RULE_EVEN},   {"e2m1fn", E2M1, 32, "ceil", FS_RULE_CEIL},
        {"e2m1fn", E2M1, 32, "rceil", FS_RULE_RCEIL},   {"e2m1fn", E2M1, 32, "even", FS_RULE_EVEN},
        {"e2m1fn", E2M1, 16, "floor", FS_RULE_FLOOR},   {"e4m3fn", E4M3FN, 16, "floor", FS_RULE_FLOOR},
        {"e4m3fn", E4M3FN, 64, "floor", FS_RULE_FLOOR}, {"int8", INT(8), 128, "floor", FS_RULE_FLOOR},
        {"e2m1fn", E2M1, 128, "floor", FS_RULE_FLOOR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char x[64], y[128], scale[128];
        snprintf(x, sizeof x, "blocks/x_b%d.f32", cases[i].block);
        snprintf(y, sizeof y, "blocks/mx_%s_b%d_%s.y.u32", cases[i].element, cases[i].block, cases[i].rule_name);
        snprintf(scale, sizeof scale, "blocks/mx_%s_b%d_%s.scale.u8", cases[i].element, cases[i].block, cases[i].rule_name);
        grouped(x, y, scale, scaled(cases[i].format, FS_SCALE_E8M0, cases[i].rule, FS_GROUP_BLOCK, cases[i].block), 88, 512, NULL);
    }
    grouped("blocks/x_ragged200.f32", "blocks/mx_e2m1fn_b32_floor_ragged200.y.u32", "blocks/mx_e2m1fn_b32_floor_ragged200.scale.u8",
            scaled(E2M1, FS_SCALE_E8M0, FS_RULE_FLOOR, FS_GROUP_BLOCK, 32), 24, 200, NULL);
}

static void nvfp4(void) {
    const char *recipes[] = {"te", "torchao", "modelopt"};
    for (int recipe = 0; recipe < 3; recipe++)
        for (const char *set = "ab"; *set; set++) {
            char x[64], y[64], scale[64], code[64];
            snprintf(x, sizeof x, "nvfp4/x_%c.f32", *set);
            snprintf(y, sizeof y, "nvfp4/%s_%c_own.y.u32", recipes[recipe], *set);
            snprintf(scale, sizeof scale, "nvfp4/%s_%c_own.scale.u8", recipes[recipe], *set);
            fs_format f = scaled(E2M1, FS_SCALE_E4M3_F32, recipe, FS_GROUP_BLOCK, 16);
            grouped(x, y, scale, f, 64, 512, NULL);
            if (recipe != FS_RULE_TE) continue;
            snprintf(code, sizeof code, "nvfp4/te_%c_own.code.u8", *set);
            uint8_t *expected = need(code, 64 * 512), packed[64 * 256], scales[64 * 32], codes[64 * 512];
            float *data = need(x, 64 * 512 * 4);
            fs_shape shape = dense(64, 512);
            shape.dst_row_stride = 256;
            shape.scale_row_stride = 32;
            CHECK(fs_encode(&f, &shape, data, packed, scales, NULL, NULL) == FS_OK, "%s: status", code);
            for (int i = 0; i < 64 * 512; i++) codes[i] = packed[i / 2] >> (i % 2 * 4) & 15;
            compare_bytes(code, expected, codes, 64 * 512);
            free(expected), free(data);
        }
    grouped("nvfp4/x_a.f32", "nvfp4/torchao_a_single.y.u32", "nvfp4/torchao_a_single.scale.u8",
            scaled(E2M1, FS_SCALE_E4M3, 0, FS_GROUP_BLOCK, 16), 64, 512, NULL);
}

static void fp32_scales(void) {
    struct {
        const char *name;
        fs_format element;
        int group;
    } cases[] = {
        {"qpytorch_e4m3_tensor", rounded(float_format(4, 3, 0), FS_ROUND_QPYTORCH), FS_GROUP_TENSOR},
        {"qpytorch_e4m3_channel", rounded(float_format(4, 3, 0), FS_ROUND_QPYTORCH), FS_GROUP_CHANNEL},
        {"qpytorch_e4m3_block128", rounded(float_format(4, 3, 0), FS_ROUND_QPYTORCH), FS_GROUP_BLOCK},
        {"qpytorch_e2m1_tensor", rounded(float_format(2, 1, 0), FS_ROUND_QPYTORCH), FS_GROUP_TENSOR},
        {"qpytorch_e2m1_channel", rounded(float_format(2, 1, 0), FS_ROUND_QPYTORCH), FS_GROUP_CHANNEL},
        {"qpytorch_e2m1_block128", rounded(float_format(2, 1, 0), FS_ROUND_QPYTORCH), FS_GROUP_BLOCK},
        {"qpytorch_e5m2_tensor", rounded(float_format(5, 2, 0), FS_ROUND_QPYTORCH), FS_GROUP_TENSOR},
        {"qpytorch_e5m2_channel", rounded(float_format(5, 2, 0), FS_ROUND_QPYTORCH), FS_GROUP_CHANNEL},
        {"qpytorch_e3m2_tensor", rounded(float_format(3, 2, 0), FS_ROUND_QPYTORCH), FS_GROUP_TENSOR},
        {"qpytorch_e3m2_channel", rounded(float_format(3, 2, 0), FS_ROUND_QPYTORCH), FS_GROUP_CHANNEL},
        {"ocp_e4m3fn_tensor", E4M3FN, FS_GROUP_TENSOR},
        {"ocp_e4m3fn_channel", E4M3FN, FS_GROUP_CHANNEL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char y[128], scale[128];
        snprintf(y, sizeof y, "scaled/%s.y.u32", cases[i].name);
        snprintf(scale, sizeof scale, "scaled/%s.s.u32", cases[i].name);
        grouped("scaled/x.f32", y, scale, scaled(cases[i].element, FS_SCALE_F32, 0, cases[i].group, 128), 64, 768, NULL);
    }
}

/* The amax that gives this scale. */
static float amax_of_scale(float scale, double max) {
    float amax = (float)(scale * max);
    for (int i = 0; i < 4 && (float)(amax / max) < scale; i++) amax = nextafterf(amax, INFINITY);
    for (int i = 0; i < 4 && (float)(amax / max) > scale; i++) amax = nextafterf(amax, 0);
    CHECK((float)(amax / max) == scale, "no amax for scale %a", (double)scale);
    return amax;
}

static void torch_integers(void) {
    const float tensor_scale[] = {0x1.5f053ep+4f, 0x1.8e083cp+8f};
    for (int i = 0; i < 2; i++) {
        int w = i == 0 ? 8 : 4;
        char y[64], s[64];
        fs_format f = {.element = FS_ELEMENT_INT_FULL, .integer_bits = w};
        float amax = amax_of_scale(tensor_scale[i], (1 << (w - 1)) - 1);
        snprintf(y, sizeof y, "int/torch_int%d_tensor.y.u32", w);
        grouped("int/x.f32", y, NULL, scaled(f, FS_SCALE_F32, 0, FS_GROUP_TENSOR, 0), 32, 768, &amax);
        snprintf(y, sizeof y, "int/torch_int%d_channel.y.u32", w);
        snprintf(s, sizeof s, "int/torch_int%d_channel.s.u32", w);
        grouped("int/x.f32", y, s, scaled(f, FS_SCALE_F32, 0, FS_GROUP_CHANNEL, 0), 32, 768, NULL);
    }
}

/* gfloat's StochasticFastest with given bits: 16 as they are, 8 as the upper half of 16. Fast and Stochastic place
 * the threshold elsewhere; Philox gives us the bits otherwise. */
static void stochastic_with_given_bits(void) {
    enum { N = 3000 };
    const struct {
        const char *file;
        fs_format f;
        int bits;
    } cases[] = {{"e4m3fn", E4M3FN, 8}, {"e4m3fn", E4M3FN, 16}, {"e2m1fn", E2M1, 8}, {"e2m1fn", E2M1, 16}};
    float *x = need("sr/x.f32", N * 4), *y = checked_alloc(N * 4);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[64], bits_name[64];
        snprintf(name, sizeof name, "sr/%s_StochasticFastest_%d.u32", cases[i].file, cases[i].bits);
        snprintf(bits_name, sizeof bits_name, "sr/bits%d.u32", cases[i].bits);
        uint32_t *expected = need(name, N * 4), *random = need(bits_name, N * 4);
        for (int k = 0; k < N; k++) random[k] <<= 16 - cases[i].bits;
        fs_format f = rounded(cases[i].f, FS_ROUND_STOCHASTIC);
        const struct fs_tensor_scale none = {1, 1, 0};
        const uint32_t amax_bits = 0;
        struct fs_plan plan;
        CHECK(fs_plan_make(&f, &plan) == FS_OK, "format");
        const struct fs_work work = {&plan, &none, &amax_bits, N, x, y, N, random, 0, 0};
        fs_kernels()->quantize(&work);
        compare(name, expected, y, N, x);
        free(expected), free(random);
    }
    free(x), free(y);
}

int main(void) {
    size_t size;
    void *readme = read_shared("README.md", &size);
    if (readme == NULL) {
        printf("SKIPPED: no reference vectors in \"%s\"\n", FS_SHARED_DIR);
        return SKIPPED;
    }
    free(readme);
    FOR_EACH_ISA {
        n_compared = n_files = 0;
        elementwise();
        grid();
        blocks();
        nvfp4();
        fp32_scales();
        torch_integers();
        stochastic_with_given_bits();
        printf("%d files, %" PRId64 " values compared\n", n_files, n_compared);
    }
    printf("not compared: int/qpytorch_bfp_* (no format of ours), sr/*_Fast_* and *_Stochastic_* (another threshold)\n");
    return finish_tests("golden_test");
}
