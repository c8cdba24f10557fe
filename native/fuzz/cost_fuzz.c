/* cost_fuzz.c - the cost model on arbitrary arguments: no instruction set may differ from scalar in a bit, and the
 * sanitizers may find nothing. Arrays are exactly as long as the header says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "fs_kernels.h"
#include "fuzz_input.h"

enum { MAX_DESIGNS = 40 };

/* Mostly a value inside a column's range, now and then anything. */
static int32_t column_value(struct input *in, int column) {
    uint64_t b = take(in, 1);
    if (b == 255) return (int32_t)take(in, 4);
    switch (column) {
    case FS_MAC_A_EXPONENT:
    case FS_MAC_B_EXPONENT:
    case FS_MAC_C_EXPONENT: return (int32_t)(b % 13) - 1;
    case FS_MAC_LANES: return 1 + (int32_t)((b | take(in, 1) << 8) % 4096);
    case FS_MAC_SCALE: return (int32_t)(b % 4);
    case FS_MAC_SIGNED:
    case FS_MAC_IEEE: return (int32_t)(b % 2);
    default: return (int32_t)(b % 65);
    }
}

struct costs {
    fs_status status[2];
    double *totals[3], *parts;
};

static void run(int32_t isa, int32_t architecture, int64_t n, const int32_t *columns, int64_t stride, const double *coefficients, struct costs *c) {
    if (fs_select_isa(isa) != FS_OK) abort();
    size_t bytes = (size_t)(n > 0 ? n : 0) * sizeof(double);
    for (int i = 0; i < 3; i++) c->totals[i] = calloc(1, bytes + (bytes == 0));
    c->parts = calloc(1, 3 * FS_MAC_PARTS * bytes + (bytes == 0));
    c->status[0] = fs_mac_cost(architecture, n, columns, stride, coefficients, c->totals[0], c->totals[1], c->totals[2]);
    c->status[1] = fs_mac_cost_parts(architecture, n, columns, stride, coefficients, c->parts);
    if (c->status[0] != c->status[1]) abort();
}

static void release(struct costs *c) {
    for (int i = 0; i < 3; i++) free(c->totals[i]);
    free(c->parts);
}

static void must_equal(const struct costs *a, const struct costs *b, int64_t n) {
    if (a->status[0] != b->status[0]) abort();
    if (a->status[0] != FS_OK || n <= 0) return;
    size_t bytes = (size_t)n * sizeof(double);
    for (int i = 0; i < 3; i++)
        if (memcmp(a->totals[i], b->totals[i], bytes) != 0) abort();
    if (memcmp(a->parts, b->parts, 3 * FS_MAC_PARTS * bytes) != 0) abort();
}

/* Parts added in order are the totals, bit for bit. */
static void parts_must_add_up(const struct costs *c, int64_t n) {
    for (int metric = 0; c->status[0] == FS_OK && metric < 3; metric++)
        for (int64_t i = 0; i < n; i++) {
            double sum = 0;
            for (int part = 0; part < FS_MAC_PARTS; part++) sum += c->parts[(metric * FS_MAC_PARTS + part) * n + i];
            if (memcmp(&sum, &c->totals[metric][i], sizeof sum) != 0) abort();
        }
}

static void names_must_answer(int32_t i) {
    if ((fs_mac_term(i) != NULL) != (i >= 0 && i < FS_MAC_TERMS)) abort();
    if ((fs_mac_part_name(i) != NULL) != (i >= 0 && i < FS_MAC_PARTS)) abort();
    if ((fs_mac_architecture_name(i) != NULL) != (i >= 0 && i < FS_MAC_ARCHITECTURES)) abort();
    if ((fs_layout(i) != NULL) != (i >= 0 && i < fs_layout_count())) abort();
    if (fs_status_text(i) == NULL || (fs_isa_name(i) != NULL) != (i >= FS_ISA_SCALAR && i <= FS_ISA_AVX512)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct input in = {data, size};
    names_must_answer((int32_t)take(&in, 2) - 100);
    uint64_t a = take(&in, 1);
    int32_t architecture = a == 255 ? (int32_t)take(&in, 4) : (int32_t)(a % FS_MAC_ARCHITECTURES);
    int64_t n = (int64_t)(take(&in, 1) % (MAX_DESIGNS + 2)) - 1, stride = n + (int64_t)(take(&in, 1) % 4) - (take(&in, 1) == 255);
    size_t n_columns = n > 0 && stride >= n ? (size_t)((FS_MAC_COLUMNS - 1) * stride + n) : 0;
    double *coefficients = malloc(FS_MAC_TERMS * sizeof *coefficients);
    for (int i = 0; i < FS_MAC_TERMS; i++) coefficients[i] = (double)(int8_t)take(&in, 1) * 0x1p-5;
    int32_t *columns = calloc(n_columns + 1, sizeof *columns);
    for (int c = 0; c < FS_MAC_COLUMNS && n_columns > 0; c++)
        for (int64_t i = 0; i < n; i++) columns[c * stride + i] = column_value(&in, c);

    struct costs scalar = {0};
    run(FS_ISA_SCALAR, architecture, n, columns, stride, coefficients, &scalar);
    parts_must_add_up(&scalar, n);
    for (int32_t isa = FS_ISA_AVX2; isa <= FS_ISA_AVX512; isa++) {
        if (!fs_isa_supported(isa)) continue;
        struct costs other = {0};
        run(isa, architecture, n, columns, stride, coefficients, &other);
        must_equal(&scalar, &other, n);
        release(&other);
    }
    release(&scalar);
    free(columns), free(coefficients);
    return 0;
}
