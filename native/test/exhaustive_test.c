/* exhaustive_test.c - float32 inputs in order, each named element format in each rounding: every instruction set
 * against scalar, and FNV-1a digests against golden/exhaustive/digests.csv where that lists the format.
 *   exhaustive_test                a strided sample of the 2^32 inputs, and whole chunks of 2^24 around 1
 *   exhaustive_test all [threads]  all 2^32 inputs; prints one digest a format (target "exhaustive") */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>
#include "fs_test.h"

enum { PIECE = 1 << 14, N_CHUNKS = 256, MAX_JOBS = 256 };

struct job {
    char name[48];
    fs_format format;
    const char *listed; /* its name in digests.csv */
};

static struct job jobs[MAX_JOBS];
static int n_jobs;

static void add(const char *name, const char *listed, fs_format f, int rounding, int overflow) {
    static const char *const roundings[] = {"rne", "rna", "rtz", "rup", "rdn", "sr", "qpytorch"};
    f.rounding = rounding;
    f.overflow = overflow;
    struct job *j = &jobs[n_jobs++];
    snprintf(j->name, sizeof j->name, "%s@%s%s", name, roundings[rounding], overflow ? "!ovf" : "");
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
        {"p3109_p4", NULL, NULL, NULL, float_format(4, 3, FS_SPECIALS_P3109_INF)},
        {"p3109_p3", NULL, NULL, NULL, float_format(5, 2, FS_SPECIALS_P3109_INF)},
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        for (int rounding = 0; rounding <= FS_ROUND_STOCHASTIC; rounding++)
            add(named[i].name, rounding == 0 ? named[i].saturating : NULL, named[i].f, rounding, 0);
        if (named[i].f.specials != FS_SPECIALS_NONE) add(named[i].name, named[i].overflowing, named[i].f, 0, 1);
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

/* Outputs of kernels for n inputs with bits first, first + stride, ... */
static void outputs(const struct fs_kernels *kernels, const struct fs_plan *plan, uint32_t first, uint32_t stride, int64_t n,
                    float *y, const uint32_t *random) {
    static _Thread_local float x[PIECE];
    for (int64_t i = 0; i < n; i++) x[i] = float_of(first + (uint32_t)i * stride);
    const struct fs_tensor_scale none = {1, 1, 0};
    const uint32_t amax_bits = 0;
    const struct fs_work work = {plan, &none, &amax_bits, n, x, y, n, random, 0};
    kernels->quantize(&work);
}

struct comparison {
    struct fs_plan plan;
    const struct test_isa *isas;
    int n_isas;
    const struct job *job;
};

/* Compares n <= PIECE inputs; returns the digest continued over the widest kernels' results. */
static uint64_t compare(const struct comparison *c, uint32_t first, uint32_t stride, int64_t n, uint64_t h) {
    static _Thread_local float widest[PIECE], reference[PIECE];
    static _Thread_local uint32_t random[PIECE];
    int stochastic = c->plan.format.rounding == FS_ROUND_STOCHASTIC;
    if (stochastic) c->isas[0].kernels->random(0, first, random, n);
    outputs(&fs_kernels_scalar, &c->plan, first, stride, n, reference, stochastic ? random : NULL);
    for (int k = 0; k < c->n_isas; k++) {
        if (c->isas[k].kernels == &fs_kernels_scalar) continue;
        outputs(c->isas[k].kernels, &c->plan, first, stride, n, widest, stochastic ? random : NULL);
        for (int64_t i = 0; memcmp(reference, widest, (size_t)n * 4) != 0 && i < n; i++)
            CHECK(bits_of(reference[i]) == bits_of(widest[i]), "%s %s: x %08x, scalar %08x, is %08x", c->job->name, c->isas[k].name,
                  first + (uint32_t)i * stride, bits_of(reference[i]), bits_of(widest[i]));
    }
    for (int64_t i = 0; i < n; i++) h = fnv(h, is_nan_bits(bits_of(reference[i])) ? 0x7fc00000u : bits_of(reference[i]));
    return h;
}

static uint64_t whole_chunk(const struct comparison *c, int chunk) {
    uint64_t h = FNV_START;
    for (int64_t i = 0; i < 1 << 24; i += PIECE) h = compare(c, ((uint32_t)chunk << 24) + (uint32_t)i, 1, PIECE, h);
    const uint64_t *expected = listed_digest(c->job->listed, chunk);
    if (expected != NULL) CHECK(*expected == h, "%s chunk %d: digest %016" PRIx64 ", listed %016" PRIx64, c->job->name, chunk, h, *expected);
    return h;
}

static struct comparison comparison_of(const struct job *job, const struct test_isa *isas, int n_isas) {
    struct comparison c = {.isas = isas, .n_isas = n_isas, .job = job};
    CHECK(fs_plan_make(&job->format, &c.plan) == FS_OK, "%s: format", job->name);
    return c;
}

struct work {
    struct comparison c;
    _Atomic int next;
    uint64_t chunk_digest[N_CHUNKS];
};

static void *worker(void *argument) {
    struct work *w = argument;
    for (int chunk; (chunk = atomic_fetch_add(&w->next, 1)) < N_CHUNKS;) w->chunk_digest[chunk] = whole_chunk(&w->c, chunk);
    return NULL;
}

static void all(int n_threads, const struct test_isa *isas, int n_isas) {
    static struct work w;
    pthread_t threads[256];
    for (int j = 0; j < n_jobs; j++) {
        w.c = comparison_of(&jobs[j], isas, n_isas);
        w.next = 0;
        for (int t = 0; t < n_threads; t++)
            if (pthread_create(&threads[t], NULL, worker, &w) != 0) abort();
        for (int t = 0; t < n_threads; t++) pthread_join(threads[t], NULL);
        uint64_t h = FNV_START;
        for (int chunk = 0; chunk < N_CHUNKS; chunk++) h = fnv(h, w.chunk_digest[chunk]);
        printf("%016" PRIx64 "  %s%s\n", h, jobs[j].name, jobs[j].listed != NULL && n_digests > 0 ? "  (every chunk as listed)" : "");
        fflush(stdout);
    }
}

static void sample(const struct test_isa *isas, int n_isas) {
    /* A stride that is odd and far from a power of two meets every exponent and all low bits. */
    const uint32_t stride = 131071;
    for (int j = 0; j < n_jobs; j++) {
        struct comparison c = comparison_of(&jobs[j], isas, n_isas);
        for (uint32_t k = 0; k < (1u << 15); k += PIECE) compare(&c, k * stride, stride, PIECE, FNV_START);
        for (int exponent = 0; exponent < 512; exponent++) compare(&c, ((uint32_t)exponent << 23) - 32, 1, 64, FNV_START);
    }
    /* The scalar kernels alone against the listed digests: the others equal them. */
    int n_chunks = 0;
    for (int j = 0; j < n_jobs; j++) {
        if (jobs[j].listed == NULL || n_digests == 0) continue;
        struct comparison c = comparison_of(&jobs[j], isas, 0);
        whole_chunk(&c, 0x3f);
        n_chunks++;
    }
    printf("%d formats, every %uth input; %d chunks of 2^24 against listed digests\n", n_jobs, stride, n_chunks);
}

int main(int argc, char **argv) {
    struct test_isa isas[4];
    int n_isas = test_isas(isas);
    list_jobs();
    read_digests();
    if (argc > 1 && strcmp(argv[1], "all") == 0) {
        long n_threads = argc > 2 ? atol(argv[2]) : sysconf(_SC_NPROCESSORS_ONLN);
        /* Portable intrinsics would take hours: only what the CPU runs itself. */
        int first = isas[0].kernels->isa == FS_ISA_AVX512 && !fs_isa_supported(FS_ISA_AVX512);
        for (int k = first; k < n_isas; k++) printf("-- %s\n", isas[k].name);
        all((int)(n_threads < 1 ? 1 : n_threads > 256 ? 256 : n_threads), isas + first, n_isas - first);
    } else {
        for (int k = 0; k < n_isas; k++) printf("-- %s\n", isas[k].name);
        sample(isas, n_isas);
    }
    return finish_tests("exhaustive_test");
}
