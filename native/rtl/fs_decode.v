// One element code taken apart. A finite code's value is
//     (-1)^negative * significand * 2^(exponent + unit),
// where the unit is a constant of the format that the enclosing unit adds once.
//
// KIND 0: every code finite. 1: the all-ones code is NaN (fn). 2: IEEE, the top exponent holds Inf and NaN (i).
//      3: two's complement integer of 1 + MAN bits (EXP 0).
// EXP 0 without KIND 3 is sign-magnitude fixed point.
module fs_decode #(
    parameter EXP = 4,
    parameter MAN = 3,
    parameter KIND = 0,
    parameter EXPONENT_WIDTH = EXP > 0 ? EXP : 1
) (
    input  [EXP+MAN:0]          code,
    output                      negative,
    output [MAN:0]              significand,
    output [EXPONENT_WIDTH-1:0] exponent,
    output                      inf,
    output                      nan
);
    assign negative = code[EXP+MAN];

    generate
        if (KIND == 3) begin : integer_code
            assign significand = (code ^ {MAN + 1{negative}}) + negative;
            assign exponent = 0;
            assign inf = 1'b0;
            assign nan = 1'b0;
        end else if (EXP == 0) begin : fixed_code
            assign significand = code & ((1 << MAN) - 1);
            assign exponent = 0;
            assign inf = 1'b0;
            assign nan = 1'b0;
        end else begin : float_code
            wire [EXP-1:0] field = code[EXP+MAN-1:MAN];
            wire [MAN:0] fraction = code & ((1 << MAN) - 1);
            wire normal = |field;
            wire top = &field;
            wire clear = fraction == 0;
            assign significand = fraction | (normal << MAN);
            assign exponent = field | !normal;
            assign inf = KIND == 2 && top && clear;
            assign nan = KIND == 2 ? top && !clear : KIND == 1 && &code[EXP+MAN-1:0];
        end
    endgenerate
endmodule
