/* fs_scale.c - what a group's largest magnitude makes of its scale. Shared by every instruction set. */
#include <float.h>
#include <math.h>
#include "fs_plan.h"

/* Narrow formats a scale is stored in; sign-less ones are used for magnitudes only. */
struct narrow {
    int min_exponent, mantissa_bits;
    float max;
};
static const struct narrow e4m3 = {-6, 3, 448};
static const struct narrow ue5m3 = {-14, 3, 114688};
static const struct narrow float16 = {-14, 10, 65504};
static const struct narrow bfloat16 = {-126, 7, 0x1.fep127f};

/* x >= 0 to nearest even, saturating. */
static float narrow_round(struct narrow f, float x) {
    if (x >= f.max) return f.max;
    int field = (int)(fs_bits(x) >> 23), lowest = f.min_exponent + 127;
    double spacing = ldexp(1, (field > lowest ? field : lowest) - 127 - f.mantissa_bits);
    float y = (float)(nearbyint(x / spacing) * spacing);
    return y > f.max ? f.max : y;
}

static uint32_t narrow_code(struct narrow f, float x) {
    if (x == 0) return 0;
    int e = ilogbf(x);
    if (e < f.min_exponent) e = f.min_exponent;
    return ((uint32_t)(e - f.min_exponent) << f.mantissa_bits) + (uint32_t)ldexpf(x, f.mantissa_bits - e);
}

static float narrow_value(struct narrow f, uint32_t code) {
    int field = (int)(code >> f.mantissa_bits);
    uint32_t m = code & ((1u << f.mantissa_bits) - 1);
    if (field == 0) return ldexpf((float)m, f.min_exponent - f.mantissa_bits);
    return ldexpf((float)(m + (1u << f.mantissa_bits)), f.min_exponent + field - 1 - f.mantissa_bits);
}

static const struct narrow *narrow_of(int32_t scale) {
    switch (scale) {
    case FS_SCALE_E4M3_F32:
    case FS_SCALE_E4M3: return &e4m3;
    case FS_SCALE_UE5M3: return &ue5m3;
    case FS_SCALE_F16: return &float16;
    case FS_SCALE_BF16: return &bfloat16;
    default: return NULL;
    }
}

static uint32_t nan_code(int32_t scale) {
    switch (scale) {
    case FS_SCALE_E8M0:
    case FS_SCALE_UE5M3: return 0xff;
    case FS_SCALE_E4M3_F32:
    case FS_SCALE_E4M3: return 0x7f;
    case FS_SCALE_F16: return 0x7e00;
    case FS_SCALE_BF16: return 0x7fc0;
    default: return FS_NAN_BITS;
    }
}

static float clampf(float x, float low, float high) { return x < low ? low : x > high ? high : x; }

/* ---- E8M0 */

/* x > 0 finite as 2^e times [1, 2). */
static int exponent_of(float x, float *significand) {
    int e;
    *significand = 2 * frexpf(x, &e);
    return e - 1;
}

/* The shared exponent; 255 - 127 stands for NaN. */
static int e8m0_exponent(const struct fs_plan *p, uint32_t amax_bits) {
    float significand, max_significand;
    int max_exponent = exponent_of((float)p->scale_max, &max_significand);
    if (p->format.scale_rule == FS_RULE_EVEN) {
        int m = p->format.element == FS_ELEMENT_FLOAT ? p->format.mantissa_bits : p->format.integer_bits - 2;
        if (m < 23) amax_bits += 1u << (22 - m);
        if (amax_bits >= FS_INF_BITS) return 128;
    }
    int e = exponent_of(fs_float(amax_bits), &significand) - max_exponent;
    if (p->format.scale_rule == FS_RULE_CEIL) e += significand > 1;
    if (p->format.scale_rule == FS_RULE_RCEIL) e += significand > max_significand;
    return e < -127 ? -127 : e > 127 ? 127 : e;
}

static void e8m0_grid(const struct fs_plan *p, uint32_t amax_bits, struct fs_grid *g) {
    int e = amax_bits == 0 ? -127 : e8m0_exponent(p, amax_bits);
    g->path = e == 128 ? FS_PATH_NAN : FS_PATH_POW2;
    g->shift = e == 128 ? 0 : e;
    g->scale_code = (uint32_t)(e + 127);
}

/* ---- E4M3 with a float32 per tensor */

struct fs_tensor_scale fs_tensor_scale_make(const struct fs_plan *p, uint32_t amax_bits) {
    struct fs_tensor_scale t = {1, 1, amax_bits >= FS_INF_BITS};
    if (p->format.scale != FS_SCALE_E4M3_F32 || t.nan) return t;
    float amax = fs_float(amax_bits), max = (float)p->scale_max, full = 448 * max;
    int te = p->format.scale_rule == FS_RULE_TE;
    float g = te ? full / amax : amax / full;
    if (amax == 0 || g == 0) g = 1;
    if (g > FLT_MAX) g = FLT_MAX;
    t.amax_scale = te ? g * (1 / max) : g;
    t.post = te ? 1 / g : g;
    return t;
}

static float e4m3_f32_scale(const struct fs_plan *p, const struct fs_tensor_scale *t, float amax) {
    float max = (float)p->scale_max;
    switch (p->format.scale_rule) {
    case FS_RULE_TE: return narrow_round(e4m3, fminf(amax * t->amax_scale, 448));
    case FS_RULE_TORCHAO: return narrow_round(e4m3, clampf(amax / max / t->amax_scale, 0x1p-6f, 448));
    default: {
        float s = amax / (max * t->amax_scale);
        return narrow_round(e4m3, s == 0 ? 1 : s);
    }
    }
}

