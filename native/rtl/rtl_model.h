/* rtl_model.h - what the units of this directory compute, in exact arithmetic. Shares nothing with the Verilog. */
#ifndef FS_RTL_MODEL_H
#define FS_RTL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

/* Which codes are special; the numbers are the Verilog's KIND. */
enum rtl_kind { RTL_FINITE = 0, RTL_FN = 1, RTL_IEEE = 2, RTL_INT = 3 };

/* A sign, exp and man bits; an integer of W bits is exp 0, man W-1. */
struct rtl_format {
    int exp, man;
    enum rtl_kind kind;
};

/* The numbers are the Verilog's scale FORMAT. */
enum rtl_scale { RTL_SCALE_NONE = 0, RTL_SCALE_E8M0 = 1, RTL_SCALE_E4M3 = 2 };

/* The value of one code, exactly; Inf and NaN as they are. Integers in units of 1. */
double rtl_decode(struct rtl_format format, uint64_t code);

/* The value of one scale code; NaN codes as NaN. */
double rtl_decode_scale(enum rtl_scale scale, uint8_t code);

/* The code, in an IEEE-coded format, of the exact sum of n terms rounded once to nearest even.
 * Subnormals are honoured and overflow gives Inf. A zero sum is -0 if every term is -0, otherwise +0. A NaN among the
 * terms, or Infs of both signs, give the quiet NaN with sign 0. Finite terms lie between 2^-512 and 2^500 in magnitude. */
uint64_t rtl_round_sum(struct rtl_format format, const double *terms, int n);

/* fs_mac: a * b + c. */
uint64_t rtl_mac(struct rtl_format acc, double a, double b, double c);

/* fs_dot: scale_a * scale_b * sum(a[i] * b[i], i < lanes) + c. */
uint64_t rtl_dot(struct rtl_format acc, const double *a, const double *b, int lanes, double scale_a, double scale_b,
                 double c);

#endif
