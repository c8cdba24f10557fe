/* isa_equality_test.c - every instruction set gives the scalar kernels' bits: random formats over the whole
 * space of fs_format, inputs that sit on and beside rounding boundaries, all operations of the ABI. */
#include "fs_test.h"

enum { N_CASES = 6000, MAX_ELEMENTS = 3000 };

static int64_t pick(uint64_t *state, int64_t low, int64_t high) { return low + (int64_t)(next_random(state) % (uint64_t)(high - low + 1)); }

static fs_format random_format(uint64_t *state) {
    for (;;) {
        fs_format f = {.element = pick(state, 0, 3) ? FS_ELEMENT_FLOAT : (int)pick(state, 1, 4),
                       .exponent_bits = (int)pick(state, 0, 8),
                       .mantissa_bits = pick(state, 0, 30) ? (int)pick(state, 0, 10) : 23,
                       .integer_bits = (int)pick(state, 2, 8),
                       .bias = pick(state, 0, 4) ? FS_BIAS_DEFAULT : (int)pick(state, -130, 128),
                       .specials = (int)pick(state, 0, 6),
                       .subnormals = pick(state, 0, 4) == 0,
                       .overflow = (int)pick(state, 0, 2),
                       .rounding = (int)pick(state, 0, 6),
                       .scale = (int)pick(state, 0, 7),
                       .scale_rule = (int)pick(state, 0, 3),
                       .group = pick(state, 0, 3) ? FS_GROUP_BLOCK : (int)pick(state, 1, 2),
                       .seed = next_random(state)};
        const int64_t common[] = {16, 32, 64, 128, 8, 1, 2500, 2048};
        f.block_size = pick(state, 0, 1) ? common[pick(state, 0, 7)] : pick(state, 1, 200);
        if (fs_format_check(&f) == FS_OK) return f;
    }
}

/* Values around the format's own boundaries, at a random scale, with all kinds of odd ones among them. */
static float random_value(uint64_t *state, const fs_format *f, const fs_format_info *info, int exponent) {
    uint32_t u = (uint32_t)next_random(state);
    switch (pick(state, 0, 9)) {
    case 0: return float_of(u);
    case 1: {
        const float odd[] = {0.0f, -0.0f, 0x1p-149f, -0x1p-126f, 0x1.fffffep127f, -0x1.fffffep127f, 1.0f, -0.5f};
        return odd[u % 8];
    }
    case 2:
    case 3:
    case 4: {
        double value, next;
        uint32_t code = (uint32_t)pick(state, 0, info->n_codes - 1);
        fs_code_value(f, code, &value);
        fs_code_value(f, (uint32_t)((code + 1) % (uint64_t)info->n_codes), &next);
        float x = (float)ldexp(pick(state, 0, 1) ? value : (value + next) / 2, exponent);
        int steps = (int)pick(state, -1, 1);
        return steps == 0 ? x : nextafterf(x, steps > 0 ? INFINITY : -INFINITY);
    }
    case 5: return (float)ldexp((pick(state, 0, 1) ? 1 : -1) * info->max, exponent);
    default: return (float)ldexp((double)(int32_t)u, exponent - 30 - (int)(u >> 28 & 3));
    }
}

static void fill(uint64_t *state, const fs_format *f, float *x, int64_t n) {
    fs_format_info info;
    fs_format_describe(f, &info);
    /* Mostly tame exponents; NaN and Inf make whole groups NaN, so only sometimes. */
    int exponent = pick(state, 0, 3) ? (int)pick(state, -6, 6) : (int)pick(state, -150, 120);
    int wild = pick(state, 0, 3) == 0;
    for (int64_t i = 0; i < n; i++) {
        x[i] = random_value(state, f, &info, exponent);
        if (!isfinite(x[i]) && !wild) x[i] = 1;
        if (wild && pick(state, 0, 300) == 0) x[i] = float_of(0x7f800000u | ((uint32_t)next_random(state) & 0x807fffffu));
    }
}

struct outputs {
    float y[MAX_ELEMENTS], back[MAX_ELEMENTS];
    uint8_t codes[MAX_ELEMENTS * 4 + 64], scales[MAX_ELEMENTS * 4];
    fs_stats stats[2];
    fs_status encode_status;
};

static void run(const fs_format *f, const fs_shape *shape, const void *src, const float *amax, struct outputs *out) {
    memset(out, 0, sizeof *out);
    const float *row_amax = amax, *tensor_amax = amax == NULL ? NULL : amax + 1;
    CHECK(fs_quantize(f, shape, src, out->y, row_amax, tensor_amax) == FS_OK, "quantize status");
    fs_shape coded = *shape;
    coded.dst_row_stride = fs_code_row_bytes(f, shape->row_length);
    coded.scale_row_stride = fs_scales_per_row(f, shape->row_length);
    out->encode_status = fs_encode(f, &coded, src, out->codes, out->scales, row_amax, tensor_amax);
    fs_format two[2] = {*f, *f};
    two[1].rounding = FS_ROUND_TOWARD_ZERO;
    CHECK(fs_statistics(two, fs_format_check(&two[1]) == FS_OK ? 2 : 1, shape, src, row_amax, tensor_amax, out->stats) == FS_OK, "statistics status");

    float own_amax = 0;
    fs_max_magnitude(shape, FS_GROUP_TENSOR, src, &own_amax);
    coded.src_row_stride = coded.dst_row_stride;
    coded.dst_row_stride = shape->row_length;
    if (out->encode_status == FS_OK)
        CHECK(fs_decode(f, &coded, out->codes, out->scales, tensor_amax == NULL ? &own_amax : tensor_amax, out->back) == FS_OK, "decode status");
}

