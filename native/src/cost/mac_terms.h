/* mac_terms.h - the parts a MAC is made of, and the terms of each part's gate count, switched energy and
 * delay. A term is a closed form of the design's parameters times one non-negative coefficient.
 * The last column is the primitive a term counts: terms of one primitive share one coefficient in the model
 * that carries over from one architecture to another; "-" marks a term that only a family's own
 * calibration uses. Gate counts are in NAND2 equivalents (weights in mac_model.h). */
#ifndef FS_MAC_TERMS_H
#define FS_MAC_TERMS_H

/* In the order of the data path; a total is the sum over parts in this order. */
#define FS_MAC_PART_LIST(P)                                                                                  \
    P(DECODE, "decode") P(EXPONENT, "exponent") P(MAX_EXPONENT, "max_exponent") P(MULTIPLIER, "multiplier")  \
    P(PRODUCT_ROUND, "product_round") P(PRODUCT_SHIFT, "product_shift") P(COMPLEMENT, "complement")          \
    P(TREE, "adder_tree") P(SCALE, "scale") P(TO_FLOAT, "to_float") P(ALIGN, "align") P(ADDER, "adder")      \
    P(LZC, "leading_zeros") P(NORMALISE, "normalise") P(ROUNDER, "rounder") P(ENCODE, "encode")              \
    P(ACCUMULATOR, "accumulator") P(SPECIAL, "special_cases") P(REGISTERS, "registers")

