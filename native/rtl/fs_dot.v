// Block-scaled dot product with a floating-point accumulator:
//     y = round(scale_a * scale_b * sum(a[i] * b[i], i < LANES) + c)
// The products are summed in fixed point without loss and the whole is rounded once (fs_accumulate says how).
// Formats: EXP, MAN, KIND as in fs_decode; scales as in fs_scale; c and y are IEEE-coded. Lane 0 is in the lowest bits.
//
// y is NaN where an element, a scale or c is NaN, where Inf meets a zero factor (element or scale), and where Infs
// of both signs are summed. A zero sum counts as +0. An integer's unit is 1, but 2^-(W-2) under an E8M0 scale, as in
// MXINT8; its most negative code has its two's complement value.
module fs_dot #(
    parameter A_EXP = 2,
    parameter A_MAN = 1,
    parameter A_KIND = 0,
    parameter A_SCALE = 1,
    parameter B_EXP = A_EXP,
    parameter B_MAN = A_MAN,
    parameter B_KIND = A_KIND,
    parameter B_SCALE = A_SCALE,
    parameter LANES = 16,
    parameter ACC_EXP = 8,
    parameter ACC_MAN = 23
) (
    input  [LANES*(1+A_EXP+A_MAN)-1:0] a,
    input  [LANES*(1+B_EXP+B_MAN)-1:0] b,
    input  [7:0]                       scale_a,
    input  [7:0]                       scale_b,
    input  [ACC_EXP+ACC_MAN:0]         c,
    output [ACC_EXP+ACC_MAN:0]         y
);
    `include "fs_format.vh"

    localparam A_WIDTH = 1 + A_EXP + A_MAN;
    localparam B_WIDTH = 1 + B_EXP + B_MAN;
    localparam A_EXPONENT_WIDTH = A_EXP > 0 ? A_EXP : 1;
    localparam B_EXPONENT_WIDTH = B_EXP > 0 ? B_EXP : 1;
    // A product is placed by its exponents' excess over those of two subnormals.
    localparam PLACES = exponent_steps(A_EXP, A_KIND) + exponent_steps(B_EXP, B_KIND);
    localparam PLACE_WIDTH = $clog2(PLACES + 1) + 1;
    localparam TERM = A_MAN + B_MAN + 2 + PLACES + 1;
    localparam SUM = TERM + $clog2(LANES);
    localparam signed [31:0] UNIT = unit(A_EXP, A_MAN, A_KIND, A_SCALE) + unit(B_EXP, B_MAN, B_KIND, B_SCALE)
        + (A_EXP > 0) + (B_EXP > 0);
    localparam SCALE_SIGNIFICAND = (A_SCALE == 2 ? 4 : 0) + (B_SCALE == 2 ? 4 : 0);
    localparam X_WIDTH = SUM - 1 + SCALE_SIGNIFICAND;
    localparam X_EXPONENT_WIDTH = 11;

    wire [LANES-1:0] nans, infs, signs;
    wire [LANES*TERM-1:0] terms;

    genvar i;
    generate
        for (i = 0; i < LANES; i = i + 1) begin : lane
            wire [A_WIDTH-1:0] a_code = a[i*A_WIDTH+:A_WIDTH];
            wire [B_WIDTH-1:0] b_code = b[i*B_WIDTH+:B_WIDTH];
            wire a_negative, b_negative, a_inf, b_inf, a_nan, b_nan;
            wire [A_MAN:0] a_significand;
            wire [B_MAN:0] b_significand;
            wire [A_EXPONENT_WIDTH-1:0] a_exponent;
            wire [B_EXPONENT_WIDTH-1:0] b_exponent;
            fs_decode #(.EXP(A_EXP), .MAN(A_MAN), .KIND(A_KIND)) decode_a (
                .code(a_code), .negative(a_negative), .significand(a_significand), .exponent(a_exponent),
                .inf(a_inf), .nan(a_nan));
            fs_decode #(.EXP(B_EXP), .MAN(B_MAN), .KIND(B_KIND)) decode_b (
                .code(b_code), .negative(b_negative), .significand(b_significand), .exponent(b_exponent),
                .inf(b_inf), .nan(b_nan));

            assign signs[i] = a_negative ^ b_negative;
            assign infs[i] = a_inf || b_inf;
            assign nans[i] = a_nan || b_nan || (a_inf && b_significand == 0) || (b_inf && a_significand == 0);

            // Integers too as sign and magnitude: smaller than signed multipliers. -v = ~v + 1; the sum adds the ones.
            wire [A_MAN+B_MAN+1:0] product = a_significand * b_significand;
            wire [PLACE_WIDTH-1:0] place = a_exponent + b_exponent - (A_EXP > 0) - (B_EXP > 0);
            wire [TERM-1:0] magnitude = {{PLACES + 1{1'b0}}, product} << place;
            assign terms[i*TERM+:TERM] = magnitude ^ {TERM{signs[i]}};
        end
    endgenerate

    reg signed [SUM-1:0] sum;
    integer j;
    always @* begin
        sum = 0;
        for (j = 0; j < LANES; j = j + 1) begin
            sum = sum + $signed(terms[j*TERM+:TERM]) + $signed({1'b0, signs[j]});
        end
    end

    wire a_scale_negative, b_scale_negative, a_scale_nan, b_scale_nan;
    wire [3:0] a_scale_significand, b_scale_significand;
    wire signed [8:0] a_scale_exponent, b_scale_exponent;
    fs_scale #(.FORMAT(A_SCALE)) decode_scale_a (
        .code(scale_a), .negative(a_scale_negative), .significand(a_scale_significand), .exponent(a_scale_exponent),
        .nan(a_scale_nan));
    fs_scale #(.FORMAT(B_SCALE)) decode_scale_b (
        .code(scale_b), .negative(b_scale_negative), .significand(b_scale_significand), .exponent(b_scale_exponent),
        .nan(b_scale_nan));
    wire scale_negative = a_scale_negative ^ b_scale_negative;
    wire scale_zero = a_scale_significand == 0 || b_scale_significand == 0;
    wire [7:0] scale = a_scale_significand * b_scale_significand;

    wire [SUM-2:0] magnitude = sum[SUM-1] ? -sum : sum;
    wire [X_WIDTH-1:0] x_magnitude = magnitude * scale;
    wire signed [X_EXPONENT_WIDTH-1:0] x_exponent = a_scale_exponent + b_scale_exponent + UNIT;

    wire inf = |infs;
    wire inf_positive = |(infs & ~signs);
    wire inf_negative = |(infs & signs);
    fs_accumulate #(
        .X_WIDTH(X_WIDTH), .X_EXPONENT_WIDTH(X_EXPONENT_WIDTH), .EXP(ACC_EXP), .MAN(ACC_MAN)
    ) accumulate (
        .x_negative(x_magnitude == 0 && !inf ? 1'b0 : (inf ? inf_negative : sum[SUM-1]) ^ scale_negative),
        .x_magnitude(x_magnitude),
        .x_exponent(x_exponent),
        .x_inf(inf),
        .x_nan(|nans || a_scale_nan || b_scale_nan || (inf_positive && inf_negative) || (inf && scale_zero)),
        .c(c),
        .y(y)
    );
endmodule
