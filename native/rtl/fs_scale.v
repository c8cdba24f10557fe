// A block scale as (-1)^negative * significand * 2^exponent, with a signed exponent.
// FORMAT 0: no scale, 1. 1: E8M0, 2^(code - 127), code 255 NaN. 2: E4M3 (fn: code 127 and 255 NaN), sign honoured.
module fs_scale #(
    parameter FORMAT = 1
) (
    input  [7:0]        code,
    output              negative,
    output [3:0]        significand,
    output signed [8:0] exponent,
    output              nan
);
    generate
        if (FORMAT == 0) begin : none
            assign negative = 1'b0;
            assign significand = 4'd1;
            assign exponent = 9'sd0;
            assign nan = 1'b0;
        end else if (FORMAT == 1) begin : e8m0
            assign negative = 1'b0;
            assign significand = 4'd1;
            assign exponent = $signed({1'b0, code}) - 9'sd127;
            assign nan = &code;
        end else begin : e4m3
            wire [3:0] biased;
            wire inf;
            fs_decode #(.EXP(4), .MAN(3), .KIND(1)) decode (
                .code(code), .negative(negative), .significand(significand), .exponent(biased), .inf(inf), .nan(nan));
            assign exponent = $signed({5'b0, biased}) - 9'sd10;
        end
    endgenerate
endmodule
