/* mac_loops.h - the loops over designs, per architecture and kind of batch. Included once per instruction set, with
 * KERNELS naming its table. */
#include "mac_architectures.h"
#include "mac_kernels.h"

/* What a loop may take for granted of its batch, known at compile time. */
#define PLAIN 0   /* no design is IEEE coded */
#define CODED 1
#define UNIFORM 2 /* PLAIN, and all designs have the first one's accumulator, lanes, scale, sign and registers */

INLINE struct design load(const int32_t *columns, int64_t stride, int64_t i, int kind) {
    struct design d;
    int64_t shared = kind == UNIFORM ? 0 : i; /* what depends on these columns alone leaves the loop */
    d.a_e = (double)columns[FS_MAC_A_EXPONENT * stride + i];
    d.a_m = (double)columns[FS_MAC_A_MANTISSA * stride + i];
    d.b_e = (double)columns[FS_MAC_B_EXPONENT * stride + i];
    d.b_m = (double)columns[FS_MAC_B_MANTISSA * stride + i];
    d.c_e = (double)columns[FS_MAC_C_EXPONENT * stride + shared];
    d.c_m = (double)columns[FS_MAC_C_MANTISSA * stride + shared];
    d.lanes = (double)columns[FS_MAC_LANES * stride + shared];
    /* Bit arithmetic: a selection by a value that leaves the loop would not be vectorised. */
    int32_t scale = columns[FS_MAC_SCALE * stride + shared];
    d.scale_adds = (double)((scale | scale >> 1) & 1);
    d.scale_multiplies = (double)(scale >> 1);
    d.scale_fp32 = (double)(scale & scale >> 1);
    d.is_signed = (double)columns[FS_MAC_SIGNED * stride + shared];
    d.ieee = (double)columns[FS_MAC_IEEE * stride + i];
    d.register_bits = (double)columns[FS_MAC_REGISTER_BITS * stride + shared];
    d.a_int = d.a_e < 0.0 ? 1.0 : 0.0;
    d.b_int = d.b_e < 0.0 ? 1.0 : 0.0;
    d.coded = kind == CODED;
    return d;
}

