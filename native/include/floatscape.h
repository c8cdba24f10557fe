/* floatscape.h - C ABI of libfloatscape. jextract reads this header and no other.
 *
 * A tensor is rows x row_length elements; a group that shares one scale never straddles rows
 * (except FS_GROUP_TENSOR). Every result depends on the arguments alone: not on the instruction
 * set, not on the thread, not on how a tensor is cut into calls (rules at fs_shape).
 * Every function is thread safe, fs_select_isa included; none allocates, blocks or keeps a pointer.
 * On any status but FS_OK the outputs are unspecified.
 *
 * Needs the default floating-point environment: round to nearest even, no FTZ, no DAZ. */
#ifndef FLOATSCAPE_H
#define FLOATSCAPE_H
#include <stddef.h>
#include <stdint.h>

#define FS_API __attribute__((visibility("default")))

/* ------------------------------------------------------------------ status */

typedef int32_t fs_status;
#define FS_OK 0
#define FS_E_NULL 1      /* a pointer that must not be NULL is NULL */
#define FS_E_FORMAT 2    /* fs_format holds a value or a combination outside its rules */
#define FS_E_SHAPE 3     /* negative count, stride shorter than a row, overlap other than in place */
#define FS_E_DTYPE 4     /* unknown dtype, or in place with another dtype than FS_DTYPE_F32 */
#define FS_E_ISA 5       /* unknown instruction set, or one this CPU cannot run */
#define FS_E_NAN_CODE 6  /* fs_encode met a NaN or Inf that the format has no code for */
#define FS_E_COUNT 7     /* number of formats, block size or code outside its range */

/* English text of a status; never NULL. */
FS_API const char *fs_status_text(fs_status status);

/* ------------------------------------------------------- instruction set */

#define FS_ISA_SCALAR 0
#define FS_ISA_AVX2 1   /* AVX2, FMA */
#define FS_ISA_AVX512 2 /* AVX-512 F, BW, DQ, VL, and AVX2, FMA */
#define FS_ISA_BEST (-1)

/* Chooses the kernels for the whole process: FS_ISA_BEST is the widest this CPU runs.
 * On FS_E_ISA the choice stays as it was. */
FS_API fs_status fs_select_isa(int32_t isa);

/* Instruction set in use, FS_ISA_*. Before any fs_select_isa: what the environment variable
 * FLOATSCAPE_ISA (scalar, avx2, avx512) asks for, and the best where it is unset or empty;
 * FS_ISA_SCALAR where that cannot be served, see fs_isa_status. */
FS_API int32_t fs_active_isa(void);

/* "scalar", "avx2", "avx512"; NULL for any other number. */
FS_API const char *fs_isa_name(int32_t isa);

/* 1 where this CPU and operating system can run it, else 0. */
FS_API int32_t fs_isa_supported(int32_t isa);

/* FS_E_ISA where FLOATSCAPE_ISA is an unknown name or names something this CPU cannot run (kernels
 * then return FS_E_ISA as well until fs_select_isa succeeds), else FS_OK. Check once after loading. */
FS_API fs_status fs_isa_status(void);

/* Version of this ABI, raised with every incompatible change. */
#define FS_ABI_VERSION 1
FS_API int32_t fs_abi_version(void);

/* ------------------------------------------------------------------ format */

/* element: what one element is. */
#define FS_ELEMENT_FLOAT 0 /* sign, exponent_bits, mantissa_bits; exponent field 0 is subnormal */
#define FS_ELEMENT_INT 1   /* symmetric: -(2^(w-1)-1) .. 2^(w-1)-1, stored in two's complement */
#define FS_ELEMENT_INT_FULL 2 /* two's complement: -2^(w-1) .. 2^(w-1)-1 */
#define FS_ELEMENT_UINT 3  /* 0 .. 2^w-1; negatives become 0 */
#define FS_ELEMENT_E8M0 4  /* unsigned power of two 2^-127 .. 2^127, code 255 NaN, no zero; needs FS_ROUND_NEAREST_AWAY,
                              FS_SCALE_NONE; see fs_quantize */

