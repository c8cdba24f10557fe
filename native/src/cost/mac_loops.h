/* mac_loops.h - the loops over designs, one pair per architecture. Included once per instruction set, with
 * KERNELS naming its table. */
#include "mac_architectures.h"
#include "mac_kernels.h"

INLINE struct design load(const int32_t *columns, int64_t stride, int64_t i) {
    struct design d;
    d.a_e = (double)columns[FS_MAC_A_EXPONENT * stride + i];
    d.a_m = (double)columns[FS_MAC_A_MANTISSA * stride + i];
    d.b_e = (double)columns[FS_MAC_B_EXPONENT * stride + i];
    d.b_m = (double)columns[FS_MAC_B_MANTISSA * stride + i];
    d.c_e = (double)columns[FS_MAC_C_EXPONENT * stride + i];
    d.c_m = (double)columns[FS_MAC_C_MANTISSA * stride + i];
    d.lanes = (double)columns[FS_MAC_LANES * stride + i];
    d.scale = (double)columns[FS_MAC_SCALE * stride + i];
    d.is_signed = (double)columns[FS_MAC_SIGNED * stride + i];
    d.ieee = (double)columns[FS_MAC_IEEE * stride + i];
    d.register_bits = (double)columns[FS_MAC_REGISTER_BITS * stride + i];
    d.a_int = d.a_e < 0.0 ? 1.0 : 0.0;
    d.b_int = d.b_e < 0.0 ? 1.0 : 0.0;
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

#define LOOPS(name)                                                                                          \
    static void name##_totals(int64_t n, const int32_t *restrict columns, int64_t stride, const double *restrict k, \
                              double *restrict area, double *restrict energy, double *restrict delay) {      \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            struct design d = load(columns, stride, i);                                                      \
            struct mac mac = {{{0.0, 0.0, 0.0}}};                                                            \
            name(&mac, k, &d);                                                                               \
            registers(&mac.parts[PART_REGISTERS], k, &d);                                                    \
            double a = 0.0, e = 0.0, t = 0.0;                                                                \
            FS_MAC_PART_LIST(ADD_PART)                                                                       \
            area[i] = a;                                                                                     \
            energy[i] = e;                                                                                   \
            delay[i] = t;                                                                                    \
        }                                                                                                    \
    }                                                                                                        \
    static void name##_parts(int64_t n, const int32_t *restrict columns, int64_t stride, const double *restrict k, \
                             double *restrict parts) {                                                       \
        for (int64_t i = 0; i < n; i++) {                                                                    \
            struct design d = load(columns, stride, i);                                                      \
            struct mac mac = {{{0.0, 0.0, 0.0}}};                                                            \
            name(&mac, k, &d);                                                                               \
            registers(&mac.parts[PART_REGISTERS], k, &d);                                                    \
            FS_MAC_PART_LIST(STORE_PART)                                                                     \
        }                                                                                                    \
    }

/* In the order of FS_MAC_*. */
#define ARCHITECTURES(X)                                                                                     \
    X(fp_mul) X(fp_add) X(fp_fma) X(fp_fma_direct) X(fp_mac_unfused) X(fp_mac_fused) X(fp_sdotp2) X(dot_exact) \
    X(dot_block) X(int_mul) X(int_add) X(int_mac) X(converter) X(shifter) X(leading_zeros)
ARCHITECTURES(LOOPS)

#define TOTALS_CASE(name)                                                                                    \
    case INDEX_##name: name##_totals(n, columns, stride, coefficients, area, energy, delay); break;
#define PARTS_CASE(name)                                                                                     \
    case INDEX_##name: name##_parts(n, columns, stride, coefficients, parts); break;
#define INDEX(name) INDEX_##name,
enum { ARCHITECTURES(INDEX) ARCHITECTURE_COUNT };
_Static_assert(ARCHITECTURE_COUNT == FS_MAC_ARCHITECTURES, "one loop per architecture of the header");

static void totals(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride, const double *coefficients,
                   double *area, double *energy, double *delay) {
    switch (architecture) { ARCHITECTURES(TOTALS_CASE) }
}

static void parts_of(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride,
                     const double *coefficients, double *parts) {
    switch (architecture) { ARCHITECTURES(PARTS_CASE) }
}

const struct fs_mac_kernels KERNELS = {totals, parts_of};
