/* fs_dispatch.c - which instruction set runs. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "fs_kernels.h"

static const char *const names[] = {"scalar", "avx2", "avx512"};
static const struct fs_kernels *const tables[] = {&fs_kernels_scalar, &fs_kernels_avx2, &fs_kernels_avx512};
#define N_ISAS 3

/* NULL until first needed. */
static _Atomic(const struct fs_kernels *) active;
/* Stands for a FLOATSCAPE_ISA that cannot be served; never handed out. */
static const struct fs_kernels invalid;

int32_t fs_isa_supported(int32_t isa) {
    __builtin_cpu_init();
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    switch (isa) {
    case FS_ISA_SCALAR: return 1;
    case FS_ISA_AVX2: return avx2;
    case FS_ISA_AVX512:
        return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    default: return 0;
    }
}

static int best(void) {
    int isa = FS_ISA_AVX512;
    while (!fs_isa_supported(isa)) isa--;
    return isa;
}

/* The choice before fs_select_isa: an environment value that cannot be served becomes invalid, never another. */
static const struct fs_kernels *resolve(void) {
    const struct fs_kernels *kernels = atomic_load_explicit(&active, memory_order_acquire);
    if (kernels != NULL) return kernels;
    const char *wanted = getenv("FLOATSCAPE_ISA");
    const struct fs_kernels *chosen = &invalid;
    if (wanted == NULL || wanted[0] == '\0') {
        chosen = tables[best()];
    } else {
        for (int i = 0; i < N_ISAS; i++)
            if (strcmp(wanted, names[i]) == 0 && fs_isa_supported(i)) chosen = tables[i];
    }
    return atomic_compare_exchange_strong(&active, &kernels, chosen) ? chosen : kernels;
}

void fs_use_kernels(const struct fs_kernels *kernels) { atomic_store_explicit(&active, kernels, memory_order_release); }

fs_status fs_select_isa(int32_t isa) {
    int chosen = isa == FS_ISA_BEST ? best() : isa;
    if (!fs_isa_supported(chosen)) return FS_E_ISA;
    fs_use_kernels(tables[chosen]);
    return FS_OK;
}

int32_t fs_active_isa(void) { return resolve()->isa; }

fs_status fs_isa_status(void) { return resolve() == &invalid ? FS_E_ISA : FS_OK; }

const char *fs_isa_name(int32_t isa) { return isa >= 0 && isa < N_ISAS ? names[isa] : NULL; }

int32_t fs_abi_version(void) { return FS_ABI_VERSION; }

const struct fs_kernels *fs_kernels(void) {
    const struct fs_kernels *kernels = resolve();
    return kernels == &invalid ? NULL : kernels;
}

const char *fs_status_text(fs_status status) {
    switch (status) {
    case FS_OK: return "ok";
    case FS_E_NULL: return "a pointer that must not be NULL is NULL";
    case FS_E_FORMAT: return "the format holds a value or a combination outside its rules";
    case FS_E_SHAPE: return "a count is negative, a stride is shorter than a row, or input and output overlap";
    case FS_E_DTYPE: return "unknown dtype, or in place with another dtype than float32";
    case FS_E_ISA: return "unknown instruction set, or one this CPU cannot run";
    case FS_E_NAN_CODE: return "a result is NaN or Inf and the format has no code for it";
    case FS_E_DOMAIN: return "a coefficient or a column of the law is outside its domain";
    case FS_E_COUNT: return "a number of formats, a block size or a code is outside its range";
    default: return "unknown status";
    }
}