/* specials: which codes of FS_ELEMENT_FLOAT are not finite. */
#define FS_SPECIALS_NONE 0         /* every code finite: e4m3 reaches 480 */
#define FS_SPECIALS_NAN 1          /* largest code of either sign is NaN, no Inf (OCP "fn"): e4m3fn reaches 448 */
#define FS_SPECIALS_IEEE 2         /* top exponent holds Inf and NaN: e5m2i reaches 57344 */
/* IEEE P3109 draft 3.2, BinaryKpP: one NaN, no -0. Signed, K = 1 + E + M, P = M + 1: */
#define FS_SPECIALS_P3109_FINITE 3 /* NaN at the code of -0, no Inf (BinaryKpPsf) */
#define FS_SPECIALS_P3109_INF 4    /* the same, and the largest code of either sign is Inf (BinaryKpPse) */
/* Unsigned, K = E + M: no sign bit, the smallest value is 0, NaN is the largest code */
#define FS_SPECIALS_P3109_UNSIGNED_FINITE 5 /* no Inf (BinaryKpPuf) */
#define FS_SPECIALS_P3109_UNSIGNED_INF 6    /* Inf is the code below NaN (BinaryKpPue) */

/* overflow: what becomes of a value that after rounding, exponent unbounded, lies beyond the largest or smallest
 * finite value, and of Inf. */
#define FS_OVERFLOW_SATURATE 0 /* the finite value it lies beyond (P3109: SatFinite); 0 for negatives of unsigned formats */
#define FS_OVERFLOW_SPECIAL 1  /* Inf, or NaN where there is no Inf; FS_E_FORMAT where there is neither. Directed rounding
                                  toward the finite values stops there, as in IEEE 754 (7.4): only Inf itself becomes special.
                                  P3109: its SatNone, so finite-only formats saturate, and negatives of unsigned formats
                                  become NaN */
#define FS_OVERFLOW_PROPAGATE 2 /* finite values saturate, Inf becomes Inf, or NaN where there is no Inf; FS_E_FORMAT where
                                   there is neither. P3109: its SatPropagate, so Inf saturates too in finite-only formats, and
                                   -Inf becomes 0 in unsigned ones. With a scale as FS_OVERFLOW_SATURATE: a group that holds
                                   an Inf is NaN */

/* subnormals: results below the smallest normal value. */
#define FS_SUBNORMALS_KEEP 0
#define FS_SUBNORMALS_FLUSH 1 /* decided after rounding; a flushed result is a zero with its sign */

/* rounding */
#define FS_ROUND_NEAREST_EVEN 0 /* mantissa_bits 0: the even exponent field */
#define FS_ROUND_NEAREST_AWAY 1
#define FS_ROUND_TOWARD_ZERO 2
#define FS_ROUND_UP 3         /* toward +infinity */
#define FS_ROUND_DOWN 4       /* toward -infinity */
#define FS_ROUND_STOCHASTIC 5 /* with probability, to 16 bits, of the distance; see below */
#define FS_ROUND_QPYTORCH 6   /* QPyTorch float_quantize(rounding="nearest") bit for bit; FLOAT, E 1..8, default bias,
                                 FS_SPECIALS_NONE, saturating, subnormals kept, only */
/* FS_ROUND_STOCHASTIC: element i (fs_shape) takes the 16-bit integer r(i) and rounds its magnitude away from
 * zero where floor(d 2^16) + r(i) >= 2^16, d the exact distance to the next value toward zero in units of the
 * spacing there. r(i) comes from Philox4x32-10 (Salmon et al. 2011) with key {seed low, seed high} and counter
 * {c low, c high, 0, 0}, c = 16 floor(i/128) + i mod 16: halfword floor((i mod 128)/16) of the four output
 * words, low half first. */

/* scale: the format of a group's scale, and so how an element meets it. amax is the group's largest
 * magnitude, max the element's largest finite value, Q rounding to the element; all steps float32, nearest
 * even, unless "exact" is said. A group that holds a NaN or an Inf: scale NaN, every result 0x7fc00000. */
