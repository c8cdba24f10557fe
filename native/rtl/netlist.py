"""A mapped netlist with loads, transitions and delays from its library, written back as Verilog that adds up energy.

Every net's transition costs 1/2 C V^2 of the pins it drives, the driver's internal energy (Liberty tables at its load
and input transition, mean of rise and fall), and the internal energy of the input pins it reaches. Every cell has one
inertial delay, the mean over its arcs at its load, so glitches are simulated and runt pulses are not counted. No wires.
"""

import json
from collections import defaultdict
from graphlib import TopologicalSorter

MODEL = """module {name} #(parameter real DELAY = 1, parameter real ENERGY = 0) (output {output}{inputs});
    assign #(DELAY) {output} = {expression};
    always @({output}) bench.energy = bench.energy + ENERGY;
endmodule
"""
SOURCE = """module primary_input #(parameter real ENERGY = 0) (output o, input i);
    assign o = i;
    always @(o) bench.energy = bench.energy + ENERGY;
endmodule
"""


class Netlist:
    """The module `unit` of a Yosys JSON file, mapped onto `library`. Combinational only."""

    def __init__(self, path, library):
        with open(path, encoding="utf-8") as file:
            module = json.load(file)["modules"]["unit"]
        self.library = library
        self.ports = module["ports"]
        self.instances = [
            (library.cell(c["type"]), {p: b[0] for p, b in c["connections"].items()}) for c in module["cells"].values()
        ]
        self.area_um2 = sum(cell.area_um2 for cell, _ in self.instances)
        self.sinks = defaultdict(list)
        for cell, pins in self.instances:
            for pin in cell.inputs:
                self.sinks[pins[pin]].append((cell, pin))
        self._propagate()

    def _load_ff(self, net):
        return sum(cell.capacitance_ff[pin] for cell, pin in self.sinks[net])

    def _energy_fj(self, net, slew_ps):
        """One transition of a net, without its driver's internal energy."""
        switched = 0.5 * self._load_ff(net) * self.library.volt**2
        return switched + sum(cell.input_energy_fj(pin, slew_ps) for cell, pin in self.sinks[net])

    def _propagate(self):
        """Transitions, delays and energies from inputs to outputs; inputs have the fastest characterised edge."""
        driver = {pins[cell.output]: n for n, (cell, pins) in enumerate(self.instances)}
        before = {
            n: [driver[pins[p]] for p in cell.inputs if pins[p] in driver]
            for n, (cell, pins) in enumerate(self.instances)
        }
        slew, arrival = defaultdict(float), defaultdict(float)
        self.delay_ps, self.energy_fj = {}, {}
        for n in TopologicalSorter(before).static_order():
            cell, pins = self.instances[n]
            net = pins[cell.output]
            load = self._load_ff(net)
            arcs = cell.timing({p: slew[pins[p]] for p in cell.inputs}, load)
            delays, slews = [d for d, _ in arcs.values()], [t for _, t in arcs.values()]
            self.delay_ps[n] = sum(delays) / len(delays) if delays else 0.0
            slew[net] = max(slews, default=0.0)
            arrival[net] = max((arrival[pins[p]] + d for p, (d, _) in arcs.items()), default=0.0)
            input_slew = sum(slew[pins[p]] for p in arcs) / len(arcs) if arcs else 0.0
            self.energy_fj[n] = self._energy_fj(net, slew[net]) + cell.output_energy_fj(input_slew, load)
        self.arrival_ps = max(arrival.values(), default=0.0)

    def verilog(self):
        """Cell models and the module `unit`, for bench.v."""
        cells = {cell.name: cell for cell, _ in self.instances}
        models = [
            MODEL.format(
                name=c.name,
                output=c.output,
                inputs="".join(f", input {p}" for p in c.inputs),
                expression=c.expression(),
            )
            for c in cells.values()
        ]
        wires, body = [], []
        for name, port in self.ports.items():
            wires.append(f"{port['direction']} [{len(port['bits']) - 1}:0] {name}")
            for i, net in enumerate(port["bits"]):
                if port["direction"] == "input":
                    energy = self._energy_fj(net, 0.0)
                    body.append(f"primary_input #({energy:.6g}) {name}_{i} (.o(n{net}), .i({name}[{i}]));")
                else:
                    body.append(f"assign {name}[{i}] = {self._name(net)};")
        for n, (cell, pins) in enumerate(self.instances):
            connections = ", ".join(f".{p}({self._name(pins[p])})" for p in [cell.output] + cell.inputs)
            body.append(f"{cell.name} #({self.delay_ps[n]:.6g}, {self.energy_fj[n]:.6g}) u{n} ({connections});")
        return (
            "`timescale 1ps / 100fs\n"
            + SOURCE
            + "".join(models)
            + f"module unit ({', '.join(wires)});\n"
            + "\n".join(body)
            + "\nendmodule\n"
        )

    @staticmethod
    def _name(net):
        return f"n{net}" if isinstance(net, int) else f"1'b{net}"
