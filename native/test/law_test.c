/* law_test.c - laws made of powers: every instruction set gives the scalar bits on all tail lengths; terms within the
 * header's bound of libm in long double; nothing outside the arrays is touched; bad arguments are refused. */
#include "fs_test.h"
#include "law/law_kernels.h"

enum { MAX_ROWS = 600, N_LAWS = 200 };

struct random_law {
    int32_t kinds[FS_LAW_COLUMNS];
    double coefficients[FS_LAW_TERMS], exponents[FS_LAW_TERMS * FS_LAW_COLUMNS];
    struct fs_law law;
    double columns[FS_LAW_COLUMNS * MAX_ROWS];
};

static double uniform(uint64_t *state, double low, double high) {
    return low + (high - low) * (double)(next_random(state) >> 11) * 0x1p-53;
}

static double value(uint64_t *state, int32_t kind) {
    switch (kind) {
    case FS_LAW_VALUE: return exp2(uniform(state, -40.0, 50.0));
    case FS_LAW_HALF: return (double)(next_random(state) % 16);
    default: return next_random(state) % 9 ? exp2(uniform(state, 0.0, 16.0)) : 1.0;
    }
}

static void fill(struct random_law *r, uint64_t *state, int64_t n) {
    struct fs_law *law = &r->law;
    law->n_columns = 1 + (int32_t)(next_random(state) % 5);
    law->n_terms = 1 + (int32_t)(next_random(state) % 4);
    law->n_inner = (int32_t)(next_random(state) % (uint64_t)(law->n_terms + 1));
    law->kinds = r->kinds;
    law->coefficients = r->coefficients;
    law->exponents = r->exponents;
    law->outer_exponent = next_random(state) & 1 ? 1.0 : uniform(state, 0.1, 1.0);
    law->floor = uniform(state, 0.0, 3.0);
    for (int c = 0; c < law->n_columns; c++) {
        r->kinds[c] = (int32_t)(next_random(state) % 3);
        for (int64_t i = 0; i < n; i++) r->columns[c * n + i] = value(state, r->kinds[c]);
    }
    for (int k = 0; k < law->n_terms; k++) {
        r->coefficients[k] = exp2(uniform(state, -20.0, 20.0));
        for (int c = 0; c < law->n_columns; c++) {
            int log2 = r->kinds[c] == FS_LAW_LOG2;
            r->exponents[k * law->n_columns + c] =
                next_random(state) % 4 == 0 ? 0.0 : uniform(state, log2 ? 0.1 : -0.5, log2 ? 1.0 : 0.5);
        }
    }
}

static void every_isa_gives_the_scalar_bits(void) {
    static const struct fs_law_kernels *const tables[] = {&fs_law_kernels_scalar, &fs_law_kernels_avx2,
                                                          &fs_law_kernels_avx512};
    static struct random_law r;
    static double want[MAX_ROWS], got[MAX_ROWS + 1];
    for (int isa = FS_ISA_AVX2; isa <= FS_ISA_AVX512; isa++) {
        if (!fs_isa_supported(isa)) {
            printf("SKIPPED: %s (this CPU cannot run it)\n", fs_isa_name(isa));
            continue;
        }
        printf("-- %s\n", fs_isa_name(isa));
        uint64_t state = 20250103;
        for (int l = 0; l < N_LAWS; l++) {
            int64_t n = l < 40 ? l : (int64_t)(next_random(&state) % MAX_ROWS);
            fill(&r, &state, n);
            got[n] = -1.0;
            int inside = tables[FS_ISA_SCALAR]->losses(&r.law, n, r.columns, n, want);
            CHECK(inside && tables[isa]->losses(&r.law, n, r.columns, n, got), "law %d: a value outside", l);
            CHECK(memcmp(want, got, (size_t)n * sizeof(double)) == 0, "law %d of %" PRId64 " rows", l, n);
            CHECK(got[n] == -1.0, "law %d wrote behind its rows", l);
        }
    }
}

static long double kind_of(int32_t kind, double x) {
    return kind == FS_LAW_VALUE ? (long double)x : kind == FS_LAW_HALF ? x + 0.5L : log2l((long double)x);
}

/* By libm in 64-bit mantissas, good to 2^-60 here. */
static long double reference(const struct random_law *r, int64_t n, int64_t i) {
    long double inner = 0.0L, outer = 0.0L;
    for (int k = 0; k < r->law.n_terms; k++) {
        long double term = r->coefficients[k];
        for (int c = 0; c < r->law.n_columns; c++) {
            double exponent = r->exponents[k * r->law.n_columns + c];
            if (exponent != 0.0) term *= powl(kind_of(r->kinds[c], r->columns[c * n + i]), exponent);
        }
        *(k < r->law.n_inner ? &inner : &outer) += term;
    }
    return r->law.floor + powl(inner, r->law.outer_exponent) + outer;
}

