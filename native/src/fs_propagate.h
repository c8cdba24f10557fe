/* fs_propagate.h - FS_OVERFLOW_PROPAGATE by the saturating loops: only Inf fares otherwise, so what holds one is left to the
 * definition. */
#ifndef FS_PROPAGATE_H
#define FS_PROPAGATE_H
#include "fs_vector_parts.h"

/* Element by element, there is no scale. */
static void quantize_propagating(const struct fs_work *work) {
    struct fs_work w = *work;
    for (int64_t left = work->n; left > 0; left -= w.n) {
        w.n = w.group_size = left < FS_TILE ? left : FS_TILE;
        if (max_magnitude(w.src, w.n) >= FS_INF_BITS) all_by_definition(&w);
        else quantize(&w);
        w.src += w.n, w.dst += w.n, w.first_index += (uint64_t)w.n;
        if (w.random != NULL) w.random += w.n;
    }
}

static void quantize_or_propagate(const struct fs_work *work) {
    if (work->plan->propagates) quantize_propagating(work);
    else quantize(work);
}

#endif
