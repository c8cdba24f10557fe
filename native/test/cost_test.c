/* cost_test.c - the cost model: every instruction set gives the scalar loops' bits, in every kind of batch;
 * parts add up to totals; nothing outside the arrays is touched; bad arguments are refused. */
#include <sys/mman.h>
#include <unistd.h>
#include "cost/mac_kernels.h"
#include "fs_test.h"

enum { MAX_DESIGNS = 67, N_BATCHES = 600 };

struct batch {
    int64_t n;
    int32_t columns[FS_MAC_COLUMNS * MAX_DESIGNS];
    double coefficients[FS_MAC_TERMS];
};

static int32_t pick(uint64_t *state, int32_t low, int32_t high) {
    return low + (int32_t)(next_random(state) % (uint64_t)(high - low + 1));
}

static int32_t random_value(uint64_t *state, int column) {
    switch (column) {
    case FS_MAC_A_EXPONENT:
    case FS_MAC_B_EXPONENT:
    case FS_MAC_C_EXPONENT: return pick(state, -1, 11);
    case FS_MAC_C_MANTISSA: return pick(state, 0, 60);
    case FS_MAC_LANES: return pick(state, 0, 3) ? 1 << pick(state, 0, 8) : pick(state, 1, 4096);
    case FS_MAC_SCALE: return pick(state, 0, 3);
    case FS_MAC_SIGNED:
    case FS_MAC_IEEE: return pick(state, 0, 1);
    case FS_MAC_REGISTER_BITS: return pick(state, 0, 1) ? 0 : pick(state, 0, 5000);
    default: return pick(state, 0, 30);
    }
}

/* kind 0: anything; 1: nothing IEEE coded; 2: that, and one accumulator, lane count, scale for all. */
static void fill(struct batch *b, uint64_t *state, int64_t n, int kind) {
    b->n = n;
    for (int c = 0; c < FS_MAC_COLUMNS; c++) {
        int32_t first = random_value(state, c);
        int shared = kind == 2 && c >= FS_MAC_C_EXPONENT && c != FS_MAC_IEEE;
        for (int64_t i = 0; i < n; i++) {
            int32_t value = shared ? first : random_value(state, c);
            b->columns[c * n + i] = kind > 0 && c == FS_MAC_IEEE ? 0 : value;
        }
    }
    for (int t = 0; t < FS_MAC_TERMS; t++)
        b->coefficients[t] = pick(state, 0, 3) ? (double)pick(state, 0, 1 << 20) * 0x1p-16 : 0.0;
}

static const struct fs_mac_kernels *kernels_of(int isa) {
    return isa == FS_ISA_SCALAR ? &fs_mac_kernels_scalar : isa == FS_ISA_AVX2 ? &fs_mac_kernels_avx2 : &fs_mac_kernels_avx512;
}

static void every_isa_gives_the_scalar_bits(void) {
    static struct batch b;
    static double want[3][MAX_DESIGNS], got[3][MAX_DESIGNS];
    for (int isa = FS_ISA_AVX2; isa <= FS_ISA_AVX512; isa++) {
        if (!fs_isa_supported(isa)) {
            printf("SKIPPED: %s (this CPU cannot run it)\n", fs_isa_name(isa));
            continue;
        }
        printf("-- %s\n", fs_isa_name(isa));
        uint64_t state = 20251117;
        for (int batch = 0; batch < N_BATCHES; batch++) {
            int architecture = batch % FS_MAC_ARCHITECTURES, kind = batch / FS_MAC_ARCHITECTURES % 3;
            fill(&b, &state, batch % MAX_DESIGNS, kind);
            size_t bytes = (size_t)b.n * sizeof(double);
            fs_mac_kernels_scalar.totals(architecture, b.n, b.columns, b.n, b.coefficients, want[0], want[1], want[2]);
            kernels_of(isa)->totals(architecture, b.n, b.columns, b.n, b.coefficients, got[0], got[1], got[2]);
            for (int m = 0; m < 3; m++)
                CHECK(memcmp(want[m], got[m], bytes) == 0, "%s: totals of metric %d, batch %d of kind %d",
                      fs_mac_architecture_name(architecture), m, batch, kind);
        }
    }
}

