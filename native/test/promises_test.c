/* promises_test.c - what the header promises beyond single results: codes survive a round trip, cutting a tensor
 * changes nothing, bad arguments are refused, statistics are what their names say. */
#include "fs_philox.h"
#include "fs_test.h"

static int every_code_of(fs_format f) {
    fs_format_info info;
    int e = f.exponent_bits, m = f.mantissa_bits;
    if (fs_format_describe(&f, &info) != FS_OK || info.code_bits > 16) return 0;
    f.overflow = info.has_infinity ? FS_OVERFLOW_SPECIAL : FS_OVERFLOW_SATURATE;
    int64_t n = info.n_codes, bytes = fs_code_row_bytes(&f, n);
    uint8_t *codes = calloc(1, (size_t)bytes + 8), *again = calloc(1, (size_t)bytes + 8);
    float *values = checked_alloc((size_t)n * 4);
    for (int64_t c = 0; c < n; c++)
        for (int b = 0; b < info.code_bits; b++)
            if (c >> b & 1) codes[(c * info.code_bits + b) / 8] |= (uint8_t)(1 << ((c * info.code_bits + b) % 8));
    fs_shape shape = dense(1, n);
    shape.src_row_stride = bytes;
    CHECK(fs_decode(&f, &shape, codes, NULL, NULL, values) == FS_OK, "decode");
    shape = dense(1, n);
    shape.dst_row_stride = bytes;
    fs_status status = fs_encode(&f, &shape, values, again, NULL, NULL, NULL);
    CHECK(status == FS_OK, "encode e%dm%d bias %d specials %d: %d", e, m, info.bias, f.specials, status);
    for (int64_t c = 0; c < n; c++) {
        double value;
        uint32_t back = 0;
        fs_code_value(&f, (uint32_t)c, &value);
        for (int b = 0; b < info.code_bits; b++) back |= (uint32_t)(again[(c * info.code_bits + b) / 8] >> ((c * info.code_bits + b) % 8) & 1) << b;
        CHECK(isnan(value) ? isnan(values[c]) : (float)value == values[c], "e%dm%d code %" PRId64 ": %g, decoded %g", e, m, c, value, (double)values[c]);
        /* Above 2^128 (E = 8 without reserved codes) float32 sees one Inf; several NaN codes become the quiet one. */
        int one_to_one = !isnan(value) && fabs(value) < 0x1p128;
        if (one_to_one || (isinf(value) && info.has_infinity))
            CHECK(back == (uint32_t)c, "e%dm%d bias %d specials %d code %" PRId64 " comes back as %u", e, m, info.bias, f.specials, c, back);
    }
    free(codes), free(again), free(values);
    return 1;
}

/* With the default bias and with the largest, whose smallest normal value is a subnormal float32. */
static void every_code_survives_decode_and_encode(void) {
    int n_formats = 0;
    for (int e = 0; e <= 8; e++)
        for (int m = 0; m <= 10; m++)
            for (int specials = 0; specials <= FS_SPECIALS_P3109_UNSIGNED_INF; specials++) {
                fs_format f = float_format(e, m, specials);
                n_formats += every_code_of(f);
                f.bias = e == 0 ? 127 : 128;
                n_formats += every_code_of(f);
            }
    printf("%d formats, every code\n", n_formats);
}

static void integers_survive_too(void) {
    for (int element = FS_ELEMENT_INT; element <= FS_ELEMENT_UINT; element++)
        for (int w = 2; w <= 8; w++) {
            fs_format f = {.element = element, .integer_bits = w};
            for (uint32_t c = 0; c < 1u << w; c++) {
                double value;
                fs_code_value(&f, c, &value);
                float x = (float)value;
                uint8_t code[1] = {0};
                fs_shape shape = dense(1, 1);
                CHECK(fs_encode(&f, &shape, &x, code, NULL, NULL, NULL) == FS_OK, "encode");
                int unused = element == FS_ELEMENT_INT && c == 1u << (w - 1);
                CHECK(unused || code[0] == c, "integer kind %d w %d code %u: %g comes back as %u", element, w, c, value, code[0]);
            }
        }
}

