/* exhaustive_test.c - float32 inputs in order, each named element format in each rounding: every instruction set
 * against scalar, and FNV-1a digests against golden/exhaustive/digests.csv where that lists the format.
 *   exhaustive_test                 a strided sample of the 2^32 inputs, and whole chunks of 2^24 around 1
 *   exhaustive_test all [threads]   all 2^32 inputs; prints one digest a format (target "exhaustive")
 *   exhaustive_test each [threads]  the same without the shortcut below: hours
 *
 * The vector kernels compute every input, always. Scalar takes a shortcut: among numbers of one sign in order of
 * magnitude every rounding is a staircase (stochastic too while the random bits stay), so scalar results that are equal
 * at both ends of a run are equal throughout, and bisection finds the steps. It computes every 61st input as well, and
 * where a digest is listed an independent oracle has computed all. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#include "fs_philox.h"
#include "fs_test.h"

/* ABREAST: chunks digested side by side, for one FNV is a chain of multiplications. */
enum { PIECE = 1 << 12, N_CHUNKS = 256, MAX_JOBS = 256, ABREAST = 4, SPOT = 61 };

struct job {
    char name[48];
    fs_format format;
    const char *listed; /* its name in digests.csv */
};

static struct job jobs[MAX_JOBS];
static int n_jobs;

static void add(const char *name, const char *listed, fs_format f, int rounding, int overflow) {
    static const char *const roundings[] = {"rne", "rna", "rtz", "rup", "rdn", "sr", "qpytorch"};
    static const char *const overflows[] = {"", "!ovf", "!prop"};
    f.rounding = rounding;
    f.overflow = overflow;
    struct job *j = &jobs[n_jobs++];
    snprintf(j->name, sizeof j->name, "%s@%s%s", name, roundings[rounding], overflows[overflow]);
    j->format = f;
    j->listed = listed;
}

static void list_jobs(void) {
    const struct {
        const char *name, *saturating, *overflowing, *qpytorch;
        fs_format f;
    } named[] = {
        {"e4m3fn", "exact_e4m3fn_rne_sat", "exact_e4m3fn_rne_nonsat", NULL, float_format(4, 3, FS_SPECIALS_NAN)},
        {"e5m2i", "exact_e5m2_rne_sat", "exact_e5m2_rne_nonsat", NULL, float_format(5, 2, FS_SPECIALS_IEEE)},
        {"e4m3i", NULL, NULL, NULL, float_format(4, 3, FS_SPECIALS_IEEE)},
        {"e3m4i", NULL, NULL, NULL, float_format(3, 4, FS_SPECIALS_IEEE)},
        {"e3m2", "exact_e3m2fn_rne_sat", NULL, NULL, float_format(3, 2, FS_SPECIALS_NONE)},
        {"e2m3", "exact_e2m3fn_rne_sat", NULL, NULL, float_format(2, 3, FS_SPECIALS_NONE)},
        {"e2m1", "exact_e2m1fn_rne_sat", NULL, "qpt_e2m1", float_format(2, 1, FS_SPECIALS_NONE)},
        {"e4m3", NULL, NULL, "qpt_e4m3", float_format(4, 3, FS_SPECIALS_NONE)},
        {"e5m2", NULL, NULL, "qpt_e5m2", float_format(5, 2, FS_SPECIALS_NONE)},
        {"bf16", NULL, "exact_bf16_rne_nonsat", NULL, float_format(8, 7, FS_SPECIALS_IEEE)},
        {"fp16", NULL, "exact_fp16_rne_nonsat", NULL, float_format(5, 10, FS_SPECIALS_IEEE)},
        {"tf32", NULL, NULL, NULL, float_format(8, 10, FS_SPECIALS_IEEE)},
        {"int8", NULL, NULL, NULL, {.element = FS_ELEMENT_INT, .integer_bits = 8}},
        {"binary8p3se", NULL, NULL, NULL, float_format(5, 2, FS_SPECIALS_P3109_INF)},
        {"binary8p3sf", NULL, NULL, NULL, float_format(5, 2, FS_SPECIALS_P3109_FINITE)},
        {"binary8p3ue", NULL, NULL, NULL, float_format(6, 2, FS_SPECIALS_P3109_UNSIGNED_INF)},
        {"binary8p4se", NULL, NULL, NULL, float_format(4, 3, FS_SPECIALS_P3109_INF)},
        {"binary8p4uf", NULL, NULL, NULL, float_format(5, 3, FS_SPECIALS_P3109_UNSIGNED_FINITE)},
        {"binary8p1ue", NULL, NULL, NULL, float_format(8, 0, FS_SPECIALS_P3109_UNSIGNED_INF)},
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        for (int rounding = 0; rounding <= FS_ROUND_STOCHASTIC; rounding++)
            add(named[i].name, rounding == 0 ? named[i].saturating : NULL, named[i].f, rounding, 0);
        if (named[i].f.specials != FS_SPECIALS_NONE) add(named[i].name, named[i].overflowing, named[i].f, 0, FS_OVERFLOW_SPECIAL);
        if (named[i].f.specials != FS_SPECIALS_NONE) add(named[i].name, NULL, named[i].f, 0, FS_OVERFLOW_PROPAGATE);
        if (named[i].qpytorch != NULL) add(named[i].name, named[i].qpytorch, named[i].f, FS_ROUND_QPYTORCH, 0);
    }
    add("e8m0", "mldt_e8m0fnu_nonsat", (fs_format){.element = FS_ELEMENT_E8M0}, FS_ROUND_NEAREST_AWAY, 0);
}

