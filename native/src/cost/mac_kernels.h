/* mac_kernels.h - the cost kernels of one instruction set. */
#ifndef FS_MAC_KERNELS_H
#define FS_MAC_KERNELS_H
#include <stdint.h>

/* columns: FS_MAC_COLUMNS arrays of n, `stride` apart; coefficients: FS_MAC_TERM_COUNT.
 * Arguments are trusted; architecture is one of FS_MAC_*. */
struct fs_mac_kernels {
    void (*totals)(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride, const double *coefficients,
                   double *area, double *energy, double *delay);
    /* 1 where low <= column[i] <= high for all i < n. */
    int (*within)(const int32_t *column, int64_t n, int32_t low, int32_t high);
};

extern const struct fs_mac_kernels fs_mac_kernels_scalar;
extern const struct fs_mac_kernels fs_mac_kernels_avx2;
extern const struct fs_mac_kernels fs_mac_kernels_avx512;
/* The same by part, parts[3][FS_MAC_PART_COUNT][n]; scalar only: nobody asks for the parts of a design space. */
void fs_mac_parts(int32_t architecture, int64_t n, const int32_t *columns, int64_t stride, const double *coefficients,
                  double *parts);
#endif