#define ADD_PART(part, text)                                                                                 \
    a += mac.parts[PART_##part].area;                                                                        \
    e += mac.parts[PART_##part].energy;                                                                      \
    t += mac.parts[PART_##part].delay;
#define STORE_PART(part, text)                                                                               \
    parts[(0 * FS_MAC_PART_COUNT + PART_##part) * n + i] = mac.parts[PART_##part].area;                      \
    parts[(1 * FS_MAC_PART_COUNT + PART_##part) * n + i] = mac.parts[PART_##part].energy;                    \
    parts[(2 * FS_MAC_PART_COUNT + PART_##part) * n + i] = mac.parts[PART_##part].delay;

#define TOTALS_LOOP(name, kind)                                                                              \
    static void name##_totals_##kind(int64_t n, const int32_t *restrict columns, int64_t stride,             \
                                     const double *restrict k, double *restrict area, double *restrict energy, \
                                     double *restrict delay) {                                               \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            struct design d = load(columns, stride, i, kind);                                                \
            struct mac mac = {{{0.0, 0.0, 0.0}}};                                                            \
            name(&mac, k, &d);                                                                               \
            registers(&mac.parts[PART_REGISTERS], k, &d);                                                    \
            double a = 0.0, e = 0.0, t = 0.0;                                                                \
            FS_MAC_PART_LIST(ADD_PART)                                                                       \
            area[i] = a;                                                                                     \
            energy[i] = e;                                                                                   \
            delay[i] = t;                                                                                    \
        }                                                                                                    \
    }
#define PARTS_LOOP(name)                                                                                     \
    static void name##_parts(int64_t n, const int32_t *restrict columns, int64_t stride, const double *restrict k, \
                             double *restrict parts) {                                                       \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            struct design d = load(columns, stride, i, CODED);                                               \
            struct mac mac = {{{0.0, 0.0, 0.0}}};                                                            \
            name(&mac, k, &d);                                                                               \
            registers(&mac.parts[PART_REGISTERS], k, &d);                                                    \
            FS_MAC_PART_LIST(STORE_PART)                                                                     \
        }                                                                                                    \
    }
#ifdef SCALAR /* the definition: no loop is worth a second form */
#define LOOPS(name) TOTALS_LOOP(name, PLAIN) TOTALS_LOOP(name, CODED) PARTS_LOOP(name)
#define TOTALS_ROW(name) {name##_totals_PLAIN, name##_totals_CODED, name##_totals_PLAIN},
#else
#define LOOPS(name) TOTALS_LOOP(name, PLAIN) TOTALS_LOOP(name, CODED) TOTALS_LOOP(name, UNIFORM)
#define TOTALS_ROW(name) {name##_totals_PLAIN, name##_totals_CODED, name##_totals_UNIFORM},
#endif

/* In the order of FS_MAC_*. */
#define ARCHITECTURES(X)                                                                                     \
    X(fp_mul) X(fp_add) X(fp_fma) X(fp_fma_direct) X(fp_mac_unfused) X(fp_mac_fused) X(fp_sdotp2) X(dot_exact) \
    X(dot_block) X(int_mul) X(int_add) X(int_mac) X(converter) X(shifter) X(leading_zeros)
ARCHITECTURES(LOOPS)

typedef void totals_loop(int64_t n, const int32_t *restrict columns, int64_t stride, const double *restrict k,
                         double *restrict area, double *restrict energy, double *restrict delay);
static totals_loop *const totals_loops[][3] = {ARCHITECTURES(TOTALS_ROW)};
_Static_assert(sizeof totals_loops / sizeof *totals_loops == FS_MAC_ARCHITECTURES, "loops for each architecture of the header");

/* Whether some value of a column differs from `value`. */
static int differs(const int32_t *column, int64_t n, int32_t value) {
    int32_t any = 0;
    for (int64_t i = 0; i < n; i++) any |= column[i] ^ value;
    return any != 0;
}

static int kind_of(int64_t n, const int32_t *columns, int64_t stride) {
    static const int shared[] = {FS_MAC_C_EXPONENT, FS_MAC_C_MANTISSA, FS_MAC_LANES, FS_MAC_SCALE, FS_MAC_SIGNED,
                                 FS_MAC_REGISTER_BITS};
    if (differs(columns + FS_MAC_IEEE * stride, n, 0)) return CODED;
    for (size_t j = 0; j < sizeof shared / sizeof *shared; j++) {
        const int32_t *column = columns + shared[j] * stride;
        if (n > 0 && differs(column, n, column[0])) return PLAIN;
    }
    return UNIFORM;
}

static void totals(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride, const double *coefficients,
                   double *area, double *energy, double *delay) {
    totals_loops[architecture][kind_of(n, columns, stride)](n, columns, stride, coefficients, area, energy, delay);
}

#ifdef SCALAR
typedef void parts_loop(int64_t n, const int32_t *restrict columns, int64_t stride, const double *restrict k,
                        double *restrict parts);
#define PARTS_ROW(name) name##_parts,
static parts_loop *const parts_loops[] = {ARCHITECTURES(PARTS_ROW)};

void fs_mac_parts(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride, const double *coefficients,
                  double *parts) {
    parts_loops[architecture](n, columns, stride, coefficients, parts);
}
#endif

/* 1 where low <= column[i] <= high for all i. */
static int within(const int32_t *column, int64_t n, int32_t low, int32_t high) {
    uint32_t outside = 0, span = (uint32_t)(high - low);
    for (int64_t i = 0; i < n; i++) outside |= (uint32_t)((uint32_t)column[i] - (uint32_t)low > span);
    return outside == 0;
}

const struct fs_mac_kernels KERNELS = {totals, within};