struct digest {
    char name[40];
    int chunk;
    uint64_t value;
};
static struct digest *digests;
static int n_digests;

static void read_digests(void) {
    size_t size;
    char *text = read_shared("exhaustive/digests.csv", &size);
    if (text == NULL) {
        printf("no reference digests in \"%s\": comparing instruction sets only\n", FS_SHARED_DIR);
        return;
    }
    digests = checked_alloc(8000 * sizeof *digests);
    text = realloc(text, size + 1);
    text[size] = 0;
    for (char *line = strtok(text, "\n"); line != NULL && n_digests < 8000; line = strtok(NULL, "\n"))
        if (sscanf(line, "%39[^,],%d,%" SCNx64, digests[n_digests].name, &digests[n_digests].chunk, &digests[n_digests].value) == 3) n_digests++;
    free(text);
}

static const uint64_t *listed_digest(const char *name, int chunk) {
    for (int i = 0; i < n_digests && name != NULL; i++)
        if (digests[i].chunk == chunk && strcmp(digests[i].name, name) == 0) return &digests[i].value;
    return NULL;
}

#define FNV_START 14695981039346656037u
static uint64_t fnv(uint64_t h, uint64_t word) { return (h ^ word) * 1099511628211u; }

struct comparison {
    struct fs_plan plan;
    const struct test_isa *isas;
    int n_isas;
    int by_staircase;
    const struct job *job;
};

/* Inputs and results of one piece, as bits. */
struct piece {
    uint32_t x[PIECE], reference[PIECE], actual[PIECE], random[PIECE];
    int64_t n;
};

static void quantize(const struct fs_kernels *kernels, const struct comparison *c, const struct piece *p, int64_t first, int64_t n, uint32_t *y) {
    const struct fs_tensor_scale none = {1, 1, 0};
    const uint32_t amax_bits = 0, *random = c->plan.format.rounding == FS_ROUND_STOCHASTIC ? p->random + first : NULL;
    const struct fs_work work = {&c->plan, &none, &amax_bits, n, (const float *)p->x + first, (float *)y + first, n, random, 0, 0};
    kernels->quantize(&work);
}

static void scalar(const struct comparison *c, struct piece *p, int64_t i) { quantize(&fs_kernels_scalar, c, p, i, 1, p->reference); }

/* Fills in the results between low and high, which are known. */
static void staircase(const struct comparison *c, struct piece *p, int64_t low, int64_t high) {
    if (p->reference[low] == p->reference[high]) {
        for (int64_t i = low + 1; i < high; i++) p->reference[i] = p->reference[low];
    } else if (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        scalar(c, p, middle);
        staircase(c, p, low, middle);
        staircase(c, p, middle, high);
    }
}

static void reference(const struct comparison *c, struct piece *p) {
    /* NaNs are no staircase: they keep their payload. */
    if (!c->by_staircase || is_nan_bits(p->x[p->n - 1])) {
        quantize(&fs_kernels_scalar, c, p, 0, p->n, p->reference);
        return;
    }
    scalar(c, p, 0);
    scalar(c, p, p->n - 1);
    staircase(c, p, 0, p->n - 1);
    for (int64_t i = p->x[0] / PIECE % SPOT; i < p->n; i += SPOT) {
        uint32_t expected = p->reference[i];
        scalar(c, p, i);
        CHECK(expected == p->reference[i], "%s: x %08x, scalar %08x is off the staircase", c->job->name, p->x[i], p->reference[i]);
    }
}

/* Compares n <= PIECE inputs with bits first, first + stride, ... */
static void compare(const struct comparison *c, uint32_t first, uint32_t stride, int64_t n, struct piece *p) {
    p->n = n;
    for (int64_t i = 0; i < n; i++) p->x[i] = first + (uint32_t)i * stride;
    if (c->plan.format.rounding == FS_ROUND_STOCHASTIC) {
        for (int64_t i = 0; i < n; i++) p->random[i] = fs_random_bits(0, first + (c->by_staircase ? 0 : (uint64_t)i));
    }
    reference(c, p);
    for (int k = 0; k < c->n_isas; k++) {
        if (c->isas[k].kernels == &fs_kernels_scalar) continue;
        quantize(c->isas[k].kernels, c, p, 0, n, p->actual);
        for (int64_t i = 0; memcmp(p->reference, p->actual, (size_t)n * 4) != 0 && i < n; i++)
            CHECK(p->reference[i] == p->actual[i], "%s %s: x %08x, scalar %08x, is %08x", c->job->name, c->isas[k].name, p->x[i], p->reference[i], p->actual[i]);
    }
}