#define FS_SCALE_NONE 0 /* y = Q(x) */
#define FS_SCALE_E8M0 1 /* s = power of two by scale_rule, y = Q(x / s exact) s; integer elements count in units
                           of 2^-(w-2), as MXINT8; an all-zero group has code 0 */
#define FS_SCALE_E4M3_F32 2 /* two levels, E4M3FN per group and one float32 per tensor, by scale_rule */
#define FS_SCALE_E4M3 3 /* s = E4M3FN(clamp(amax / max, 2^-6, 448)), y = Q(x (1 / s)) s */
#define FS_SCALE_UE5M3 4 /* s = unsigned E5M3 (bias 15, 0xff NaN, largest 114688), see FS_SCALE_F32 */
#define FS_SCALE_F16 5
#define FS_SCALE_BF16 6
#define FS_SCALE_F32 7  /* s = amax / max (exact quotient rounded once), 1 where that is 0; y = Q(x / s) s. UE5M3, F16, BF16:
                           s rounded on to that format, saturating; a group that is not all zero gets
                           at least its smallest positive value. Integer elements: y = Q(x (1 / s)) s. */

/* scale_rule of FS_SCALE_E8M0; emax = floor(log2(max)) */
#define FS_RULE_FLOOR 0 /* floor(log2(amax)) - emax (OCP MX) */
#define FS_RULE_CEIL 1  /* ceil(log2(amax)) - emax */
#define FS_RULE_EVEN 2  /* amax first rounded half up to mantissa_bits; NaN where that overflows float32 */
#define FS_RULE_RCEIL 3 /* ceil(log2(amax / max)) exactly (NVIDIA) */
/* scale_rule of FS_SCALE_E4M3_F32; T = amax of the tensor, F = 448 max; g is 1 where T or the quotient is 0; neither it
 * nor any factor of x or of Q exceeds FLT_MAX */
#define FS_RULE_TE 0       /* g = F / T; s = E4M3FN(min(amax (g (1 / max)), 448)); y = Q(x min(1 / (s (1 / g)), FLT_MAX)) (s (1 / g)); -0 in, +0 out */
#define FS_RULE_TORCHAO 1  /* g = T / F; s = E4M3FN(clamp((amax / max) / g, 2^-6, 448)); y = Q(x ((1 / g) / s)) (g s) */
#define FS_RULE_MODELOPT 2 /* g = T / F; s = E4M3FN(amax / (max g), 0 made 1 before rounding); y = Q(x / (s g)) (s g); zeros +0 */

/* group: which elements share a scale. */
#define FS_GROUP_BLOCK 0   /* block_size consecutive elements of a row; the last block of a row may be short */
#define FS_GROUP_CHANNEL 1 /* a row */
#define FS_GROUP_TENSOR 2  /* all */

/* A format as data. All zero but the bits is a plain ExMy, round to nearest even. */
typedef struct fs_format {
    int32_t element;        /* FS_ELEMENT_* */
    int32_t exponent_bits;  /* FLOAT: 0 .. 8; 0 = sign-magnitude fixed point, value 2^(1-bias) m / 2^M */
    int32_t mantissa_bits;  /* FLOAT: 0 .. 10, or 23 with exponent_bits 8 and FS_SPECIALS_IEEE (float32) */
    int32_t integer_bits;   /* INT, INT_FULL, UINT: 2 .. 8 */
    int32_t bias;           /* FLOAT: exponent bias; FS_BIAS_DEFAULT = 2^(E-1)-1, 0 for E < 2, 2^(E-1) for P3109. The smallest
                               normal value 2^(1-bias) must be 2^-127 to 2^127, the largest below 2^129 */
    int32_t specials;       /* FS_SPECIALS_*, FLOAT only */
    int32_t subnormals;     /* FS_SUBNORMALS_*, FLOAT only */
    int32_t overflow;       /* FS_OVERFLOW_*, FLOAT only */
    int32_t rounding;       /* FS_ROUND_* */
    int32_t scale;          /* FS_SCALE_* */
    int32_t scale_rule;     /* FS_RULE_*, 0 where the scale has no rules */
    int32_t group;          /* FS_GROUP_*, ignored with FS_SCALE_NONE */
    int64_t block_size;     /* FS_GROUP_BLOCK: 1 .. 2^48 elements */
    uint64_t seed;          /* FS_ROUND_STOCHASTIC */
} fs_format;
#define FS_BIAS_DEFAULT (-2147483647 - 1)

