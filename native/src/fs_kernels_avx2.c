/* fs_kernels_avx2.c - the kernels on 8 lanes; built alone with this instruction set's flags. */
#include "fs_vector_avx2.h"
#include "fs_vector_body.h"
#include "fs_propagate.h"

const struct fs_kernels fs_kernels_avx2 = {
    .isa = FS_ISA_AVX2,
    .max_magnitude = max_magnitude,
    .group_magnitudes = group_magnitudes,
    .quantize = quantize_or_propagate,
    .limits = limits,
    .widen = widen,
    .survey = survey,
    .measure = measure,
};