/* Chunks chunk .. chunk + ABREAST - 1, and their digests. */
static void whole_chunks(const struct comparison *c, int chunk, uint64_t digest[ABREAST]) {
    static _Thread_local struct piece pieces[ABREAST];
    for (int a = 0; a < ABREAST; a++) digest[a] = FNV_START;
    for (int64_t at = 0; at < 1 << 24; at += PIECE) {
        for (int a = 0; a < ABREAST; a++) compare(c, ((uint32_t)(chunk + a) << 24) + (uint32_t)at, 1, PIECE, &pieces[a]);
        for (int64_t i = 0; i < PIECE; i++)
            for (int a = 0; a < ABREAST; a++) {
                uint32_t y = pieces[a].reference[i];
                digest[a] = fnv(digest[a], is_nan_bits(y) ? 0x7fc00000u : y);
            }
    }
    for (int a = 0; a < ABREAST; a++) {
        const uint64_t *expected = listed_digest(c->job->listed, chunk + a);
        if (expected != NULL)
            CHECK(*expected == digest[a], "%s chunk %d: digest %016" PRIx64 ", listed %016" PRIx64, c->job->name, chunk + a, digest[a], *expected);
    }
}

static struct comparison comparison_of(const struct job *job, const struct test_isa *isas, int n_isas, int by_staircase) {
    struct comparison c = {.isas = isas, .n_isas = n_isas, .by_staircase = by_staircase, .job = job};
    CHECK(fs_plan_make(&job->format, &c.plan) == FS_OK, "%s: format", job->name);
    /* Every instruction set runs the same scalar code. */
    if (c.plan.core == FS_CORE_REFERENCE) c.n_isas = 0;
    return c;
}

struct work {
    struct comparison c;
    _Atomic int next;
    uint64_t digests[N_CHUNKS];
};

static void *worker(void *argument) {
    struct work *w = argument;
    for (int chunk; (chunk = atomic_fetch_add(&w->next, ABREAST)) < N_CHUNKS;) whole_chunks(&w->c, chunk, w->digests + chunk);
    return NULL;
}

static void all(int n_threads, const struct test_isa *isas, int n_isas, int by_staircase) {
    static struct work w;
    pthread_t threads[256];
    for (int j = 0; j < n_jobs; j++) {
        w.c = comparison_of(&jobs[j], isas, n_isas, by_staircase);
        w.next = 0;
        for (int t = 0; t < n_threads; t++)
            if (pthread_create(&threads[t], NULL, worker, &w) != 0) abort();
        for (int t = 0; t < n_threads; t++) pthread_join(threads[t], NULL);
        uint64_t h = FNV_START;
        for (int chunk = 0; chunk < N_CHUNKS; chunk++) h = fnv(h, w.digests[chunk]);
        printf("%016" PRIx64 "  %s%s\n", h, jobs[j].name, jobs[j].listed != NULL && n_digests > 0 ? "  (every chunk against the listed digests)" : "");
        fflush(stdout);
    }
}

static void sample(const struct test_isa *isas, int n_isas) {
    static struct piece piece;
    /* A stride that is odd and far from a power of two meets every exponent and all low bits. */
    const uint32_t stride = 131071;
    for (int j = 0; j < n_jobs; j++) {
        struct comparison c = comparison_of(&jobs[j], isas, n_isas, 0);
        for (uint32_t k = 0; k < (1u << 15); k += PIECE) compare(&c, k * stride, stride, PIECE, &piece);
        for (int exponent = 0; exponent < 512; exponent++) compare(&c, ((uint32_t)exponent << 23) - 32, 1, 64, &piece);
    }
    /* The scalar kernels alone against the listed digests: the others equal them. */
    int n_chunks = 0;
    for (int j = 0; j < n_jobs; j++) {
        if (jobs[j].listed == NULL || n_digests == 0) continue;
        uint64_t digests[ABREAST];
        struct comparison c = comparison_of(&jobs[j], isas, 0, 1);
        whole_chunks(&c, 0x3c, digests);
        n_chunks += ABREAST;
    }
    printf("%d formats, every %uth input; %d chunks of 2^24 against listed digests\n", n_jobs, stride, n_chunks);
}

int main(int argc, char **argv) {
    struct test_isa isas[4];
    int n_isas = test_isas(isas);
    list_jobs();
    read_digests();
    int each = argc > 1 && strcmp(argv[1], "each") == 0;
    if (each || (argc > 1 && strcmp(argv[1], "all") == 0)) {
        long n_threads = argc > 2 ? atol(argv[2]) : sysconf(_SC_NPROCESSORS_ONLN);
        /* Portable intrinsics would take hours: only what the CPU runs itself. */
        int first = isas[0].kernels->isa == FS_ISA_AVX512 && !fs_isa_supported(FS_ISA_AVX512);
        for (int k = first; k < n_isas; k++) printf("-- %s\n", isas[k].name);
        all((int)(n_threads < 1 ? 1 : n_threads > 256 ? 256 : n_threads), isas + first, n_isas - first, !each);
    } else {
        for (int k = 0; k < n_isas; k++) printf("-- %s\n", isas[k].name);
        sample(isas, n_isas);
    }
    return finish_tests("exhaustive_test");
}
