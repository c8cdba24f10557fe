// Applies every line of +vectors=FILE to `unit` and compares y, bit for bit. Ends with one line: operations,
// mismatches, and the energy that the cells of a mapped netlist added up, in fJ (0 for RTL); the first operation
// only sets the state.
`timescale 1ps / 100fs
`ifndef PERIOD
`define PERIOD 1000
`endif
module bench;
    reg [`A_BITS-1:0] a;
    reg [`B_BITS-1:0] b;
    reg [7:0] scale_a, scale_b;
    reg [`ACC_BITS-1:0] c, expected;
    wire [`ACC_BITS-1:0] y;
    real energy = 0;
    integer file, fields, operations = 0, mismatches = 0;
    reg [8*4096-1:0] path;

    unit dut (.a(a), .b(b), .scale_a(scale_a), .scale_b(scale_b), .c(c), .y(y));

    initial begin
        if (!$value$plusargs("vectors=%s", path)) begin
            $display("bench: +vectors=FILE is missing");
            $finish(2);
        end
        file = $fopen(path, "r");
        fields = $fscanf(file, "%h %h %h %h %h %h", a, b, scale_a, scale_b, c, expected);
        while (fields == 6) begin
            #`PERIOD;
            if (y !== expected) begin
                mismatches = mismatches + 1;
                if (mismatches <= 10) begin
                    $display("mismatch: a %h b %h scales %h %h c %h: y %h, expected %h",
                             a, b, scale_a, scale_b, c, y, expected);
                end
            end
            if (operations == 0) energy = 0;
            operations = operations + 1;
            fields = $fscanf(file, "%h %h %h %h %h %h", a, b, scale_a, scale_b, c, expected);
        end
        $display("operations %0d mismatches %0d energy_fj %0.3f", operations, mismatches, energy);
        $finish;
    end
endmodule