/* FS_OK where the format can be used, else FS_E_FORMAT (or FS_E_NULL). */
FS_API fs_status fs_format_check(const fs_format *format);

/* What a format's codes mean. Values are those of the element alone, without scale. */
typedef struct fs_format_info {
    int32_t code_bits;         /* bits of one element's code */
    int32_t scale_bits;        /* bits of one group's scale, 0 without */
    int32_t bias;              /* FLOAT: the bias in force */
    int32_t has_nan;           /* 1 where an element code is NaN */
    int32_t has_infinity;      /* 1 where an element code is Inf */
    int32_t has_negative_zero; /* 1 where -0 has its own code */
    int64_t n_codes;           /* 2^code_bits */
    double max;                /* largest finite value; may exceed float32 (E = 8, FS_SPECIALS_NONE) */
    double min;                /* most negative finite value */
    double scale_max;          /* the value amax is mapped to by a scale: max, at most 2^127 (2 - 2^-M) */
    double min_normal;         /* smallest positive normal value; the smallest positive one for integers */
    double min_positive;       /* smallest positive value */
} fs_format_info;
FS_API fs_status fs_format_describe(const fs_format *format, fs_format_info *info);

/* Value of one element code, without scale, as a double (exact). NaN and Inf as such. FS_E_COUNT: code >= n_codes. */
FS_API fs_status fs_code_value(const fs_format *format, uint32_t code, double *value);

/* ------------------------------------------------------------------- shape */

/* dtype of an input; float16 and bfloat16 widen to float32 exactly. Outputs are float32. */
#define FS_DTYPE_F32 0
#define FS_DTYPE_F16 1
#define FS_DTYPE_BF16 2

/* One call's rectangle of a tensor.
 * Cutting a tensor into calls leaves every result unchanged when: rows are cut anywhere; columns at multiples
 * of the block size (encode, decode: and of 8; statistics: and of FS_STATS_STRIP); first_index and
 * index_row_stride are the element's place in the whole tensor; row_amax, tensor_amax hold the whole
 * row's, the whole tensor's amax (fs_max_magnitude). */
typedef struct fs_shape {
    int64_t rows;             /* >= 0 */
    int64_t row_length;       /* elements, >= 0 */
    int64_t src_row_stride;   /* elements from row to row of src, >= row_length (decode: bytes from row to row of codes) */
    int64_t dst_row_stride;   /* elements from row to row of dst, >= row_length (encode: bytes from row to row of codes) */
    int64_t scale_row_stride; /* scales from row to row, >= blocks per row; FS_GROUP_BLOCK encode and decode only */
    int64_t first_index;      /* index in the tensor of this call's first element; stochastic rounding only */
    int64_t index_row_stride; /* index from row to row, the tensor's row length; stochastic rounding only */
    int32_t dtype;            /* FS_DTYPE_* of src; ignored by decode */
    int32_t reserved;         /* 0 */
} fs_shape;

/* Pointers below may be heap arrays of the caller: they are used only during the call.
 *   row_amax     rows float32, largest magnitude of each whole row: read with FS_GROUP_CHANNEL
 *   tensor_amax  1 float32, largest magnitude of the whole tensor: read with FS_GROUP_TENSOR, FS_SCALE_E4M3_F32
 * Either may be NULL: then it is computed from this call's src, which costs a second read. */

/* -------------------------------------------------------------- operations */

/* Raises amax to the largest magnitude of src: group FS_GROUP_CHANNEL, amax[rows]; FS_GROUP_TENSOR, amax[1].
 * The caller sets amax to 0 first. Magnitudes compare as bit patterns: a NaN beats an Inf beats the rest. */
FS_API fs_status fs_max_magnitude(const fs_shape *shape, int32_t group, const void *src, float *amax);

