// Leading zeros of a word that is not all zero: a binary tree, so its depth grows with log2(WIDTH).
// `any` is 0 for an all-zero word, and `count` then means nothing.
module fs_lzc #(
    parameter WIDTH = 8,
    parameter COUNT_WIDTH = WIDTH > 1 ? $clog2(WIDTH) : 1
) (
    input  [WIDTH-1:0]       word,
    output [COUNT_WIDTH-1:0] count,
    output                   any
);
    // The upper half is a power of two, so that a count within it is a count of the whole.
    localparam HALF = WIDTH > 1 ? 1 << ($clog2(WIDTH) - 1) : 1;
    localparam REST = WIDTH - HALF;
    localparam HALF_COUNT = HALF > 1 ? $clog2(HALF) : 1;
    localparam REST_COUNT = REST > 1 ? $clog2(REST) : 1;

    generate
        if (WIDTH == 1) begin : leaf
            assign count = 0;
            assign any = word[0];
        end else if (WIDTH == 2) begin : pair
            assign count = ~word[1];
            assign any = |word;
        end else begin : tree
            wire [HALF_COUNT-1:0] upper;
            wire [REST_COUNT-1:0] lower;
            wire upper_any, lower_any;
            fs_lzc #(.WIDTH(HALF)) high (.word(word[WIDTH-1:REST]), .count(upper), .any(upper_any));
            fs_lzc #(.WIDTH(REST)) low (.word(word[REST-1:0]), .count(lower), .any(lower_any));
            wire [COUNT_WIDTH-2:0] within = upper_any ? upper : lower;
            assign count = {~upper_any, within};
            assign any = upper_any | lower_any;
        end
    endgenerate
endmodule