static void parts_add_up_to_the_total(void) {
    static struct batch b;
    static double total[3][MAX_DESIGNS], parts[3 * FS_MAC_PARTS * MAX_DESIGNS];
    uint64_t state = 7;
    for (int batch = 0; batch < N_BATCHES; batch++) {
        int architecture = batch % FS_MAC_ARCHITECTURES;
        fill(&b, &state, 1 + batch % (MAX_DESIGNS - 1), batch / FS_MAC_ARCHITECTURES % 3);
        CHECK(fs_mac_cost(architecture, b.n, b.columns, b.n, b.coefficients, total[0], total[1], total[2]) == FS_OK, "totals");
        CHECK(fs_mac_cost_parts(architecture, b.n, b.columns, b.n, b.coefficients, parts) == FS_OK, "parts");
        for (int m = 0; m < 3; m++)
            for (int64_t i = 0; i < b.n; i++) {
                double sum = 0.0;
                for (int p = 0; p < FS_MAC_PARTS; p++) sum += parts[(m * FS_MAC_PARTS + p) * b.n + i];
                CHECK(sum == total[m][i], "%s metric %d design %d: parts %a, total %a",
                      fs_mac_architecture_name(architecture), m, (int)i, sum, total[m][i]);
            }
    }
}

/* A batch's last design, and a batch of every design alone, cost the same: the kind of batch changes no bit. */
static void batches_change_nothing(void) {
    static struct batch b;
    static double together[3][MAX_DESIGNS];
    uint64_t state = 11;
    for (int architecture = 0; architecture < FS_MAC_ARCHITECTURES; architecture++) {
        fill(&b, &state, MAX_DESIGNS, 1);
        fs_mac_cost(architecture, b.n, b.columns, b.n, b.coefficients, together[0], together[1], together[2]);
        for (int64_t i = 0; i < b.n; i++) {
            double alone[3];
            fs_mac_cost(architecture, 1, b.columns + i, b.n, b.coefficients, &alone[0], &alone[1], &alone[2]);
            for (int m = 0; m < 3; m++)
                CHECK(alone[m] == together[m][i], "%s: design %d", fs_mac_architecture_name(architecture), (int)i);
        }
    }
}

static void costs_are_linear_in_the_coefficients(void) {
    static struct batch b;
    uint64_t state = 13;
    for (int architecture = 0; architecture < FS_MAC_ARCHITECTURES; architecture++) {
        fill(&b, &state, 1, 0);
        /* A float unit with integer operands is no design: its counts mean nothing. */
        for (int c = FS_MAC_A_EXPONENT; c <= FS_MAC_C_EXPONENT; c += 2)
            if (b.columns[c] < 0) b.columns[c] = 4;
        for (int c = FS_MAC_A_MANTISSA; c <= FS_MAC_C_MANTISSA; c += 2) b.columns[c] += 2;
        double sum[3] = {0, 0, 0}, all[3], one[3], unit[FS_MAC_TERMS] = {0};
        for (int t = 0; t < FS_MAC_TERMS; t++) {
            unit[t] = b.coefficients[t];
            fs_mac_cost(architecture, 1, b.columns, 1, unit, &one[0], &one[1], &one[2]);
            unit[t] = 0;
            int metric = fs_mac_term(t)->metric;
            sum[metric] += one[metric];
            CHECK(one[(metric + 1) % 3] == 0 && one[(metric + 2) % 3] == 0, "term %d touches another metric", t);
            CHECK(one[metric] >= 0, "term %d counts a negative amount", t);
        }
        fs_mac_cost(architecture, 1, b.columns, 1, b.coefficients, &all[0], &all[1], &all[2]);
        for (int m = 0; m < 3; m++)
            CHECK(fabs(sum[m] - all[m]) <= 1e-12 * all[m], "%s metric %d: %g of terms, %g at once",
                  fs_mac_architecture_name(architecture), m, sum[m], all[m]);
    }
}

