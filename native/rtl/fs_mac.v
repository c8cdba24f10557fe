// Fused multiply-add with an accumulator of its own format: y = round(a * b + c), rounded once (fs_accumulate says
// how). EXP, MAN, KIND as in fs_decode; c and y are IEEE-coded. IEEE 754's fusedMultiplyAdd where a, b and c share one
// format. NaN where a, b or c is NaN, where Inf meets 0, and where Infs of opposite sign are added.
module fs_mac #(
    parameter A_EXP = 4,
    parameter A_MAN = 3,
    parameter A_KIND = 2,
    parameter B_EXP = A_EXP,
    parameter B_MAN = A_MAN,
    parameter B_KIND = A_KIND,
    parameter ACC_EXP = 8,
    parameter ACC_MAN = 23
) (
    input  [A_EXP+A_MAN:0]     a,
    input  [B_EXP+B_MAN:0]     b,
    input  [ACC_EXP+ACC_MAN:0] c,
    output [ACC_EXP+ACC_MAN:0] y
);
    `include "fs_format.vh"

    localparam A_EXPONENT_WIDTH = A_EXP > 0 ? A_EXP : 1;
    localparam B_EXPONENT_WIDTH = B_EXP > 0 ? B_EXP : 1;
    localparam signed [31:0] UNIT = unit(A_EXP, A_MAN, A_KIND, 0) + unit(B_EXP, B_MAN, B_KIND, 0);
    localparam X_EXPONENT_WIDTH = (A_EXP > B_EXP ? A_EXP : B_EXP) + 7;

    wire a_negative, b_negative, a_inf, b_inf, a_nan, b_nan;
    wire [A_MAN:0] a_significand;
    wire [B_MAN:0] b_significand;
    wire [A_EXPONENT_WIDTH-1:0] a_exponent;
    wire [B_EXPONENT_WIDTH-1:0] b_exponent;
    fs_decode #(.EXP(A_EXP), .MAN(A_MAN), .KIND(A_KIND)) decode_a (
        .code(a), .negative(a_negative), .significand(a_significand), .exponent(a_exponent), .inf(a_inf), .nan(a_nan));
    fs_decode #(.EXP(B_EXP), .MAN(B_MAN), .KIND(B_KIND)) decode_b (
        .code(b), .negative(b_negative), .significand(b_significand), .exponent(b_exponent), .inf(b_inf), .nan(b_nan));

    wire [A_MAN+B_MAN+1:0] product = a_significand * b_significand;
    wire signed [X_EXPONENT_WIDTH-1:0] exponent = $signed({1'b0, a_exponent}) + $signed({1'b0, b_exponent}) + UNIT;
    wire inf = a_inf || b_inf;
    wire inf_times_zero = (a_inf && b_significand == 0) || (b_inf && a_significand == 0);

    fs_accumulate #(
        .X_WIDTH(A_MAN + B_MAN + 2), .X_EXPONENT_WIDTH(X_EXPONENT_WIDTH), .EXP(ACC_EXP), .MAN(ACC_MAN)
    ) accumulate (
        .x_negative(a_negative ^ b_negative),
        .x_magnitude(product),
        .x_exponent(exponent),
        .x_inf(inf),
        .x_nan(a_nan || b_nan || inf_times_zero),
        .c(c),
        .y(y)
    );
endmodule