static void e4m3_f32_path(const struct fs_plan *p, const struct fs_tensor_scale *t, float s, struct fs_grid *g) {
    g->post = fminf(s * t->post, FLT_MAX);
    g->path = p->format.scale_rule == FS_RULE_MODELOPT ? FS_PATH_DIV : FS_PATH_MUL;
    switch (p->format.scale_rule) {
    case FS_RULE_TE: g->pre = fminf(1 / g->post, FLT_MAX); break;
    case FS_RULE_TORCHAO: g->pre = fminf(fminf(1 / t->post, FLT_MAX) / s, FLT_MAX); break;
    default: g->pre = g->post;
    }
}

/* ---- one-level floating-point scales */

static float direct_scale(const struct fs_plan *p, float amax) {
    if (p->format.scale == FS_SCALE_E4M3) return narrow_round(e4m3, clampf(amax / (float)p->scale_max, 0x1p-6f, 448));
    float s = fminf(amax / (float)p->scale_max, FLT_MAX);
    const struct narrow *f = narrow_of(p->format.scale);
    if (f != NULL) {
        s = narrow_round(*f, s);
        if (s == 0 && amax > 0) s = narrow_value(*f, 1);
    }
    return s == 0 ? 1 : s;
}

static void direct_path(const struct fs_plan *p, float s, struct fs_grid *g) {
    int multiply = p->is_integer || p->format.scale == FS_SCALE_E4M3;
    g->post = s;
    g->path = multiply ? FS_PATH_MUL : FS_PATH_DIV;
    g->pre = multiply ? fminf(1 / s, FLT_MAX) : s;
}

/* ---- all */

static void scale_path(const struct fs_plan *p, const struct fs_tensor_scale *t, float s, struct fs_grid *g) {
    if (p->format.scale == FS_SCALE_E4M3_F32) e4m3_f32_path(p, t, s, g);
    else direct_path(p, s, g);
}

static void base_grid(const struct fs_plan *p, const struct fs_tensor_scale *t, uint32_t amax_bits, struct fs_grid *g) {
    if (p->format.scale == FS_SCALE_NONE) {
        g->path = FS_PATH_PLAIN;
        return;
    }
    if (amax_bits >= FS_INF_BITS || t->nan) {
        g->path = FS_PATH_NAN;
        g->scale_code = nan_code(p->format.scale);
        return;
    }
    if (p->format.scale == FS_SCALE_E8M0) {
        e8m0_grid(p, amax_bits, g);
        return;
    }
    float amax = fs_float(amax_bits);
    float s = p->format.scale == FS_SCALE_E4M3_F32 ? e4m3_f32_scale(p, t, amax) : direct_scale(p, amax);
    const struct narrow *f = narrow_of(p->format.scale);
    g->scale_code = f != NULL ? narrow_code(*f, s) : fs_bits(s);
    scale_path(p, t, s, g);
}

void fs_grid_make(const struct fs_plan *p, const struct fs_tensor_scale *t, uint32_t amax_bits, struct fs_grid *g) {
    memset(g, 0, sizeof *g);
    base_grid(p, t, amax_bits, g);
}

void fs_grid_decode(const struct fs_plan *p, const struct fs_tensor_scale *t, uint32_t scale_code, struct fs_grid *g) {
    memset(g, 0, sizeof *g);
    if (p->format.scale == FS_SCALE_NONE) {
        g->path = FS_PATH_PLAIN;
        return;
    }
    const struct narrow *f = narrow_of(p->format.scale);
    float s = p->format.scale == FS_SCALE_E8M0 ? 1 : f != NULL ? narrow_value(*f, scale_code) : fs_float(scale_code);
    if (t->nan || scale_code == nan_code(p->format.scale) || isnan(s) || (f != NULL && s > f->max)) {
        g->path = FS_PATH_NAN;
    } else if (p->format.scale == FS_SCALE_E8M0) {
        g->path = FS_PATH_POW2;
        g->shift = (int)scale_code - 127;
    } else {
        scale_path(p, t, s, g);
    }
}

static float limit(const struct fs_grid *g, double value) {
    switch (g->path) {
    case FS_PATH_POW2: return (float)ldexp(value, g->shift);
    case FS_PATH_MUL:
    case FS_PATH_DIV: return (float)(value * g->post);
    case FS_PATH_NAN: return INFINITY; /* nothing is beyond it, and no result below it */
    default: return (float)value;
    }
}

struct fs_limits fs_limits_make(const struct fs_plan *p, const struct fs_grid *g) {
    float min_normal = limit(g, p->min_normal);
    /* Never 0: a zero result must count as below it. */
    return (struct fs_limits){limit(g, p->saturation), min_normal > 0 ? min_normal : 0x1p-149f};
}

int fs_group_limits(const struct fs_plan *p, const struct fs_tensor_scale *tensor, uint32_t amax_bits, float *saturation, float *min_normal) {
    struct fs_grid grid;
    fs_grid_make(p, tensor, amax_bits, &grid);
    struct fs_limits l = fs_limits_make(p, &grid);
    *saturation = l.saturation;
    *min_normal = l.min_normal;
    return fs_may_saturate(fs_float(amax_bits), l.saturation);
}