/* Quantize-dequantize: dst = what src becomes in the format. dst == src is in place (FS_DTYPE_F32, equal
 * strides); any other overlap is an error.
 * Ungrouped: NaN stays NaN, quieted, sign and payload kept (FS_ROUND_QPYTORCH, FS_ELEMENT_E8M0 apart; a format's own NaN
 * result is 0x7fc00000 with the sign of the input); zeros keep their sign, also from underflow, except: integers, P3109,
 * FS_ROUND_QPYTORCH, FS_RULE_MODELOPT give +0. Subnormal inputs are numbers like others.
 * Float32 holds every result but those of exponent_bits 8 above FLT_MAX: these are Inf.
 * FS_ELEMENT_E8M0: nearest power of two, ties up, as ml_dtypes (so all between 2^-127 and 2^-126 goes up); positives
 * below 2^-127 give 2^-127; zero, negative, NaN, Inf, >= 1.5 2^127 give 0x7fc00000. */
FS_API fs_status fs_quantize(const fs_format *format, const fs_shape *shape, const void *src, float *dst,
                             const float *row_amax, const float *tensor_amax);

/* The codes and scales of what fs_quantize would give.
 *   codes   bit stream per row, element i in bits i code_bits .. (i+1) code_bits - 1, least significant
 *           first (so FP4: low nibble first); each row starts at a byte, dst_row_stride bytes apart,
 *           the unused bits of its last byte 0
 *   scales  little endian, scale_bits each: FS_GROUP_BLOCK [rows][scale_row_stride], CHANNEL [rows], TENSOR [1];
 *           NULL without a scale. FS_SCALE_E4M3_F32 has its E4M3FN codes here; its float32 follows from tensor_amax
 * FS_E_NAN_CODE where a result is NaN or Inf and neither element nor scale has a code for it. */
FS_API fs_status fs_encode(const fs_format *format, const fs_shape *shape, const void *src, uint8_t *codes,
                           uint8_t *scales, const float *row_amax, const float *tensor_amax);

/* The values of codes and scales, bit for bit those of fs_quantize (NaN: 0x7fc00000 with the code's sign).
 * tensor_amax: FS_SCALE_E4M3_F32 only, not NULL there. */
FS_API fs_status fs_decode(const fs_format *format, const fs_shape *shape, const uint8_t *codes,
                           const uint8_t *scales, const float *tensor_amax, float *dst);

/* Bytes of one row of codes: ceil(row_length code_bits / 8); -1 for a bad format or length. */
FS_API int64_t fs_code_row_bytes(const fs_format *format, int64_t row_length);

/* Scales of one row: blocks per row, or 1; 0 without a scale; -1 for a bad format or length. */
FS_API int64_t fs_scales_per_row(const fs_format *format, int64_t row_length);

/* -------------------------------------------------------------- statistics */

#define FS_STATS_STRIP 2048
#define FS_STATS_MAX_FORMATS 64

/* Sums over elements, x the input, y its result, e = x - y; everything else follows from them:
 * MSE = e2 / n, RMS = sqrt(MSE), SQNR dB = 10 log10(x2 / e2), cosine = xy / sqrt(x2 y2).
 * Only elements with finite x and y count, the others are counted in n_nonfinite. Sums run in float32
 * over 16 interleaved lanes (x2: 64) of a strip of FS_STATS_STRIP elements (strips whose squares or sums would leave float32:
 * in double), strips in double: relative error below 8e-6, the same bits on every instruction set.
 * Results of several calls add up field by field (max_error: the larger one). */
typedef struct fs_stats {
    double x2;            /* sum of x^2 */
    double y2;            /* sum of y^2 */
    double xy;            /* sum of x y */
    double e2;            /* sum of (x - y)^2 */
    double max_error;     /* largest |x - y| */
    double max_magnitude; /* largest |x| */
    int64_t n;            /* elements counted in the sums */
    int64_t n_nonfinite;  /* elements not counted: x or y is NaN or Inf */
    int64_t n_zero;       /* results that are 0 */
    int64_t n_saturated;  /* inputs more than half a spacing beyond the largest finite value of their group; none where its scale is NaN */
    int64_t n_subnormal;  /* results below the smallest normal value of their group, and not 0 */
} fs_stats;

