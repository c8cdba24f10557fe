/* fs_kernels_avx512.c - the kernels on 16 lanes; built alone with this instruction set's flags. */
#include "fs_vector_avx512.h"
#include "fs_vector_body.h"
#include "fs_propagate.h"

const struct fs_kernels fs_kernels_avx512 = {
    .isa = FS_ISA_AVX512,
    .max_magnitude = max_magnitude,
    .group_magnitudes = group_magnitudes,
    .quantize = quantize_or_propagate,
    .limits = limits,
    .widen = widen,
    .survey = survey,
    .measure = measure,
};