static void named_formats_have_their_published_ranges(void) {
    struct {
        fs_format f;
        double max, min_normal, min_positive;
    } cases[] = {
        {float_format(4, 3, FS_SPECIALS_NAN), 448, 0x1p-6, 0x1p-9},   {float_format(5, 2, FS_SPECIALS_IEEE), 57344, 0x1p-14, 0x1p-16},
        {float_format(4, 3, FS_SPECIALS_NONE), 480, 0x1p-6, 0x1p-9},  {float_format(4, 3, FS_SPECIALS_IEEE), 240, 0x1p-6, 0x1p-9},
        {float_format(3, 2, FS_SPECIALS_NONE), 28, 0x1p-2, 0x1p-4},   {float_format(2, 3, FS_SPECIALS_NONE), 7.5, 1, 0x1p-3},
        {float_format(2, 1, FS_SPECIALS_NONE), 6, 1, 0.5},            {float_format(5, 10, FS_SPECIALS_IEEE), 65504, 0x1p-14, 0x1p-24},
        {float_format(8, 7, FS_SPECIALS_IEEE), 0x1.fep127, 0x1p-126, 0x1p-133},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fs_format_info info;
        CHECK(fs_format_describe(&cases[i].f, &info) == FS_OK, "describe");
        CHECK(info.max == cases[i].max && info.min_normal == cases[i].min_normal && info.min_positive == cases[i].min_positive,
              "case %zu: max %g, min normal %g, min %g", i, info.max, info.min_normal, info.min_positive);
    }
}

static float quantized(fs_format f, float x) {
    float y;
    fs_shape shape = dense(1, 1);
    CHECK(fs_quantize(&f, &shape, &x, &y, NULL, NULL) == FS_OK, "status");
    return y;
}

/* Longer than a tile, in place: Inf in one tile, in none, and beside finite overflow. */
static void infinities_pass_where_they_are_to(void) {
    enum { N = 3 * FS_TILE + 5 };
    static float x[N], y[N];
    const int at[] = {0, 17, 2 * FS_TILE - 1, N - 1};
    fs_shape shape = dense(1, N);
    fs_format f = float_format(5, 2, FS_SPECIALS_IEEE);
    f.overflow = FS_OVERFLOW_PROPAGATE;
    for (int i = 0; i < N; i++) x[i] = y[i] = (float)(i - N / 2) * 0x1p8f;
    for (int k = 0; k < 4; k++) x[at[k]] = y[at[k]] = k % 2 ? INFINITY : -INFINITY;
    CHECK(fs_quantize(&f, &shape, y, y, NULL, NULL) == FS_OK, "status");
    f.overflow = FS_OVERFLOW_SATURATE;
    for (int i = 0; i < N; i++) CHECK(y[i] == (isinf(x[i]) ? x[i] : quantized(f, x[i])), "[%d] %a: %a", i, x[i], y[i]);

    /* Under a scale both are one. */
    static float saturated[N], propagated[N];
    f.scale = FS_SCALE_E8M0, f.block_size = 32;
    CHECK(fs_quantize(&f, &shape, x, saturated, NULL, NULL) == FS_OK, "status");
    f.overflow = FS_OVERFLOW_PROPAGATE;
    CHECK(fs_quantize(&f, &shape, x, propagated, NULL, NULL) == FS_OK && memcmp(saturated, propagated, sizeof saturated) == 0, "scaled");
}