/* Adds to stats[n_formats] (the caller zeroes them first) what each format does to src, in one read.
 * 1 <= n_formats <= FS_STATS_MAX_FORMATS. */
FS_API fs_status fs_statistics(const fs_format *formats, int32_t n_formats, const fs_shape *shape, const void *src,
                               const float *row_amax, const float *tensor_amax, fs_stats *stats);

/* Histogram of magnitudes and of how far block maxima stand out.
 *   magnitude_bins[256]  by the float32 exponent field: bin k holds 2^(k-127) <= |x| < 2^(k-126); 0: zeros and
 *                        float32 subnormals; 255: Inf and NaN
 *   crest_bins[64]       blocks of block_size elements (finite and not all zero) by crest c = amax / rms:
 *                        bin k holds k/4 <= log2(c) < (k+1)/4
 * Adds to both; the caller zeroes them first. FS_E_COUNT: block_size < 1. */
#define FS_MAGNITUDE_BINS 256
#define FS_CREST_BINS 64
FS_API fs_status fs_histogram(const fs_shape *shape, int64_t block_size, const void *src,
                              int64_t *magnitude_bins, int64_t *crest_bins);

/* ---------------------------------------------------------------- MAC cost */

/* Area, switched energy and critical path of one arithmetic unit without memory, from the closed-form gate
 * counts of its parts and a calibration's coefficients. Per operation of the whole unit: a k-lane dot product
 * is one operation of k multiply-accumulates. */
#define FS_MAC_FP_MUL 0
#define FS_MAC_FP_ADD 1
#define FS_MAC_FP_FMA 2         /* one format, one rounding; operands in a normalised internal code (FS_MAC_IEEE 0) or IEEE */
#define FS_MAC_FP_FMA_DIRECT 3  /* the same, IEEE operands straight into the datapath */
#define FS_MAC_FP_MAC_UNFUSED 4 /* exact product rounded into the accumulator's format, then added */
#define FS_MAC_FP_MAC_FUSED 5   /* expanding FMA: wider accumulator, one rounding */
#define FS_MAC_FP_SDOTP2 6      /* a b + c d + e in one unit */
#define FS_MAC_DOT_EXACT 7      /* lanes products summed in fixed point without loss */
#define FS_MAC_DOT_BLOCK 8      /* the same, two block scales applied, added to a floating-point accumulator */
#define FS_MAC_INT_MUL 9
#define FS_MAC_INT_ADD 10
#define FS_MAC_INT_MAC 11
#define FS_MAC_CONVERTER 12 /* format c to format a */
#define FS_MAC_SHIFTER 13   /* barrel shifter of FS_MAC_C_MANTISSA bits */
#define FS_MAC_LZC 14       /* leading-zero count of FS_MAC_C_MANTISSA bits */
#define FS_MAC_ARCHITECTURES 15

/* Columns of a batch, int32. a, b: the operands; c: addend, accumulator and result (converter: the source).
 * EXPONENT: exponent bits 0 .. 11, or -1 for an integer, whose width is then MANTISSA. */
#define FS_MAC_A_EXPONENT 0
#define FS_MAC_A_MANTISSA 1
#define FS_MAC_B_EXPONENT 2
#define FS_MAC_B_MANTISSA 3
#define FS_MAC_C_EXPONENT 4
#define FS_MAC_C_MANTISSA 5
#define FS_MAC_LANES 6         /* 1 .. 4096 */
#define FS_MAC_SCALE 7         /* FS_MAC_SCALE_*, dot_block only */
#define FS_MAC_SIGNED 8        /* int_mul: 1 two's complement, 0 unsigned; dot products: 0 where no product is negative */
#define FS_MAC_IEEE 9          /* 1: operands and result IEEE coded with subnormals */
#define FS_MAC_REGISTER_BITS 10
#define FS_MAC_COLUMNS 11

