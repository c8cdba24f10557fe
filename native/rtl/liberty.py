"""What a synthesis needs to know of a Liberty file: areas, functions, pin capacitances, and the tables of delay,
transition and internal energy. Only the cells that are asked for are parsed; libraries run to tens of megabytes.

Units here: um2, ps, fF, fJ, V.
"""

import re
from bisect import bisect_right
from fnmatch import fnmatchcase

TOKEN = re.compile(r'"[^"]*"|[^\s(){}:;,"\\]+|[(){}:;,]')
CELL = re.compile(r'^[ \t]*cell\s*\(\s*"?([^\s")]+)"?\s*\)\s*\{', re.MULTILINE)
SI_PREFIX = {"f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0}


class LibertyError(Exception):
    """The file is not Liberty, or lacks something that a cost needs."""


class Group:
    """One `name (arguments) { ... }`: simple and complex attributes by name, and the groups inside."""

    def __init__(self, name, arguments):
        self.name, self.arguments = name, arguments
        self.attributes, self.groups = {}, []

    def all(self, name):
        return [g for g in self.groups if g.name == name]

    def numbers(self, name):
        """The numbers of a complex attribute such as index_1 ("1, 2, 3")."""
        return [float(n) for n in re.split(r"[\s,]+", " ".join(self.attributes.get(name, []))) if n]


def parse(text):
    """The groups of a piece of Liberty text, as the children of a nameless one."""
    tokens = [
        t.strip('"') if t[0] == '"' else t for t in TOKEN.findall(re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL))
    ]
    root = Group("", [])
    open_groups, i = [root], 0
    while i < len(tokens):
        follows = tokens[i + 1] if i + 1 < len(tokens) else ""
        if tokens[i] == "}" and len(open_groups) > 1:
            open_groups.pop()
            i += 1
        elif follows == ":":
            open_groups[-1].attributes[tokens[i]] = [tokens[i + 2]]
            i += 3
        elif follows == "(":
            end = tokens.index(")", i)
            arguments = [t for t in tokens[i + 2 : end] if t != ","]
            if end + 1 < len(tokens) and tokens[end + 1] == "{":
                group = Group(tokens[i], arguments)
                open_groups[-1].groups.append(group)
                open_groups.append(group)
                i = end + 2
            else:
                open_groups[-1].attributes[tokens[i]] = arguments
                i = end + 1
        else:
            i += 1
    return root


class Table:
    """A lookup table over input transition and load, bilinear, extended linearly beyond its ends."""

    def __init__(self, group, templates):
        template = templates.get(group.arguments[0] if group.arguments else "")
        axes = []
        for axis in ("index_1", "index_2"):
            values = group.numbers(axis) or (template.numbers(axis) if template else [])
            if values:
                variable = template.attributes.get("variable" + axis[-2:], [""])[0] if template else ""
                axes.append(("load" if "capacitance" in variable else "slew" if variable else None, values))
        # Without a template's word on it: transition first, load second, as everyone writes them.
        self.axes = [(kind or ("slew", "load")[n], values) for n, (kind, values) in enumerate(axes)]
        self.values = group.numbers("values")

    def at(self, slew, load):
        row = self.values
        for n, (kind, points) in enumerate(self.axes):
            stride = len(row) // len(points)
            if len(points) > 1:
                x = slew if kind == "slew" else load
                i = min(max(bisect_right(points, x) - 1, 0), len(points) - 2)
                t = (x - points[i]) / (points[i + 1] - points[i])
                row = [
                    a + (b - a) * t
                    for a, b in zip(row[i * stride : (i + 1) * stride], row[(i + 1) * stride : (i + 2) * stride])
                ]
        return row[0]


class Arc:
    """Rising and falling tables of one related pin (or of all, None), averaged where they are looked up."""

    def __init__(self, group, names, templates):
        self.related = group.attributes.get("related_pin", [""])[0].split()
        self.tables = [Table(g, templates) for g in group.groups if g.name in names and g.numbers("values")]

    def mean(self, slew, load):
        return sum(t.at(slew, load) for t in self.tables) / len(self.tables)