static void policies_do_what_they_say(void) {
    fs_format f = float_format(4, 3, FS_SPECIALS_NAN);
    CHECK(quantized(f, 1e9f) == 448 && quantized(f, INFINITY) == 448 && isnan(quantized(f, NAN)), "saturate");
    f.overflow = FS_OVERFLOW_SPECIAL;
    CHECK(quantized(f, 464) == 448 && isnan(quantized(f, 464.1f)) && isnan(quantized(f, -INFINITY)), "NaN on overflow");
    f = float_format(5, 2, FS_SPECIALS_IEEE);
    f.overflow = FS_OVERFLOW_SPECIAL;
    CHECK(quantized(f, -61440) == -INFINITY && quantized(f, 61439) == 57344, "Inf on overflow");
    f.overflow = FS_OVERFLOW_PROPAGATE; /* as ml_dtypes' saturating conversion */
    CHECK(quantized(f, -1e9f) == -57344 && quantized(f, -INFINITY) == -INFINITY, "Inf passes, finite overflow saturates");
    f = float_format(4, 3, FS_SPECIALS_NAN);
    f.overflow = FS_OVERFLOW_PROPAGATE;
    CHECK(quantized(f, 1e9f) == 448 && bits_of(quantized(f, -INFINITY)) == 0xffc00000u, "NaN with the sign where there is no Inf");
    f = float_format(5, 2, FS_SPECIALS_IEEE);
    f.overflow = FS_OVERFLOW_SPECIAL;
    f.subnormals = FS_SUBNORMALS_FLUSH;
    CHECK(bits_of(quantized(f, -0x1.8p-15f)) == 0x80000000u && quantized(f, 0x1.fp-15f) == 0x1p-14f, "flushed after rounding, with its sign");
    f = float_format(5, 2, FS_SPECIALS_IEEE);
    f.overflow = FS_OVERFLOW_SPECIAL, f.rounding = FS_ROUND_TOWARD_ZERO;
    CHECK(quantized(f, 1e9f) == 57344 && quantized(f, -1e9f) == -57344 && quantized(f, INFINITY) == INFINITY, "toward zero stops at the largest value");
    f.rounding = FS_ROUND_UP;
    CHECK(quantized(f, 1e9f) == INFINITY && quantized(f, -1e9f) == -57344, "up passes the largest value, not the smallest");
    fs_format u = {.element = FS_ELEMENT_UINT, .integer_bits = 4}, full = {.element = FS_ELEMENT_INT_FULL, .integer_bits = 4};
    CHECK(quantized(u, -3) == 0 && bits_of(quantized(u, -3)) == 0 && quantized(u, 99) == 15, "unsigned");
    CHECK(quantized(full, -99) == -8 && quantized(full, 99) == 7, "two's complement");
    f = float_format(3, 2, FS_SPECIALS_NONE);
    f.bias = 10;
    CHECK(quantized(f, 1e9f) == ldexpf(1.75f, 7 - 10), "bias");
    CHECK(quantized(float_format(0, 3, 0), 99) == 1.75f && quantized(float_format(0, 3, 0), 0.3f) == 0.25f, "fixed point");
}

static void non_finite_values_spoil_their_group_only(void) {
    float x[96], y[96];
    for (int i = 0; i < 96; i++) x[i] = (float)i;
    x[40] = NAN, x[70] = INFINITY;
    for (int scale = FS_SCALE_E8M0; scale <= FS_SCALE_F32; scale++) {
        if (scale == FS_SCALE_E4M3_F32) continue; /* its tensor scale makes the tensor one group */
        fs_format f = scaled(float_format(2, 1, 0), scale, 0, FS_GROUP_BLOCK, 16);
        fs_shape shape = dense(1, 96);
        CHECK(fs_quantize(&f, &shape, x, y, NULL, NULL) == FS_OK, "status");
        for (int i = 0; i < 96; i++) CHECK((i / 16 == 2 || i / 16 == 4) ? bits_of(y[i]) == 0x7fc00000u : isfinite(y[i]), "scale %d [%d] %g", scale, i, (double)y[i]);
    }
}