static void describe(const fs_format *f) {
    printf("   element %d E%d M%d w%d bias %d specials %d flush %d overflow %d rounding %d scale %d/%d group %d block %" PRId64 "\n", f->element,
           f->exponent_bits, f->mantissa_bits, f->integer_bits, f->bias, f->specials, f->subnormals, f->overflow, f->rounding, f->scale,
           f->scale_rule, f->group, f->block_size);
}

static int64_t n_values;

static void one_case(uint64_t seed, const struct test_isa *isas, int n_isas) {
    static float x[MAX_ELEMENTS];
    static uint16_t halves[MAX_ELEMENTS];
    static struct outputs reference, actual;
    uint64_t state = seed;
    fs_format f = random_format(&state);
    int64_t rows = pick(&state, 1, 4), length = pick(&state, 1, MAX_ELEMENTS / rows);
    if (pick(&state, 0, 1) && length > 32) length = pick(&state, 1, 40);
    fs_shape shape = dense(rows, length);
    shape.first_index = pick(&state, 0, 1 << 30);
    shape.dtype = pick(&state, 0, 3) ? FS_DTYPE_F32 : (int)pick(&state, 1, 2);
    fill(&state, &f, x, rows * length);
    for (int64_t i = 0; i < rows * length; i++) halves[i] = pick(&state, 0, 1) ? (uint16_t)(bits_of(x[i]) >> 16) : (uint16_t)next_random(&state);
    const void *src = shape.dtype == FS_DTYPE_F32 ? (const void *)x : halves;
    /* A stated amax may contradict the data: results are then odd, but the same everywhere. */
    float stated[4] = {x[0], x[length / 2], x[length - 1], 3};
    const float *amax = rows <= 3 && pick(&state, 0, 5) == 0 ? stated : NULL;

    fs_use_kernels(&fs_kernels_scalar);
    run(&f, &shape, src, amax, &reference);
    int failures_before = failures;
    for (int64_t i = 0; i < rows * length && reference.encode_status == FS_OK; i++)
        CHECK(same_value(bits_of(reference.y[i]), bits_of(reference.back[i])), "decode(encode(x)) differs: seed %" PRIu64 " [%" PRId64 "] x %08x: %08x, decoded %08x",
              seed, i, bits_of(x[i]), bits_of(reference.y[i]), bits_of(reference.back[i]));
    for (int k = 0; k < n_isas; k++) {
        if (isas[k].kernels == &fs_kernels_scalar) continue;
        fs_use_kernels(isas[k].kernels);
        run(&f, &shape, src, amax, &actual);
        for (int64_t i = 0; i < rows * length; i++)
            CHECK(bits_of(reference.y[i]) == bits_of(actual.y[i]), "%s: seed %" PRIu64 " [%" PRId64 "] x %08x: scalar %08x, is %08x", isas[k].name,
                  seed, i, bits_of(x[i]), bits_of(reference.y[i]), bits_of(actual.y[i]));
        CHECK(reference.encode_status == actual.encode_status, "%s: seed %" PRIu64 " encode status %d", isas[k].name, seed, actual.encode_status);
        CHECK(memcmp(reference.codes, actual.codes, sizeof actual.codes) == 0, "%s: seed %" PRIu64 " codes", isas[k].name, seed);
        CHECK(memcmp(reference.scales, actual.scales, sizeof actual.scales) == 0, "%s: seed %" PRIu64 " scales", isas[k].name, seed);
        for (int j = 0; j < 2; j++) {
            const fs_stats *a = &reference.stats[j], *b = &actual.stats[j];
            CHECK(memcmp(a, b, sizeof *a) == 0,
                  "%s: seed %" PRIu64 " statistics: x2 %a %a y2 %a %a e2 %a %a max error %a %a counts %" PRId64 " %" PRId64 ", %" PRId64 " %" PRId64
                  ", %" PRId64 " %" PRId64 ", %" PRId64 " %" PRId64 ", %" PRId64 " %" PRId64, isas[k].name, seed, a->x2, b->x2, a->y2, b->y2, a->e2, b->e2,
                  a->max_error, b->max_error, a->n, b->n, a->n_nonfinite, b->n_nonfinite, a->n_zero, b->n_zero, a->n_saturated, b->n_saturated,
                  a->n_subnormal, b->n_subnormal);
        }
        n_values += rows * length;
    }
    if (failures > failures_before && failures_before < 40) describe(&f);
}

int main(int argc, char **argv) {
    struct test_isa isas[4];
    int n_isas = test_isas(isas);
    int64_t n_cases = argc > 1 ? atoll(argv[1]) : N_CASES;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    for (int64_t i = 0; i < n_cases; i++) one_case(first + (uint64_t)i, isas, n_isas);
    for (int k = 0; k < n_isas; k++) printf("-- %s\n", isas[k].name);
    printf("%" PRId64 " random cases, %" PRId64 " values compared\n", n_cases, n_values);
    return finish_tests("isa_equality_test");
}
