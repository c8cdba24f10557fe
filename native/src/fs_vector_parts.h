/* fs_vector_parts.h - a call's elements, part by part. */
#ifndef FS_VECTOR_PARTS_H
#define FS_VECTOR_PARTS_H
#include "fs_vector_quantize.h"

/* The scales of a part of the work: whole groups, but for the last of all. */
struct part {
    struct grids grids;
    const uint32_t *amax_bits;
    _Alignas(64) uint32_t own_amax_bits[GRIDS];
};

/* The scales of n elements from src on. amax_bits: their groups' largest magnitudes; NULL: to be found. */
static void prepare(const struct fs_work *w, const float *src, const uint32_t *amax_bits, int64_t n, struct part *part) {
    if (n == 0) return;
    int64_t n_groups = (n - 1) / w->group_size + 1;
    if (amax_bits == NULL) group_magnitudes(src, n, w->group_size, part->own_amax_bits);
    part->amax_bits = amax_bits == NULL ? part->own_amax_bits : amax_bits;
    make_grids(w->plan, w->tensor, part->amax_bits, n_groups, &part->grids);
    for (int64_t j = 0; (w->flags & FS_UNSCALED) && j < n_groups; j++) part->grids.post[j] = 1;
}

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

/* Part by part; the next one's scales are worked out while this one's elements are, for their latencies are long. */
static void quantize_scaled(const struct fs_work *work, kernel *some, enum scaling scaling, struct random_source *random) {
    const struct fs_plan *plan = work->plan;
    const int64_t size = part_size(work->group_size), part_groups = size / work->group_size;
    int own_amax = (work->flags & FS_OWN_AMAX) != 0;
    struct part parts[2];
    struct fs_work w = *work;
    w.n = smaller(size, work->n);
    prepare(&w, w.src, w.amax_bits, w.n, &parts[0]);
    for (int64_t k = 0, left = work->n; left > 0; k = !k) {
        const struct part *part = &parts[k];
        const struct grids *grids = &part->grids;
        left -= w.n;
        int64_t next = smaller(size, left);
        const uint32_t *next_amax_bits = w.amax_bits == NULL || next == 0 ? NULL : w.amax_bits + part_groups;
        prepare(&w, w.src + w.n, next_amax_bits, next, &parts[!k]);
        w.amax_bits = part->amax_bits;
        kernel *run = scaling == SCALE_QUOTIENT && grids->divide ? kernel_of(plan, SCALE_DIVIDE, own_amax) : some;
        int whole = w.n % w.group_size == 0 && (random == NULL || random->first_index % (FINITE * LANES) == 0);
        if (own_amax && run == some && !grids->any_odd && whole) run = finite_kernel_of(run, w.group_size, grids->bounded);
        run(&w, grids, random);
        if (random != NULL) random_advance(random, w.n);
        w.src += w.n, w.dst += w.n, w.amax_bits = next_amax_bits, w.n = next;
    }
}

/* Elements before the first that starts a cache line. */
static int64_t unaligned(const float *p) { return (int64_t)(-(uintptr_t)p % 64 / sizeof *p); }

static void quantize_plain(const struct fs_work *work, kernel *some, struct random_source *random) {
    struct fs_work w = *work;
    struct grids grids;
    plain_grid(&w.plan->constants, &grids);
    /* First up to where a line starts: then no vector of results lies across two. */
    w.n = w.group_size = smaller(unaligned(w.dst), work->n);
    if (w.n > 0) some(&w, &grids, random);
    if (random != NULL) random_advance(random, w.n);
    w.src += w.n, w.dst += w.n;
    w.n = w.group_size = work->n - w.n;
    if (w.n > 0) some(&w, &grids, random);
}

static struct random_source *random_of(const struct fs_work *w, struct random_source *source) {
    if (w->plan->format.rounding != FS_ROUND_STOCHASTIC) return NULL;
    random_open(w, source);
    return source;
}

static void all_by_definition(const struct fs_work *w) {
    struct random_source source, *random = random_of(w, &source);
    for (int64_t i = 0, k = 0; i < w->n; i += w->group_size, k++) by_definition(w, k, i, smaller(w->group_size, w->n - i), random);
}

static void quantize(const struct fs_work *work) {
    enum scaling scaling = scaling_of(work->plan);
    kernel *some = has_grids(work->plan) ? kernel_of(work->plan, scaling, (work->flags & FS_OWN_AMAX) != 0) : NULL;
    if (some == NULL) {
        all_by_definition(work);
    } else {
        struct random_source source, *random = random_of(work, &source);
        if (work->plan->format.scale != FS_SCALE_NONE) quantize_scaled(work, some, scaling, random);
        else quantize_plain(work, some, random);
    }
    if (work->flags & FS_STREAM) fence();
}

#endif