/* T(metric, part, term, primitive): A area, E energy, D delay. */
#define FS_MAC_TERM_LIST(T)                                                                                  \
    T(A, DECODE, MUX, "mux") T(A, DECODE, BIT, "lzc") T(A, DECODE, CARRY, "exp")                             \
    T(A, EXPONENT, CARRY, "exp") T(A, EXPONENT, WIDE, "wide") T(A, EXPONENT, NARROW, "narrow")               \
    T(A, EXPONENT, SAME, "-")                                                                                \
    T(A, MAX_EXPONENT, CARRY, "exp")                                                                         \
    T(A, MULTIPLIER, CELL, "cell") T(A, MULTIPLIER, EFFORT, "effort") T(A, MULTIPLIER, ROW, "-")             \
    T(A, MULTIPLIER, SIGN_ROW, "sign_row") T(A, MULTIPLIER, SIGN_CELL, "sign_cell")                          \
    T(A, PRODUCT_ROUND, CARRY, "increment") T(A, PRODUCT_ROUND, MASK, "mask")                                \
    T(A, PRODUCT_SHIFT, MUX, "mux") T(A, PRODUCT_SHIFT, WIDTH, "-") T(A, PRODUCT_SHIFT, SQUARE, "-")         \
    T(A, COMPLEMENT, XOR, "xor")                                                                             \
    T(A, TREE, CARRY, "add") T(A, TREE, PAIR, "-") T(A, TREE, WIDEN, "-") T(A, TREE, DEPTH, "-")             \
    T(A, SCALE, CELL, "cell") T(A, SCALE, FIXED, "-")                                                        \
    T(A, TO_FLOAT, BIT, "lzc") T(A, TO_FLOAT, MUX, "mux") T(A, TO_FLOAT, CARRY, "increment")                 \
    T(A, ALIGN, MUX, "mux") T(A, ALIGN, STAGE, "-") T(A, ALIGN, FANOUT, "-")                                 \
    T(A, ADDER, CARRY, "add") T(A, ADDER, LEVEL, "-")                                                        \
    T(A, LZC, BIT, "lzc") T(A, LZC, TREE, "-") T(A, LZC, SQUARE, "-")                                        \
    T(A, NORMALISE, MUX, "mux") T(A, NORMALISE, STAGE, "-") T(A, NORMALISE, LEVEL, "-")                      \
    T(A, ROUNDER, CARRY, "increment") T(A, ROUNDER, MASK, "mask") T(A, ROUNDER, NARROW, "-")                 \
    T(A, ENCODE, MUX, "mux") T(A, ENCODE, CARRY, "exp") T(A, ENCODE, LEVEL, "-")                             \
    T(A, ACCUMULATOR, CARRY, "add") T(A, ACCUMULATOR, EXTEND, "add") T(A, ACCUMULATOR, LEVEL, "-")           \
    T(A, SPECIAL, FIXED, "fixed")                                                                            \
    T(A, REGISTERS, BIT, "register")                                                                         \
    T(E, DECODE, STATIC, "static")                                                                           \
    T(E, EXPONENT, STATIC, "static") T(E, EXPONENT, GLITCH, "static_glitch")                                 \
    T(E, EXPONENT, DYNAMIC, "dynamic") T(E, EXPONENT, DYNAMIC_GLITCH, "dynamic_glitch")                      \
    T(E, EXPONENT, WIDE, "wide") T(E, EXPONENT, NARROW, "narrow") T(E, EXPONENT, GAP, "-")                   \
    T(E, EXPONENT, SAME, "-")                                                                                \
    T(E, MAX_EXPONENT, STATIC, "static") T(E, MAX_EXPONENT, GLITCH, "static_glitch")                         \
    T(E, MULTIPLIER, CELL, "cell") T(E, MULTIPLIER, RIPPLE, "ripple") T(E, MULTIPLIER, EFFORT, "-")          \
    T(E, MULTIPLIER, SIGN_CELL, "sign_cell")                                                                 \
    T(E, PRODUCT_ROUND, STATIC, "static") T(E, PRODUCT_ROUND, GLITCH, "static_glitch")                       \
    T(E, PRODUCT_SHIFT, STATIC, "static") T(E, PRODUCT_SHIFT, GLITCH, "static_glitch")                       \
    T(E, PRODUCT_SHIFT, STAGE, "-") T(E, PRODUCT_SHIFT, WIDTH, "-") T(E, PRODUCT_SHIFT, LANE, "-")           \
    T(E, COMPLEMENT, STATIC, "static") T(E, COMPLEMENT, GLITCH, "static_glitch")                             \
    T(E, COMPLEMENT, DYNAMIC, "dynamic") T(E, COMPLEMENT, DYNAMIC_GLITCH, "dynamic_glitch")                  \
    T(E, TREE, STATIC, "static") T(E, TREE, GLITCH, "static_glitch") T(E, TREE, LEVEL, "-")                  \
    T(E, TREE, CARRY, "-") T(E, TREE, CELL, "-")                                                             \
    T(E, SCALE, CELL, "cell") T(E, SCALE, RIPPLE, "ripple") T(E, SCALE, DYNAMIC, "dynamic")                  \
    T(E, SCALE, DYNAMIC_GLITCH, "dynamic_glitch") T(E, SCALE, FIXED, "-")                                    \
    T(E, TO_FLOAT, DYNAMIC, "dynamic") T(E, TO_FLOAT, DYNAMIC_GLITCH, "dynamic_glitch")                      \
    T(E, TO_FLOAT, DEPTH, "-") T(E, TO_FLOAT, PRODUCT, "-")                                                  \
    T(E, ALIGN, STATIC, "static") T(E, ALIGN, GLITCH, "static_glitch")                                       \
    T(E, ALIGN, DYNAMIC, "dynamic") T(E, ALIGN, DYNAMIC_GLITCH, "dynamic_glitch")                            \
    T(E, ALIGN, STAGE, "-") T(E, ALIGN, FANOUT, "-") T(E, ALIGN, SPAN, "-")                                  \
    T(E, ADDER, STATIC, "static") T(E, ADDER, GLITCH, "static_glitch")                                       \
    T(E, ADDER, DYNAMIC, "dynamic") T(E, ADDER, DYNAMIC_GLITCH, "dynamic_glitch") T(E, ADDER, LEVEL, "-")    \
    T(E, LZC, STATIC, "static") T(E, LZC, GLITCH, "static_glitch")                                           \
    T(E, LZC, DYNAMIC, "dynamic") T(E, LZC, DYNAMIC_GLITCH, "dynamic_glitch")                                \
    T(E, NORMALISE, DYNAMIC, "dynamic") T(E, NORMALISE, DYNAMIC_GLITCH, "dynamic_glitch")                    \
    T(E, NORMALISE, LEVEL, "-")                                                                              \
    T(E, ROUNDER, STATIC, "static") T(E, ROUNDER, GLITCH, "static_glitch")                                   \
    T(E, ROUNDER, DYNAMIC, "dynamic") T(E, ROUNDER, DYNAMIC_GLITCH, "dynamic_glitch")                        \
    T(E, ROUNDER, NARROW, "-")                                                                               \
    T(E, ENCODE, STATIC, "static") T(E, ENCODE, DYNAMIC_GLITCH, "dynamic_glitch")                            \
    T(E, ENCODE, LEVEL, "-")                                                                                 \
    T(E, ACCUMULATOR, STATIC, "static") T(E, ACCUMULATOR, GLITCH, "static_glitch")                           \
    T(E, ACCUMULATOR, EXTEND, "static") T(E, ACCUMULATOR, ARRAY, "-")                                        \
    T(E, SPECIAL, FIXED, "fixed")                                                                            \
    T(E, REGISTERS, BIT, "register")                                                                         \
    T(D, DECODE, LEVEL, "lzc") T(D, DECODE, STAGE, "stage")                                                  \
    T(D, EXPONENT, CARRY, "exp") T(D, EXPONENT, WIDE, "wide") T(D, EXPONENT, NARROW, "narrow")               \
    T(D, MAX_EXPONENT, CARRY, "exp")                                                                         \
    T(D, MULTIPLIER, LEVEL, "level") T(D, MULTIPLIER, CARRY, "product_carry") T(D, MULTIPLIER, FIXED, "array") \
    T(D, MULTIPLIER, SIGN, "sign") T(D, MULTIPLIER, TREE, "-") T(D, MULTIPLIER, ROW, "-")                    \
    T(D, MULTIPLIER, OBLONG, "-")                                                                            \
    T(D, PRODUCT_ROUND, LEVEL, "add_level") T(D, PRODUCT_ROUND, CARRY, "carry")                              \
    T(D, PRODUCT_SHIFT, STAGE, "stage") T(D, PRODUCT_SHIFT, CARRY, "exp") T(D, PRODUCT_SHIFT, WIDTH, "-")    \
    T(D, PRODUCT_SHIFT, WIDTH_MANY, "-")                                                                     \
    T(D, COMPLEMENT, LEVEL, "add_level")                                                                     \
    T(D, TREE, STAGE, "stage") T(D, TREE, CARRY, "carry") T(D, TREE, LEVEL, "add_level")                     \
    T(D, TREE, INT_STAGE, "-") T(D, TREE, WIDE_STAGE, "-") T(D, TREE, PRODUCT, "-") T(D, TREE, DEPTH, "-")   \
    T(D, SCALE, CARRY, "carry") T(D, SCALE, LEVEL, "level")                                                  \
    T(D, TO_FLOAT, LEVEL, "lzc") T(D, TO_FLOAT, STAGE, "stage") T(D, TO_FLOAT, STAGE_WHOLE, "-")             \
    T(D, TO_FLOAT, CARRY, "-")                                                                               \
    T(D, ALIGN, STAGE, "stage") T(D, ALIGN, STAGE_WHOLE, "-") T(D, ALIGN, FANOUT, "-")                       \
    T(D, ADDER, CARRY, "carry") T(D, ADDER, LEVEL, "add_level")                                              \
    T(D, LZC, LEVEL, "lzc") T(D, LZC, BIT, "lzc_bit")                                                        \
    T(D, NORMALISE, STAGE, "stage")                                                                          \
    T(D, ROUNDER, CARRY, "carry") T(D, ROUNDER, LEVEL, "add_level")                                          \
    T(D, ENCODE, STAGE, "stage") T(D, ENCODE, FIELD, "-")                                                    \
    T(D, ACCUMULATOR, CARRY, "carry") T(D, ACCUMULATOR, STAGE, "stage")                                      \
    T(D, SPECIAL, FIXED, "fixed")                                                                            \
    T(D, REGISTERS, FIXED, "register")

#define FS_MAC_TERM_ENUM(metric, part, term, primitive) metric##_##part##_##term,
enum fs_mac_terms { FS_MAC_TERM_LIST(FS_MAC_TERM_ENUM) FS_MAC_TERM_COUNT };

#define FS_MAC_PART_ENUM(part, name) PART_##part,
enum fs_mac_parts { FS_MAC_PART_LIST(FS_MAC_PART_ENUM) FS_MAC_PART_COUNT };

#endif
