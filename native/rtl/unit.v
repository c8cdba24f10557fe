// One configured unit under fixed ports, so that RTL and mapped netlist run in the same bench.
// `rtl_vectors flags` prints the macros.
module unit (
    input  [`A_BITS-1:0]   a,
    input  [`B_BITS-1:0]   b,
    input  [7:0]           scale_a,
    input  [7:0]           scale_b,
    input  [`ACC_BITS-1:0] c,
    output [`ACC_BITS-1:0] y
);
    `UNIT #(`PARAMETERS) unit (
`ifdef SCALED
        .scale_a(scale_a),
        .scale_b(scale_b),
`endif
        .a(a),
        .b(b),
        .c(c),
        .y(y)
    );
endmodule