class Cell:
    """A cell with one output, in the library's own units until its methods scale them."""

    def __init__(self, name, group, library):
        self.name, self.library = name, library
        self.area_um2 = float(group.attributes["area"][0])
        pins = {p.arguments[0]: p for p in group.all("pin")}
        self.inputs = [p for p, g in pins.items() if g.attributes.get("direction") == ["input"]]
        outputs = [p for p, g in pins.items() if g.attributes.get("direction") == ["output"]]
        self.output = outputs[0] if len(outputs) == 1 else None
        self.sequential = any(g.name in ("ff", "latch", "statetable") for g in group.groups)
        self.function = pins[self.output].attributes.get("function", [None])[0] if self.output else None
        self.capacitance_ff = {
            p: float(pins[p].attributes.get("capacitance", ["0"])[0]) * library.ff for p in self.inputs
        }
        out = pins.get(self.output)
        arcs = lambda pin, kind, names: [
            a for a in (Arc(g, names, library.templates) for g in pin.all(kind)) if a.tables
        ]
        self.delays = arcs(out, "timing", ("cell_rise", "cell_fall")) if out else []
        self.transitions = arcs(out, "timing", ("rise_transition", "fall_transition")) if out else []
        powers = ("rise_power", "fall_power", "power")
        self.output_powers = arcs(out, "internal_power", powers) if out else []
        self.input_powers = {p: arcs(pins[p], "internal_power", powers) for p in self.inputs}

    def expression(self):
        """The function as a Verilog (and Python) expression over pin names."""
        if self.output is None or self.function is None:
            raise LibertyError(f"{self.library.path}: cell {self.name} must have one output with a function")
        text = re.sub(r"(\w+)\s*'", r"!\1", self.function)
        text = text.replace("!", "~").replace("*", "&").replace("+", "|").strip()
        text = re.sub(r"(?<=[\w)])\s+(?=[\w(~])", " & ", text)
        if not re.fullmatch(r"[\w\s~&|^()]+", text) or not set(re.findall(r"[A-Za-z_]\w*", text)) <= set(self.inputs):
            raise LibertyError(f'{self.library.path}: cell {self.name}: function "{self.function}" is not understood')
        return text

    def truth_table(self):
        """The output for every input combination, first input fastest."""
        code = compile(self.expression(), self.name, "eval")
        rows = range(1 << len(self.inputs))
        return [eval(code, {}, {p: row >> n & 1 for n, p in enumerate(self.inputs)}) & 1 for row in rows]

    def timing(self, slews_ps, load_ff):
        """(delay, transition) in ps per input pin that reaches the output, mean of rise and fall over its arcs."""
        lib, load = self.library, load_ff / self.library.ff
        found = {}
        for pin in self.inputs:
            slew = slews_ps[pin] / lib.ps
            means = [[a.mean(slew, load) for a in arcs if pin in a.related] for arcs in (self.delays, self.transitions)]
            if all(means):
                found[pin] = tuple(max(0.0, sum(m) / len(m)) * lib.ps for m in means)
        return found

    def output_energy_fj(self, slew_ps, load_ff):
        """Internal energy of one output transition, mean over arcs and directions."""
        return self._energy(self.output_powers, slew_ps, load_ff)

    def input_energy_fj(self, pin, slew_ps):
        """Internal energy of one transition of an input pin that the output need not follow."""
        return self._energy(self.input_powers[pin], slew_ps, 0)

    def _energy(self, arcs, slew_ps, load_ff):
        # Tables of both supplies (related_pg_pin) are averaged like arcs: the charge that one delivers on an edge is
        # the charge that the other takes on the next, so their sum would count it twice.
        lib = self.library
        energies = [arc.mean(slew_ps / lib.ps, load_ff / lib.ff) for arc in arcs]
        return sum(energies) / len(energies) * lib.fj if energies else 0.0


class Library:
    """A Liberty file; cells are parsed when first asked for."""

    def __init__(self, path, dont_use=()):
        with open(path, encoding="utf-8", errors="replace") as file:
            self.text = file.read()
        starts = [(m.group(1), m.start()) for m in CELL.finditer(self.text)]
        if not starts or "library" not in self.text[: starts[0][1]]:
            raise LibertyError(f"{path}: no library with cells in it (is it compressed? gunzip it first)")
        ends = [start for _, start in starts[1:]] + [self.text.rindex("}")]
        self.spans = {
            name: (start, end)
            for (name, start), end in zip(starts, ends)
            if not any(fnmatchcase(name, pattern) for pattern in dont_use)
        }
        self.header, self.end = self.text[: starts[0][1]], self.text[ends[-1] :]
        header = parse(self.header).groups[-1]
        self.path, self.cells = path, {}
        self.templates = {g.arguments[0]: g for g in header.groups if g.name.endswith("template") and g.arguments}
        self.ps = self._unit(header, "time_unit", "1ns", "s") / 1e-12
        scale, unit = header.attributes.get("capacitive_load_unit", ["1", "pf"])
        self.ff = float(scale) * SI_PREFIX[unit.lower()[:-1]] / 1e-15
        volt = self._unit(header, "voltage_unit", "1V", "v")
        # Liberty has no energy unit of its own: internal energies are in voltage unit squared times load unit.
        self.fj = volt * volt * self.ff
        if "nom_voltage" not in header.attributes:
            raise LibertyError(f"{path}: nom_voltage is missing, so switched capacitance has no energy")
        self.volt = float(header.attributes["nom_voltage"][0]) * volt

    def _unit(self, header, name, default, base):
        text = header.attributes.get(name, [default])[0].lower()
        number, prefix = re.fullmatch(r"([\d.]+)\s*([fpnum]?)" + base, text).groups()
        return float(number) * SI_PREFIX[prefix]

    def write(self, path):
        """The file with the cells in use only."""
        with open(path, "w", encoding="utf-8") as file:
            file.writelines([self.header, *(self.text[start:end] for start, end in self.spans.values()), self.end])

    def cell(self, name):
        if name not in self.cells:
            if name not in self.spans:
                raise LibertyError(f"{self.path}: no cell {name}")
            start, end = self.spans[name]
            self.cells[name] = Cell(name, parse(self.text[start:end]).groups[0], self)
        return self.cells[name]

    def nand2_area_um2(self):
        """Area of the smallest two-input NAND."""
        areas = []
        for name in self.spans:
            if "nand" in name.lower() and "2" in name:
                cell = self.cell(name)
                if cell.function and len(cell.inputs) == 2 and cell.truth_table() == [1, 1, 1, 0]:
                    areas.append(cell.area_um2)
        if not areas:
            raise LibertyError(f"{self.path}: no two-input NAND cell (looked at cells with 'nand' and '2' in the name)")
        return min(areas)
