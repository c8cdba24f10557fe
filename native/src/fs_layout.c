/* fs_layout.c - the compiler's offsets, for the test that holds bindings against the header. */
#include "floatscape.h"

#define STRUCT(type) {#type, "", 0, sizeof(type)}
#define FIELD(type, field) {#type, #field, offsetof(type, field), sizeof(((type *)0)->field)}

static const fs_layout_row rows[] = {
    STRUCT(fs_format),
    FIELD(fs_format, element),
    FIELD(fs_format, exponent_bits),
    FIELD(fs_format, mantissa_bits),
    FIELD(fs_format, integer_bits),
    FIELD(fs_format, bias),
    FIELD(fs_format, specials),
    FIELD(fs_format, subnormals),
    FIELD(fs_format, overflow),
    FIELD(fs_format, rounding),
    FIELD(fs_format, scale),
    FIELD(fs_format, scale_rule),
    FIELD(fs_format, group),
    FIELD(fs_format, block_size),
    FIELD(fs_format, seed),
    STRUCT(fs_format_info),
    FIELD(fs_format_info, code_bits),
    FIELD(fs_format_info, scale_bits),
    FIELD(fs_format_info, bias),
    FIELD(fs_format_info, has_nan),
    FIELD(fs_format_info, has_infinity),
    FIELD(fs_format_info, has_negative_zero),
    FIELD(fs_format_info, n_codes),
    FIELD(fs_format_info, max),
    FIELD(fs_format_info, min),
    FIELD(fs_format_info, scale_max),
    FIELD(fs_format_info, min_normal),
    FIELD(fs_format_info, min_positive),
    STRUCT(fs_shape),
    FIELD(fs_shape, rows),
    FIELD(fs_shape, row_length),
    FIELD(fs_shape, src_row_stride),
    FIELD(fs_shape, dst_row_stride),
    FIELD(fs_shape, scale_row_stride),
    FIELD(fs_shape, first_index),
    FIELD(fs_shape, index_row_stride),
    FIELD(fs_shape, dtype),
    FIELD(fs_shape, reserved),
    STRUCT(fs_stats),
    FIELD(fs_stats, x2),
    FIELD(fs_stats, y2),
    FIELD(fs_stats, e2),
    FIELD(fs_stats, max_error),
    FIELD(fs_stats, max_magnitude),
    FIELD(fs_stats, n),
    FIELD(fs_stats, n_nonfinite),
    FIELD(fs_stats, n_zero),
    FIELD(fs_stats, n_saturated),
    FIELD(fs_stats, n_subnormal),
    STRUCT(fs_layout_row),
    FIELD(fs_layout_row, struct_name),
    FIELD(fs_layout_row, field_name),
    FIELD(fs_layout_row, offset_bytes),
    FIELD(fs_layout_row, size_bytes),
};
#define N_ROWS ((int32_t)(sizeof rows / sizeof rows[0]))

int32_t fs_layout_count(void) { return N_ROWS; }

const fs_layout_row *fs_layout(int32_t i) { return i >= 0 && i < N_ROWS ? &rows[i] : NULL; }
