// Logical right shift that keeps the sum's side of a rounding boundary: a one shifted out stays in the lowest bit.
module fs_shift_right_jam #(
    parameter WIDTH = 8,
    parameter AMOUNT_WIDTH = 4
) (
    input  [WIDTH-1:0]        word,
    input  [AMOUNT_WIDTH-1:0] amount,
    output [WIDTH-1:0]        shifted
);
    wire [WIDTH-1:0] stage[0:AMOUNT_WIDTH];
    assign stage[0] = word;
    assign shifted = stage[AMOUNT_WIDTH];

    genvar i;
    generate
        for (i = 0; i < AMOUNT_WIDTH; i = i + 1) begin : step
            localparam DISTANCE = 1 << i;
            localparam LOST = DISTANCE < WIDTH ? DISTANCE + 1 : WIDTH;
            wire [WIDTH-1:0] moved = stage[i] >> DISTANCE;
            wire jam = |stage[i][LOST-1:0];
            assign stage[i+1] = amount[i] ? {moved[WIDTH-1:1], jam} : stage[i];
        end
    endgenerate
endmodule