/* A tensor cut into rows and block-aligned columns, against the whole. */
static void cutting_changes_nothing(void) {
    enum { ROWS = 6, LENGTH = 1600 };
    static float x[ROWS * LENGTH], whole[ROWS * LENGTH], parts[ROWS * LENGTH];
    uint64_t state = 7;
    for (int i = 0; i < ROWS * LENGTH; i++) x[i] = (float)((double)(int32_t)next_random(&state) * 0x1p-31);
    fs_format e4m3 = float_format(4, 3, FS_SPECIALS_NAN), e2m1 = float_format(2, 1, 0);
    e4m3.seed = e2m1.seed = 42;
    fs_format list[] = {e4m3, scaled(e2m1, FS_SCALE_E8M0, 0, FS_GROUP_BLOCK, 32), scaled(e2m1, FS_SCALE_E4M3_F32, 0, FS_GROUP_BLOCK, 16),
                        scaled(e4m3, FS_SCALE_F32, 0, FS_GROUP_CHANNEL, 0), scaled(e4m3, FS_SCALE_BF16, 0, FS_GROUP_TENSOR, 0),
                        scaled(e2m1, FS_SCALE_F32, 0, FS_GROUP_BLOCK, 32)};
    const int rounding[] = {FS_ROUND_NEAREST_EVEN, FS_ROUND_STOCHASTIC};
    fs_shape all = dense(ROWS, LENGTH);
    all.first_index = 1000;
    for (size_t k = 0; k < sizeof list / sizeof *list; k++)
        for (int r = 0; r < 2; r++) {
            fs_format f = list[k];
            f.rounding = rounding[r];
            float row_amax[ROWS] = {0}, tensor_amax = 0;
            CHECK(fs_quantize(&f, &all, x, whole, NULL, NULL) == FS_OK, "whole");
            for (int row = 0; row < ROWS; row += 2)
                for (int column = 0; column < LENGTH; column += 480) {
                    fs_shape part = all;
                    part.rows = 2;
                    part.row_length = LENGTH - column < 480 ? LENGTH - column : 480;
                    fs_max_magnitude(&part, FS_GROUP_CHANNEL, x + row * LENGTH + column, row_amax + row);
                    fs_max_magnitude(&part, FS_GROUP_TENSOR, x + row * LENGTH + column, &tensor_amax);
                }
            for (int row = 0; row < ROWS; row += 2)
                for (int column = 0; column < LENGTH; column += 480) {
                    fs_shape part = all;
                    part.rows = 2;
                    part.row_length = LENGTH - column < 480 ? LENGTH - column : 480;
                    part.first_index = all.first_index + row * LENGTH + column;
                    int64_t at = row * LENGTH + column;
                    CHECK(fs_quantize(&f, &part, x + at, parts + at, row_amax + row, &tensor_amax) == FS_OK, "part");
                }
            CHECK(memcmp(whole, parts, sizeof whole) == 0, "format %zu rounding %d: parts differ from the whole", k, rounding[r]);
            memcpy(parts, x, sizeof parts);
            CHECK(fs_quantize(&f, &all, parts, parts, NULL, NULL) == FS_OK && memcmp(whole, parts, sizeof whole) == 0, "in place differs");
        }
}

static void stochastic_rounding_is_unbiased_and_seeded(void) {
    enum { N = 1 << 16 };
    static float x[N], y[N], z[N];
    fs_format f = float_format(4, 3, FS_SPECIALS_NAN);
    f.rounding = FS_ROUND_STOCHASTIC;
    fs_shape shape = dense(1, N);
    for (int i = 0; i < N; i++) x[i] = 17.3f; /* between 16 and 18: up with probability 0.65 */
    fs_quantize(&f, &shape, x, y, NULL, NULL);
    int up = 0;
    for (int i = 0; i < N; i++) up += y[i] == 18;
    CHECK(fabs(up / (double)N - 0.65) < 0.01, "share rounded up %g", up / (double)N);
    f.seed = 1;
    fs_quantize(&f, &shape, x, z, NULL, NULL);
    CHECK(memcmp(y, z, sizeof y) != 0, "the seed has no effect");
}

