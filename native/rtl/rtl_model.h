/* rtl_model.h - what the units of this directory compute, in exact arithmetic on the values that
 * libfloatscape gives the codes (fs_code_value). */
#ifndef FS_RTL_MODEL_H
#define FS_RTL_MODEL_H

#include "floatscape.h"

/* The code, in an IEEE-coded format of at least 2 exponent bits and 1 mantissa bit, of the exact sum of n terms,
 * rounded once to nearest even. Subnormals are honoured and overflow gives Inf. A zero sum is -0 if every term is -0,
 * otherwise +0. A NaN among the terms, or Infs of both signs, give the quiet NaN with sign 0. Finite terms that are not
 * zero have magnitudes from 2^-512 to 2^500. */
uint64_t rtl_round_sum(const fs_format *format, const double *terms, int n);

/* fs_mac: a * b + c. */
uint64_t rtl_mac(const fs_format *acc, double a, double b, double c);

/* fs_dot: scale_a * scale_b * sum(a[i] * b[i], i < lanes) + c. */
uint64_t rtl_dot(const fs_format *acc, const double *a, const double *b, int lanes, double scale_a, double scale_b,
                 double c);

#endif