static void nothing_outside_the_arrays_is_touched(void) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *base = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) abort();
    for (int guard = 1; guard < 8; guard += 2)
        if (mprotect(base + guard * page, page, PROT_NONE) != 0) abort();
    static struct batch b;
    uint64_t state = 17;
    for (int isa = 0; isa <= FS_ISA_AVX512; isa++) {
        if (!fs_isa_supported(isa)) continue;
        for (int64_t n = 0; n <= 40; n++) {
            fill(&b, &state, n, (int)(n % 3));
            size_t columns = FS_MAC_COLUMNS * (size_t)n * sizeof(int32_t), costs = (size_t)n * sizeof(double);
            int32_t *in = (int32_t *)(base + page - columns);
            memcpy(in, b.columns, columns);
            double *area = (double *)(base + 3 * page - costs), *energy = (double *)(base + 5 * page - costs),
                   *delay = (double *)(base + 7 * page - costs);
            for (int architecture = 0; architecture < FS_MAC_ARCHITECTURES; architecture++)
                kernels_of(isa)->totals(architecture, n, in, n, b.coefficients, area, energy, delay);
        }
    }
    munmap(base, 8 * page);
}

static void bad_arguments_are_refused(void) {
    static struct batch b;
    uint64_t state = 19;
    fill(&b, &state, 4, 0);
    double out[3][4], parts[3 * FS_MAC_PARTS * 4];
    CHECK(fs_mac_cost(-1, 4, b.columns, 4, b.coefficients, out[0], out[1], out[2]) == FS_E_FORMAT, "architecture -1");
    CHECK(fs_mac_cost(FS_MAC_ARCHITECTURES, 4, b.columns, 4, b.coefficients, out[0], out[1], out[2]) == FS_E_FORMAT, "unknown architecture");
    CHECK(fs_mac_cost(0, 4, b.columns, 3, b.coefficients, out[0], out[1], out[2]) == FS_E_SHAPE, "short stride");
    CHECK(fs_mac_cost(0, -1, b.columns, 4, b.coefficients, out[0], out[1], out[2]) == FS_E_SHAPE, "negative count");
    CHECK(fs_mac_cost(0, 4, NULL, 4, b.coefficients, out[0], out[1], out[2]) == FS_E_NULL, "no columns");
    CHECK(fs_mac_cost_parts(0, 4, b.columns, 4, b.coefficients, NULL) == FS_E_NULL, "no parts");
    for (int c = 0; c < FS_MAC_COLUMNS; c++) {
        int32_t kept = b.columns[c * 4 + 2];
        b.columns[c * 4 + 2] = -2;
        CHECK(fs_mac_cost(0, 4, b.columns, 4, b.coefficients, out[0], out[1], out[2]) == FS_E_FORMAT, "column %d holds -2", c);
        b.columns[c * 4 + 2] = 0x7fffffff;
        CHECK(fs_mac_cost_parts(0, 4, b.columns, 4, b.coefficients, parts) == FS_E_FORMAT, "column %d holds 2^31-1", c);
        b.columns[c * 4 + 2] = kept;
    }
    CHECK(fs_mac_term(-1) == NULL && fs_mac_term(FS_MAC_TERMS) == NULL, "terms have ends");
    CHECK(fs_mac_part_name(FS_MAC_PARTS) == NULL && fs_mac_architecture_name(FS_MAC_ARCHITECTURES) == NULL, "names have ends");
}

int main(void) {
    every_isa_gives_the_scalar_bits();
    parts_add_up_to_the_total();
    batches_change_nothing();
    costs_are_linear_in_the_coefficients();
    nothing_outside_the_arrays_is_touched();
    bad_arguments_are_refused();
    return finish_tests("cost_test");
}