/* The floor is no less than 0 and terms are positive, so that the sum is as good as its worst term. */
static void terms_are_as_good_as_the_header_says(void) {
    static struct random_law r;
    static double loss[MAX_ROWS];
    uint64_t state = 7;
    long double worst = 0.0L;
    for (int l = 0; l < N_LAWS; l++) {
        int64_t n = MAX_ROWS;
        fill(&r, &state, n);
        fs_law_kernels_scalar.losses(&r.law, n, r.columns, n, loss);
        for (int64_t i = 0; i < n; i++) {
            long double want = reference(&r, n, i);
            long double error = fabsl(loss[i] - want) / want;
            worst = error > worst ? error : worst;
            CHECK(error <= 0x1p-43L, "law %d row %" PRId64 ": off by %Lg", l, i, error);
        }
    }
    printf("worst error: %.3Lg of the loss\n", worst);
}

static void bad_arguments_are_refused(void) {
    int32_t kinds[] = {FS_LAW_VALUE, FS_LAW_LOG2};
    double coefficients[] = {2.0}, exponents[] = {-0.5, 1.0}, columns[] = {4.0, 8.0}, loss[1];
#define LAW(nc, ni, nt, n, stride) \
    fs_power_law(nc, kinds, ni, nt, coefficients, exponents, 1.0, 0.5, n, columns, stride, loss)
    CHECK(LAW(2, 1, 1, 1, 1) == FS_OK && fabs(loss[0] - 3.5) < 1e-15, "2 / sqrt 4 * log2 8 + 0.5 is %g", loss[0]);
    CHECK(LAW(0, 1, 1, 1, 1) == FS_E_COUNT && LAW(9, 1, 1, 1, 1) == FS_E_COUNT, "columns");
    CHECK(LAW(2, 2, 1, 1, 1) == FS_E_COUNT && LAW(2, -1, 1, 1, 1) == FS_E_COUNT && LAW(2, 1, 9, 1, 1) == FS_E_COUNT,
          "terms");
    CHECK(LAW(2, 1, 1, -1, 1) == FS_E_SHAPE && LAW(2, 1, 1, 1, 0) == FS_E_SHAPE, "shape");
    CHECK(fs_power_law(2, NULL, 1, 1, coefficients, exponents, 1.0, 0.5, 1, columns, 1, loss) == FS_E_NULL, "null");
    static const double bad[] = {0.0, -1.0, INFINITY, NAN};
    for (int i = 0; i < 4; i++) {
        columns[0] = bad[i];
        CHECK(LAW(2, 1, 1, 1, 1) == FS_E_DOMAIN, "value %g", bad[i]);
        columns[0] = 4.0;
        coefficients[0] = bad[i];
        CHECK(LAW(2, 1, 1, 1, 1) == FS_E_DOMAIN, "coefficient %g", bad[i]);
        coefficients[0] = 2.0;
    }
    static const double far[] = {0x1.1p64, -0x1.1p64, INFINITY, NAN};
    for (int i = 0; i < 4; i++) {
        exponents[0] = far[i];
        CHECK(LAW(2, 1, 1, 1, 1) == FS_E_DOMAIN, "exponent %g", far[i]);
        exponents[0] = -0.5;
    }
    columns[1] = 0.5;
    CHECK(LAW(2, 1, 1, 1, 1) == FS_E_DOMAIN, "log2 of less than one");
    columns[1] = 1.0;
    CHECK(LAW(2, 1, 1, 1, 1) == FS_OK && loss[0] == 0.5, "a block of one adds nothing, %g", loss[0]);
    kinds[1] = 3;
    CHECK(LAW(2, 1, 1, 1, 1) == FS_E_FORMAT, "kind");
}

static double of_one_term(double x, double exponent, double outer_exponent) {
    int32_t kind = FS_LAW_VALUE;
    double coefficient = 1.0, loss = -1.0;
    CHECK(fs_power_law(1, &kind, 1, 1, &coefficient, &exponent, outer_exponent, 0.5, 1, &x, 1, &loss) == FS_OK, "status");
    return loss;
}

static void what_overflows_is_infinite(void) {
    CHECK(of_one_term(2.0, 1023.75, 1.0) < INFINITY, "2^1023.75 is %g", of_one_term(2.0, 1023.75, 1.0));
    CHECK(of_one_term(2.0, 1024.0, 1.0) == INFINITY, "2^1024 is %g", of_one_term(2.0, 1024.0, 1.0));
    CHECK(of_one_term(0.5, -0x1p64, 1.0) == INFINITY, "2^2^64 is %g", of_one_term(0.5, -0x1p64, 1.0));
    CHECK(of_one_term(2.0, 1e4, 0.25) == INFINITY, "a root of it is %g", of_one_term(2.0, 1e4, 0.25));
    CHECK(of_one_term(2.0, 1e4, -1.0) == 0.5, "its inverse is %g", of_one_term(2.0, 1e4, -1.0));
    CHECK(of_one_term(0.5, 0x1p64, 1.0) == 0.5, "2^-2^64 adds %g", of_one_term(0.5, 0x1p64, 1.0) - 0.5);
}

int main(void) {
    every_isa_gives_the_scalar_bits();
    terms_are_as_good_as_the_header_says();
    what_overflows_is_infinite();
    bad_arguments_are_refused();
    return finish_tests("law_test");
}