/* Known answers of Philox4x32-10 (the authors' kat_vectors): counter and key 0. r of 2^16 parts are added before rounding down:
 * 2^16 - r parts above 1 become the next value, one part less does not. */
static void random_bits_are_philox(void) {
    enum { N = 128 };
    const uint32_t words[4] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    fs_format f = float_format(4, 3, FS_SPECIALS_NAN);
    f.rounding = FS_ROUND_STOCHASTIC;
    fs_shape shape = dense(1, N);
    FOR_EACH_ISA {
        for (int h = 0; h < 8; h++) {
            uint32_t r = words[h / 2] >> (h % 2 * 16) & 0xffff;
            CHECK(fs_random_bits(0, (uint64_t)(16 * h)) == r, "halfword %d", h);
            for (int enough = 0; enough < 2; enough++) {
                float x[N] = {0}, y[N];
                x[16 * h] = 1 + ldexpf((float)(65535 - r + (uint32_t)enough), -3 - 16);
                CHECK(fs_quantize(&f, &shape, x, y, NULL, NULL) == FS_OK && y[16 * h] == (enough ? 1.125f : 1.0f), "halfword %d: %g becomes %g", h, x[16 * h], y[16 * h]);
            }
        }
    }
}

static void statistics_are_what_they_say(void) {
    enum { N = 5000 };
    static float x[N], y[N];
    uint64_t state = 3;
    for (int i = 0; i < N; i++) x[i] = (float)((double)(int32_t)next_random(&state) * 0x1p-28) * (i % 3 ? 1 : 1e-3f);
    x[5] = 1e6f, x[17] = NAN, x[900] = INFINITY;
    fs_format f = float_format(4, 3, FS_SPECIALS_NAN);
    fs_shape shape = dense(1, N);
    fs_quantize(&f, &shape, x, y, NULL, NULL);
    FOR_EACH_ISA {
        fs_stats s = {0};
        CHECK(fs_statistics(&f, 1, &shape, x, NULL, NULL, &s) == FS_OK, "status");
        double x2 = 0, y2 = 0, xy = 0, e2 = 0, max_error = 0, max = 0;
        int64_t n = 0, zero = 0, saturated = 0, subnormal = 0;
        for (int i = 0; i < N; i++) {
            zero += y[i] == 0;
            saturated += fabsf(x[i]) > 464;
            subnormal += y[i] != 0 && fabsf(y[i]) < 0x1p-6f;
            if (!isfinite(x[i]) || !isfinite(y[i])) continue;
            double e = (double)x[i] - y[i];
            x2 += (double)x[i] * x[i], y2 += (double)y[i] * y[i], xy += (double)x[i] * y[i], e2 += e * e, n++;
            max_error = fmax(max_error, fabs(e)), max = fmax(max, fabsf(x[i]));
        }
        CHECK(fabs(s.x2 / x2 - 1) < 4e-6 && fabs(s.y2 / y2 - 1) < 4e-6 && fabs(s.e2 / e2 - 1) < 4e-6 && fabs(s.xy / xy - 1) < 4e-6, "sums");
        CHECK(fabs(s.max_error / max_error - 1) < 1e-6 && s.max_magnitude == max, "max error %g %g", s.max_error, max_error);
        CHECK(s.n == n && s.n_nonfinite == 2 && s.n_zero == zero && s.n_saturated == saturated && s.n_subnormal == subnormal,
              "counts %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, s.n, s.n_zero, s.n_saturated, s.n_subnormal);
    }
}

static int is_near(double a, double b) { return fabs(a - b) <= 8e-6 * fabs(b); }

/* Results, and errors, whose squares float32 does not hold, of inputs whose squares it does. */
static void statistics_hold_below_float32(void) {
    enum { N = 100 };
    float x[N], y[N];
    fs_format tiny = float_format(3, 3, FS_SPECIALS_NONE), tf32 = float_format(8, 10, FS_SPECIALS_IEEE);
    tiny.bias = 127;
    const fs_format formats[] = {tiny, tf32};
    fs_shape shape = dense(1, N);
    for (int k = 0; k < 2; k++) {
        for (int i = 0; i < N; i++) x[i] = k == 0 ? (float)i : i == 0 ? 0x1p-40f : 0x1.0014p-66f;
        CHECK(fs_quantize(&formats[k], &shape, x, y, NULL, NULL) == FS_OK, "status");
        double y2 = 0, xy = 0, e2 = 0;
        for (int i = 0; i < N; i++) {
            double e = (double)x[i] - y[i];
            y2 += (double)y[i] * y[i], xy += (double)x[i] * y[i], e2 += e * e;
        }
        fs_stats s = {0};
        CHECK(fs_statistics(&formats[k], 1, &shape, x, NULL, NULL, &s) == FS_OK, "status");
        CHECK(is_near(s.y2, y2) && is_near(s.xy, xy) && is_near(s.e2, e2), "format %d: y2 %g of %g, e2 %g of %g", k, s.y2, y2, s.e2, e2);
    }
}

static void nothing_saturates_in_a_nan_group(void) {
    float x[64];
    for (int i = 0; i < 64; i++) x[i] = 96;
    x[40] = NAN, x[41] = INFINITY;
    fs_shape shape = dense(1, 64);
    for (int scale = FS_SCALE_E8M0; scale <= FS_SCALE_F32; scale++) {
        fs_format f = scaled(float_format(2, 1, 0), scale, 0, FS_GROUP_BLOCK, 32);
        fs_stats s = {0};
        CHECK(fs_statistics(&f, 1, &shape, x, NULL, NULL, &s) == FS_OK, "status");
        CHECK(s.n_saturated == 0, "scale %d: %" PRId64, scale, s.n_saturated);
    }
}

static void histogram_counts_everything_once(void) {
    float x[40] = {0};
    for (int i = 0; i < 32; i++) x[i] = i == 3 ? 8.0f : 1.0f;
    int64_t magnitudes[FS_MAGNITUDE_BINS] = {0}, crests[FS_CREST_BINS] = {0};
    fs_shape shape = dense(1, 40);
    CHECK(fs_histogram(&shape, 16, x, magnitudes, crests) == FS_OK, "status");
    CHECK(magnitudes[0] == 8 && magnitudes[127] == 31 && magnitudes[130] == 1, "magnitudes");
    /* Block 0: amax 8, rms sqrt(79 / 16) = 2.222, log2 of the ratio 1.848: bin 7. Block 1: 0. The zeros: none. */
    CHECK(crests[7] == 1 && crests[0] == 1, "crests");
}

/* However many rows there are of nothing, nothing is to do. */
static void empty_rows_take_no_time(void) {
    float x[1] = {0}, y[1], amax[1];
    uint8_t codes[4], scales[4];
    int64_t bins[FS_MAGNITUDE_BINS + FS_CREST_BINS] = {0};
    fs_shape shape = {.rows = INT64_MAX};
    for (int group = FS_GROUP_BLOCK; group <= FS_GROUP_TENSOR; group++)
        for (int scale = FS_SCALE_NONE; scale <= FS_SCALE_F32; scale++) {
            fs_format f = scaled(float_format(2, 1, 0), scale, 0, group, 32);
            fs_stats s = {0};
            if (fs_format_check(&f) != FS_OK) continue;
            CHECK(fs_quantize(&f, &shape, x, y, NULL, NULL) == FS_OK && fs_statistics(&f, 1, &shape, x, NULL, NULL, &s) == FS_OK && s.n == 0, "scale %d", scale);
            CHECK(fs_encode(&f, &shape, x, codes, scales, NULL, NULL) == FS_OK && fs_decode(&f, &shape, codes, scales, x, y) == FS_OK, "scale %d", scale);
        }
    CHECK(fs_histogram(&shape, 32, x, bins, bins + FS_MAGNITUDE_BINS) == FS_OK && fs_max_magnitude(&shape, FS_GROUP_CHANNEL, x, amax) == FS_OK, "status");
}

static void bad_arguments_are_refused(void) {
    float x[64] = {0}, y[64];
    uint8_t codes[64], scales[64];
    fs_format f = float_format(4, 3, FS_SPECIALS_NAN), bad = f;
    fs_shape shape = dense(2, 16), s;
    CHECK(fs_quantize(NULL, &shape, x, y, NULL, NULL) == FS_E_NULL && fs_quantize(&f, NULL, x, y, NULL, NULL) == FS_E_NULL, "NULL format, shape");
    CHECK(fs_quantize(&f, &shape, NULL, y, NULL, NULL) == FS_E_NULL && fs_quantize(&f, &shape, x, NULL, NULL, NULL) == FS_E_NULL, "NULL data");
    CHECK(fs_quantize(&f, &shape, x, x + 1, NULL, NULL) == FS_E_SHAPE, "overlap");
    s = shape, s.src_row_stride = 15;
    CHECK(fs_quantize(&f, &s, x, y, NULL, NULL) == FS_E_SHAPE, "stride");
    s = shape, s.rows = INT64_MAX, s.src_row_stride = INT64_MAX;
    CHECK(fs_quantize(&f, &s, x, y, NULL, NULL) == FS_E_SHAPE, "extent beyond 64 bits");
    s = shape, s.rows = -1;
    CHECK(fs_quantize(&f, &s, x, y, NULL, NULL) == FS_E_SHAPE, "rows");
    s = shape, s.dtype = 9;
    CHECK(fs_quantize(&f, &s, x, y, NULL, NULL) == FS_E_DTYPE, "dtype");
    s = shape, s.dtype = FS_DTYPE_F16;
    CHECK(fs_quantize(&f, &s, x, x, NULL, NULL) == FS_E_DTYPE, "in place float16");
    bad.exponent_bits = 9;
    CHECK(fs_format_check(&bad) == FS_E_FORMAT, "exponent bits");
    bad = f, bad.scale = FS_SCALE_F32, bad.block_size = 0;
    CHECK(fs_format_check(&bad) == FS_E_FORMAT, "block size");
    bad = f, bad.rounding = FS_ROUND_QPYTORCH;
    CHECK(fs_format_check(&bad) == FS_E_FORMAT, "QPyTorch has no NaN code");
    bad = float_format(4, 3, FS_SPECIALS_NONE), bad.overflow = FS_OVERFLOW_PROPAGATE;
    CHECK(fs_format_check(&bad) == FS_E_FORMAT, "neither Inf nor NaN to propagate");
    x[3] = NAN;
    bad = float_format(2, 1, 0);
    s = shape, s.dst_row_stride = 8;
    CHECK(fs_encode(&bad, &s, x, codes, scales, NULL, NULL) == FS_E_NAN_CODE, "NaN without a code");
    CHECK(fs_select_isa(17) == FS_E_ISA, "unknown ISA");
    CHECK(fs_layout_count() > 30 && fs_layout(-1) == NULL && fs_layout(fs_layout_count()) == NULL, "layout");
}

int main(void) {
    FOR_EACH_ISA {
        every_code_survives_decode_and_encode();
        integers_survive_too();
        named_formats_have_their_published_ranges();
        policies_do_what_they_say();
        infinities_pass_where_they_are_to();
        non_finite_values_spoil_their_group_only();
        cutting_changes_nothing();
        stochastic_rounding_is_unbiased_and_seeded();
        statistics_hold_below_float32();
        nothing_saturates_in_a_nan_group();
        histogram_counts_everything_once();
        empty_rows_take_no_time();
        bad_arguments_are_refused();
    }
    random_bits_are_philox();
    statistics_are_what_they_say();
    return finish_tests("promises_test");
}
