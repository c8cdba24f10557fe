/* quantize_bench.c - the kernels as ratios against one-call memcpy (reads: against a plain maximum) of the same bytes in
 * the same run, one thread: 64 M floats from memory, 64 Ki floats in L2.
 *   quantize_bench [millions of floats, default 64] [repetitions, default 5] */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "floatscape.h"

static double now_s(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

struct data {
    float *x, *y;
    int64_t n;
    int64_t calls; /* per measurement, so that short ones last */
    int repetitions;
};

/* One operation on n elements of x (and y). */
typedef void operation(const struct data *d, const void *what, int64_t first, int64_t n);

static void copy(const struct data *d, const void *what, int64_t first, int64_t n) {
    (void)what;
    memcpy(d->y + first, d->x + first, (size_t)n * 4);
}

static fs_shape flat(int64_t first, int64_t n) {
    return (fs_shape){.rows = 1, .row_length = n, .src_row_stride = n, .dst_row_stride = n, .first_index = first, .index_row_stride = n};
}

static void must(fs_status status) {
    if (status == FS_OK) return;
    fprintf(stderr, "quantize_bench: %s\n", fs_status_text(status));
    exit(1);
}

static volatile float sink;
static void read_all(const struct data *d, const void *what, int64_t first, int64_t n) {
    (void)what;
    fs_shape s = flat(first, n);
    float amax = 0;
    must(fs_max_magnitude(&s, FS_GROUP_TENSOR, d->x + first, &amax));
    sink = amax;
}

static void out_of_place(const struct data *d, const void *what, int64_t first, int64_t n) {
    fs_shape s = flat(first, n);
    must(fs_quantize(what, &s, d->x + first, d->y + first, NULL, NULL));
}

/* With the tensor's largest magnitude known, as where an earlier pass or step has found it: one read. */
static void out_of_place_known(const struct data *d, const void *what, int64_t first, int64_t n) {
    fs_shape s = flat(first, n);
    const float amax = 4;
    must(fs_quantize(what, &s, d->x + first, d->y + first, NULL, &amax));
}

static void in_place(const struct data *d, const void *what, int64_t first, int64_t n) {
    fs_shape s = flat(first, n);
    must(fs_quantize(what, &s, d->y + first, d->y + first, NULL, NULL));
}

/* Rows of 4096: what a channel scale sees. */
static void rows(const struct data *d, const void *what, int64_t first, int64_t n) {
    fs_shape s = flat(first, n);
    s.rows = n / 4096;
    s.row_length = s.src_row_stride = s.dst_row_stride = s.index_row_stride = 4096;
    must(fs_quantize(what, &s, d->x + first, d->y + first, NULL, NULL));
}

static void statistics(const struct data *d, const void *what, int64_t first, int64_t n) {
    fs_shape s = flat(first, n);
    fs_stats stats = {0};
    must(fs_statistics(what, 1, &s, d->x + first, NULL, NULL, &stats));
    sink = (float)stats.e2;
}

static void statistics_of_eight(const struct data *d, const void *what, int64_t first, int64_t n) {
    fs_shape s = flat(first, n);
    fs_stats stats[8] = {0};
    must(fs_statistics(what, 8, &s, d->x + first, NULL, NULL, stats));
    sink = (float)stats[0].e2;
}

static void statistics_eight_times(const struct data *d, const void *what, int64_t first, int64_t n) {
    for (int k = 0; k < 8; k++) statistics(d, (const fs_format *)what + k, first, n);
}

/* Thread CPU time: what else the machine does then costs only caches and bandwidth. */
static double best_seconds(const struct data *d, operation *op, const void *what) {
    double best = 1e30;
    op(d, what, 0, d->n);
    for (int r = 0; r < d->repetitions; r++) {
        double start = now_s(CLOCK_THREAD_CPUTIME_ID);
        for (int64_t c = 0; c < d->calls; c++) op(d, what, 0, d->n);
        double t = (now_s(CLOCK_THREAD_CPUTIME_ID) - start) / (double)d->calls;
        if (t < best) best = t;
    }
    return best;
}

struct half {
    const struct data *d;
    operation *op;
    const void *what;
    int64_t first, n;
};

static void *run_half(void *argument) {
    struct half *h = argument;
    for (int64_t c = 0; c < h->d->calls; c++) h->op(h->d, h->what, h->first, h->n);
    return NULL;
}

/* Wall time of the work in halves, one after the other and side by side: the ratio. */
static double two_threads_gain(const struct data *d, operation *op, const void *what) {
    double alone = 1e30, together = 1e30;
    for (int r = 0; r < 3 * d->repetitions; r++) {
        struct half a = {d, op, what, 0, d->n / 2}, b = {d, op, what, d->n / 2, d->n - d->n / 2};
        pthread_t thread;
        double start = now_s(CLOCK_MONOTONIC);
        run_half(&a);
        run_half(&b);
        double middle = now_s(CLOCK_MONOTONIC);
        if (pthread_create(&thread, NULL, run_half, &b) != 0) exit(1);
        run_half(&a);
        pthread_join(thread, NULL);
        double end = now_s(CLOCK_MONOTONIC);
        if (middle - start < alone) alone = middle - start;
        if (end - middle < together) together = end - middle;
    }
    return alone / together;
}

static fs_format element(int e, int m, int specials) {
    return (fs_format){.exponent_bits = e, .mantissa_bits = m, .bias = FS_BIAS_DEFAULT, .specials = specials};
}

static fs_format grouped(fs_format f, int scale, int rule, int group, int64_t block) {
    f.scale = scale, f.scale_rule = rule, f.group = group, f.block_size = block;
    return f;
}

static fs_format rounding(fs_format f, int r) {
    f.rounding = r;
    return f;
}

static fs_format overflowing(fs_format f) {
    f.overflow = FS_OVERFLOW_SPECIAL;
    return f;
}

int main(int argc, char **argv) {
    const int64_t n_memory = (argc > 1 ? atoll(argv[1]) : 64) << 20, n_l2 = 64 << 10;
    const int repetitions = argc > 2 ? atoi(argv[2]) : 5;
    const fs_format e4m3fn = element(4, 3, FS_SPECIALS_NAN), e5m2i = element(5, 2, FS_SPECIALS_IEEE), e2m1 = element(2, 1, 0);
    const fs_format bf16 = overflowing(element(8, 7, FS_SPECIALS_IEEE)), fp16 = overflowing(element(5, 10, FS_SPECIALS_IEEE));
    const fs_format e4m3 = element(4, 3, 0), int8 = {.element = FS_ELEMENT_INT, .integer_bits = 8};
    const struct {
        const char *name;
        operation *op;
        fs_format f;
        int of_read;
    } rows_of_table[] = {
        {"e4m3fn", out_of_place, e4m3fn, 0},
        {"e5m2i", out_of_place, e5m2i, 0},
        {"e2m1", out_of_place, e2m1, 0},
        {"bf16 (e8m7i!ovf)", out_of_place, bf16, 0},
        {"fp16 (e5m10i!ovf)", out_of_place, fp16, 0},
        {"e4m3fn@rna", out_of_place, rounding(e4m3fn, FS_ROUND_NEAREST_AWAY), 0},
        {"e4m3fn@rtz", out_of_place, rounding(e4m3fn, FS_ROUND_TOWARD_ZERO), 0},
        {"e4m3fn@rup", out_of_place, rounding(e4m3fn, FS_ROUND_UP), 0},
        {"e4m3@qpytorch", out_of_place, rounding(e4m3, FS_ROUND_QPYTORCH), 0},
        {"mxfp4", out_of_place, grouped(e2m1, FS_SCALE_E8M0, 0, 0, 32), 0},
        {"mxfp8", out_of_place, grouped(e4m3fn, FS_SCALE_E8M0, 0, 0, 32), 0},
        {"mxint8", out_of_place, grouped(int8, FS_SCALE_E8M0, 0, 0, 32), 0},
        {"nvfp4, amax known", out_of_place_known, grouped(e2m1, FS_SCALE_E4M3_F32, 0, 0, 16), 0},
        {"nvfp4, amax first", out_of_place, grouped(e2m1, FS_SCALE_E4M3_F32, 0, 0, 16), 0},
        {"e2m1:b128:fp32", out_of_place, grouped(e2m1, FS_SCALE_F32, 0, 0, 128), 0},
        {"e4m3fn:b32:fp32", out_of_place, grouped(e4m3fn, FS_SCALE_F32, 0, 0, 32), 0},
        {"e4m3:b128:fp32@qpytorch", out_of_place, rounding(grouped(e4m3, FS_SCALE_F32, 0, 0, 128), FS_ROUND_QPYTORCH), 0},
        {"e4m3fn in place", in_place, e4m3fn, 0},
        {"mxfp4 in place", in_place, grouped(e2m1, FS_SCALE_E8M0, 0, 0, 32), 0},
        {"e4m3fn:channel:fp32", rows, grouped(e4m3fn, FS_SCALE_F32, 0, FS_GROUP_CHANNEL, 0), 0},
        {"e4m3fn:tensor:fp32", out_of_place, grouped(e4m3fn, FS_SCALE_F32, 0, FS_GROUP_TENSOR, 0), 0},
        {"e4m3fn@sr", out_of_place, rounding(e4m3fn, FS_ROUND_STOCHASTIC), 0},
        {"mxfp4@sr", out_of_place, rounding(grouped(e2m1, FS_SCALE_E8M0, 0, 0, 32), FS_ROUND_STOCHASTIC), 0},
        {"statistics e4m3fn", statistics, e4m3fn, 1},
        {"statistics mxfp4", statistics, grouped(e2m1, FS_SCALE_E8M0, 0, 0, 32), 1},
    };
    struct data memory = {aligned_alloc(64, (size_t)n_memory * 4), aligned_alloc(64, (size_t)n_memory * 4), n_memory, 1, repetitions};
    struct data l2 = {aligned_alloc(64, (size_t)n_l2 * 4), aligned_alloc(64, (size_t)n_l2 * 4), n_l2, 1000, repetitions * 2};
    if (!memory.x || !memory.y || !l2.x || !l2.y) return 1;
    uint64_t state = 1;
    for (int64_t i = 0; i < n_memory; i++) {
        /* Sum of four uniforms: near enough to the normal distribution of weights. */
        float sum = 0;
        for (int k = 0; k < 4; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            sum += (float)(int32_t)(state >> 32) * 0x1p-31f;
        }
        memory.x[i] = sum;
    }
    memcpy(memory.y, memory.x, (size_t)n_memory * 4);
    memcpy(l2.x, memory.x, (size_t)n_l2 * 4);
    memcpy(l2.y, memory.x, (size_t)n_l2 * 4);

    double copy_memory = best_seconds(&memory, copy, NULL), copy_l2 = best_seconds(&l2, copy, NULL);
    double read_memory = best_seconds(&memory, read_all, NULL), read_l2 = best_seconds(&l2, read_all, NULL);
    printf("isa %s, %lld M floats from memory, 64 Ki in L2, best of %d; Gelem/s and ratio\n", fs_isa_name(fs_active_isa()), (long long)(n_memory >> 20), repetitions);
    printf("%-26s %8.2f          %8.2f\n", "memcpy, one call", 1e-9 * (double)n_memory / copy_memory, 1e-9 * (double)n_l2 / copy_l2);
    printf("%-26s %8.2f  %6.2f  %8.2f  %6.2f\n", "plain read (maximum)", 1e-9 * (double)n_memory / read_memory, copy_memory / read_memory, 1e-9 * (double)n_l2 / read_l2, copy_l2 / read_l2);
    for (size_t i = 0; i < sizeof rows_of_table / sizeof *rows_of_table; i++) {
        /* The yardstick again beside every row: a shared machine drifts. */
        operation *yardstick = rows_of_table[i].of_read ? read_all : copy;
        double a = best_seconds(&memory, yardstick, NULL), t = best_seconds(&memory, rows_of_table[i].op, &rows_of_table[i].f);
        double b = best_seconds(&l2, yardstick, NULL), u = best_seconds(&l2, rows_of_table[i].op, &rows_of_table[i].f);
        printf("%-26s %8.2f  %6.2f  %8.2f  %6.2f%s\n", rows_of_table[i].name, 1e-9 * (double)n_memory / t, a / t, 1e-9 * (double)n_l2 / u, b / u,
               rows_of_table[i].of_read ? "  of a plain read" : "");
        fflush(stdout);
    }
    const fs_format eight[8] = {e4m3fn, e5m2i, e2m1, bf16, grouped(e2m1, FS_SCALE_E8M0, 0, 0, 32), grouped(e4m3fn, FS_SCALE_E8M0, 0, 0, 32),
                                grouped(int8, FS_SCALE_E8M0, 0, 0, 32), grouped(e2m1, FS_SCALE_E4M3, 0, 0, 16)};
    printf("eight formats in one pass: %.2f x eight passes (memory)\n", best_seconds(&memory, statistics_eight_times, eight) / best_seconds(&memory, statistics_of_eight, eight));
    printf("two threads: memcpy %.2f x one (memory), %.2f x (L2)\n", two_threads_gain(&memory, copy, NULL), two_threads_gain(&l2, copy, NULL));
    printf("two threads: e4m3fn %.2f x one (memory), %.2f x (L2)\n", two_threads_gain(&memory, out_of_place, &e4m3fn), two_threads_gain(&l2, out_of_place, &e4m3fn));
    return 0;
}
