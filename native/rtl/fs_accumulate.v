// y = round(x + c), rounded once, to nearest even: x is exact, (-1)^x_negative * x_magnitude * 2^x_exponent;
// c and y are IEEE-coded floats of EXP and MAN bits (Inf and NaN in the top exponent), subnormals honoured.
//
// NaN where x or c is NaN, or where they are Infs of opposite sign: the quiet NaN with sign 0 and no payload.
// An exact zero is -0 where both terms are -0, otherwise +0. Overflow gives Inf.
module fs_accumulate #(
    parameter X_WIDTH = 8,
    parameter X_EXPONENT_WIDTH = 10,
    parameter EXP = 8,
    parameter MAN = 23
) (
    input                                x_negative,
    input         [X_WIDTH-1:0]          x_magnitude,
    input  signed [X_EXPONENT_WIDTH-1:0] x_exponent,
    input                                x_inf,
    input                                x_nan,
    input         [EXP+MAN:0]            c,
    output        [EXP+MAN:0]            y
);
    function integer larger(input integer a, input integer b);
        larger = a > b ? a : b;
    endfunction

    // Both terms are put, leading bit first, into SIGNIFICAND bits; two guard bits and a sticky one follow.
    // That is enough: a term moved by two places or more is at least four times smaller than a leading term with its
    // top bit set, so the sum loses at most one leading bit.
    localparam SIGNIFICAND = larger(X_WIDTH, MAN + 1);
    localparam FRAME = SIGNIFICAND + 3;
    localparam SUM = FRAME + 1;
    localparam SHIFT_WIDTH = $clog2(FRAME + 1);
    localparam LEAD_WIDTH = X_WIDTH > 1 ? $clog2(X_WIDTH) : 1;
    localparam SUM_LEAD_WIDTH = $clog2(SUM);
    // Exponents count from that of the smallest normal, E_MIN, and belong to the frame's top bit.
    localparam signed [31:0] E_MIN = 2 - (1 << (EXP - 1));
    localparam E_WIDTH = larger(larger(X_EXPONENT_WIDTH, EXP + 1), $clog2(X_WIDTH) + 2) + 1;

    // x, normalised.
    wire [LEAD_WIDTH-1:0] x_lead;
    wire x_any;
    fs_lzc #(.WIDTH(X_WIDTH)) x_lzc (.word(x_magnitude), .count(x_lead), .any(x_any));
    wire [X_WIDTH-1:0] x_normal = x_magnitude << x_lead;
    wire [SIGNIFICAND-1:0] x_significand = {{SIGNIFICAND{1'b0}}, x_normal} << (SIGNIFICAND - X_WIDTH);
    wire signed [E_WIDTH-1:0] x_e = x_exponent + (X_WIDTH - 1 - E_MIN) - $signed({1'b0, x_lead});

    // c, left as it is: where it is subnormal the result's last place is c's, and nothing below it is lost.
    wire [EXP-1:0] c_biased;
    wire [MAN:0] c_value;
    wire c_negative, c_inf, c_nan;
    fs_decode #(.EXP(EXP), .MAN(MAN), .KIND(2)) c_decode (
        .code(c), .negative(c_negative), .significand(c_value), .exponent(c_biased), .inf(c_inf), .nan(c_nan));
    wire [SIGNIFICAND-1:0] c_significand = {{SIGNIFICAND{1'b0}}, c_value} << (SIGNIFICAND - MAN - 1);
    wire signed [E_WIDTH-1:0] c_e = $signed({1'b0, c_biased}) - 1;

    // The term with the larger exponent leads; the other is shifted down to it.
    wire signed [E_WIDTH-1:0] distance = x_e - c_e;
    wire x_leads = x_any && !distance[E_WIDTH-1];
    wire [E_WIDTH-1:0] apart = distance[E_WIDTH-1] ? -distance : distance;
    wire [SHIFT_WIDTH-1:0] shift = |apart[E_WIDTH-1:SHIFT_WIDTH] ? {SHIFT_WIDTH{1'b1}} : apart[SHIFT_WIDTH-1:0];
    wire [FRAME-1:0] leading = {x_leads ? x_significand : c_significand, 3'b0};
    wire [FRAME-1:0] trailing;
    fs_shift_right_jam #(.WIDTH(FRAME), .AMOUNT_WIDTH(SHIFT_WIDTH)) align (
        .word({x_leads ? c_significand : x_significand, 3'b0}), .amount(shift), .shifted(trailing));
    wire [E_WIDTH-1:0] leading_e = x_leads ? x_e : c_e;

    wire subtract = x_negative ^ c_negative;
    wire [SUM:0] total = {2'b0, leading} + ({2'b0, trailing} ^ {SUM + 1{subtract}}) + subtract;
    wire flipped = total[SUM];
    wire [SUM-1:0] magnitude = flipped ? -total[SUM-1:0] : total[SUM-1:0];
    wire negative = (x_leads ? x_negative : c_negative) ^ flipped;

    // Normalised up to the smallest exponent; `place` is that of the top bit before, one above the frame's.
    wire [SUM_LEAD_WIDTH-1:0] lead;
    wire any;
    fs_lzc #(.WIDTH(SUM)) sum_lzc (.word(magnitude), .count(lead), .any(any));
    wire [E_WIDTH-1:0] place = leading_e + 1;
    wire bounded = lead > place;
    wire [SUM_LEAD_WIDTH-1:0] up = bounded ? place[SUM_LEAD_WIDTH-1:0] : lead;
    wire [SUM-1:0] normal = magnitude << up;
    wire [E_WIDTH-1:0] e = place - up;

    // The hidden bit and a carry out of rounding both add one to the exponent field.
    wire [MAN:0] kept = normal[SUM-1:SUM-MAN-1];
    wire half = normal[SUM-MAN-2];
    wire below = |normal[SUM-MAN-3:0];
    wire up_one = half && (below || kept[0]);
    wire [E_WIDTH+MAN-1:0] rounded = {e, {MAN{1'b0}}} + kept + up_one;

    wire nan = x_nan || c_nan || (x_inf && c_inf && subtract);
    wire inf = x_inf || c_inf || rounded[E_WIDTH+MAN-1:MAN] >= (1 << EXP) - 1;
    wire inf_negative = x_inf ? x_negative : c_inf ? c_negative : negative;
    wire zero_negative = x_negative && c_negative;
    wire [EXP-1:0] all_ones = {EXP{1'b1}};

    assign y = nan ? {1'b0, all_ones, 1'b1, {MAN - 1{1'b0}}}
             : inf ? {inf_negative, all_ones, {MAN{1'b0}}}
             : any ? {negative, rounded[EXP+MAN-1:0]}
             : {zero_negative, {EXP + MAN{1'b0}}};
endmodule