#define FS_MAC_SCALE_NONE 0
#define FS_MAC_SCALE_E8M0 1
#define FS_MAC_SCALE_E4M3 2
#define FS_MAC_SCALE_FP32 3

#define FS_MAC_PARTS 19
#define FS_MAC_TERMS 172

/* A term: closed form of the columns times one coefficient. */
typedef struct fs_mac_term_row {
    int32_t metric;        /* 0 area, 1 energy, 2 delay */
    int32_t part;          /* 0 .. FS_MAC_PARTS - 1 */
    const char *name;      /* unique within metric and part */
    const char *primitive; /* terms of one metric and primitive share a coefficient across architectures; "-": none */
} fs_mac_term_row;

/* Row i, name of part i, name of architecture i; NULL outside their ranges. */
FS_API const fs_mac_term_row *fs_mac_term(int32_t i);
FS_API const char *fs_mac_part_name(int32_t i);
FS_API const char *fs_mac_architecture_name(int32_t i);

/* Costs of n designs of one architecture. Column j of design i is columns[j stride + i], stride >= n.
 * coefficients: FS_MAC_TERMS, in the units of the calibration per unit of count (um2, pJ, ns for results in
 * those); area, energy, delay: n each. Linear in the coefficients.
 * FS_E_FORMAT: unknown architecture, or a column outside its range. */
FS_API fs_status fs_mac_cost(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride,
                             const double *coefficients, double *area, double *energy, double *delay);

/* The same by part: parts[3][FS_MAC_PARTS][n], metric 0 area, 1 energy, 2 delay. Added in order of parts
 * from 0.0 they give the totals bit for bit. */
FS_API fs_status fs_mac_cost_parts(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride,
                                   const double *coefficients, double *parts);

/* ------------------------------------------------------------ scaling laws */

#define FS_E_DOMAIN 8 /* a coefficient, an exponent or a column's value outside its domain */

/* kind: what of a column's value x is raised to a power, and which x there may be (all finite). */
#define FS_LAW_VALUE 0 /* x, positive and normal */
#define FS_LAW_HALF 1  /* x + 1/2, x >= 0: exponent and mantissa bits */
#define FS_LAW_LOG2 2  /* log2 x, x >= 1: block sizes; of 1 a term with a positive power of it vanishes */

#define FS_LAW_COLUMNS 8 /* the most that a law has */
#define FS_LAW_TERMS 8

/* Loss of n rows under a law made of powers:
 *   loss = floor + (sum of terms 0 .. n_inner - 1)^outer_exponent + sum of terms n_inner .. n_terms - 1,
 *   term k = coefficients[k] * product over columns c of kind(x_c)^exponents[k n_columns + c].
 * Column c of row i is columns[c stride + i], stride >= n. Coefficients are positive, exponents within
 * -2^64 .. 2^64; the loss is never NaN, and infinite where a power overflows.
 * For columns and terms within 2^-64 .. 2^64, and exponents up to 4, a term is off by at most 2^-43 of itself, and the
 * sum raised to outer_exponent by as much again; the same bits on every instruction set.
 * FS_E_COUNT: columns or terms; FS_E_FORMAT: an unknown kind; FS_E_DOMAIN: a coefficient, an exponent or
 * a value. */
FS_API fs_status fs_power_law(int32_t n_columns, const int32_t *kinds, int32_t n_inner, int32_t n_terms,
                              const double *coefficients, const double *exponents, double outer_exponent, double floor,
                              int64_t n, const double *columns, int64_t stride, double *loss);

/* ------------------------------------------------------------------ layout */

/* The compiler's view of the structs above, for a test that holds bindings against it: rows of
 * (struct, field, offset, size) in declaration order, the struct itself as field "" at offset 0. */
typedef struct fs_layout_row {
    const char *struct_name;
    const char *field_name;
    int64_t offset_bytes;
    int64_t size_bytes;
} fs_layout_row;

/* Number of rows. */
FS_API int32_t fs_layout_count(void);
/* Row i, 0 <= i < fs_layout_count(); NULL outside. */
FS_API const fs_layout_row *fs_layout(int32_t i);

#endif
