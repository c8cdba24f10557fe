#!/usr/bin/env python3
"""Synthesises the units of this directory with Yosys and ABC onto a Liberty file and writes a PPA CSV for
`floatscape cost calibrate`. Python 3.9 or newer, standard library only.

A point is dot:ELEMENT:SCALE:LANES or mac:ELEMENT:ACC; ELEMENT may be A*B for operands of two formats, SCALE is none,
e8m0 or e4m3. Without points, the grid in GRID: 15 dot products, 6 expanding MACs, 6 multiply-adds in one format,
enough of each for `cost calibrate`.

  area_um2, nand2_equiv, cells   of the mapped netlist; nand2_equiv over the smallest two-input NAND
  delay_ns                       critical path by ABC's stime, no wire load, no registers
  node_nm, supply_v              --node, empty without, and the Liberty file's nominal voltage
  energy_gauss_pj, _uniform_pj   per operation: transitions of every net, glitches included, in an event-driven
                                 simulation of the netlist, times Liberty internal energy and 1/2 C V^2 (netlist.py)

The simulations also compare every result with the C model, so a row is written only for a netlist that is right.
Rows are appended as they are done; a point that OUT already holds for this library and recipe is not done again.
"""

import argparse
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is left beside the sources
from liberty import Library, LibertyError  # noqa: E402
from netlist import Netlist  # noqa: E402

HERE = Path(__file__).resolve().parent
COLUMNS = (
    "arch,rtl,element,element_b,acc,lanes,scale_format,signed,width,library,recipe,area_um2,nand2_equiv,cells,"
    "delay_ns,energy_gauss_pj,energy_uniform_pj,node_nm,supply_v"
).split(",")
KEY = COLUMNS[:11]
RTL = "Floatscape"
GRID = (
    "dot:e2m1:e8m0:4 dot:e2m1:e8m0:16 dot:e2m1:e8m0:32 dot:e2m1:e4m3:16 dot:e2m1:none:16 dot:e2m3:e8m0:16 "
    "dot:e3m2:e8m0:4 dot:e4m3fn:e8m0:4 dot:e4m3fn:e8m0:16 dot:e5m2i:e8m0:4 dot:int4:e8m0:16 dot:int4:e4m3:16 "
    "dot:int8:e8m0:4 dot:int8:e8m0:16 dot:int8*int4:e8m0:16 mac:e2m1i:e8m23i mac:e4m3i:e8m23i mac:e5m2i:e8m23i "
    "mac:e8m7i:e8m23i mac:e5m10i:e8m23i mac:e5m2i:e5m10i mac:e3m2i:e3m2i mac:e4m3i:e4m3i mac:e5m2i:e5m2i "
    "mac:e8m7i:e8m7i mac:e5m10i:e5m10i mac:e8m23i:e8m23i"
).split()
OPTIMISE = "strash; ifraig; scorr; dc2; dch -f; "
RECIPES = {
    "area": OPTIMISE + "amap -m; topo; buffer -c; topo; stime -p",
    "speed": OPTIMISE + "map -B 0.9; topo; buffer -c; topo; upsize; dnsize; stime -p",
}
TOOLS = {"yosys": "yosys", "berkeley-abc|yosys-abc": "berkeley-abc", "iverilog": "iverilog", "vvp": "iverilog"}


class Failure(Exception):
    """Something the user can put right."""


class Point:
    """One configuration of a unit."""

    def __init__(self, text):
        self.text = text
        kind, *fields = text.split(":")
        if kind == "dot" and len(fields) == 3:
            element, self.scale, self.lanes = fields
            self.acc = "e8m23i"
        elif kind == "mac" and len(fields) == 2:
            (element, self.acc), self.scale, self.lanes = fields, "none", "1"
        else:
            raise Failure(f"point ({text}) must be dot:ELEMENT:SCALE:LANES or mac:ELEMENT:ACC")
        self.unit = kind
        self.a, _, b = element.partition("*")
        self.b = b or self.a
        if kind == "mac" and (self.a.startswith("int") or self.b.startswith("int")):
            raise Failure(f"point ({text}): `cost calibrate` knows no MAC of integers into a float; take dot:ELEMENT:none:1")

    def arguments(self):
        return [self.unit, self.a, self.scale, self.b, self.scale, self.lanes, self.acc]

    def columns(self):
        """The row's key: what the point is in the schema's words."""
        one_format = self.unit == "mac" and self.a == self.b == self.acc
        dot = self.unit == "dot"
        return {
            "arch": "dot_block" if dot else "fp_fma" if one_format else "fp_mac_fused",
            "rtl": RTL,
            "element": self.a,
            "element_b": self.b if self.b != self.a else "",
            "acc": "" if one_format else self.acc,
            "lanes": self.lanes if dot else "",
            "scale_format": self.scale if dot and self.scale != "none" else "",
            "signed": "",
            "width": "",
        }


def run(*command, cwd=HERE):
    """Standard output of a command that has to succeed."""
    result = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        said = (result.stdout + result.stderr).strip().splitlines()
        raise Failure(f"{Path(str(command[0])).name} failed ({result.returncode}):\n" + "\n".join(said[-8:]))
    return result.stdout


def map_point(flags, recipe, folder):
    """Maps one configuration onto folder's cells.lib; leaves mapped.json there and returns ABC's delay in ps."""
    script = folder / "recipe.abc"
    script.write_text(RECIPES[recipe] + "\n", encoding="utf-8")
    sources = " ".join(str(p) for p in [HERE / "unit.v", *sorted(HERE.glob("fs_*.v"))])
    log = run(
        "yosys",
        "-p",
        f"read_verilog {' '.join(flags)} -I{HERE} {sources}; synth -flatten -noabc -top unit; "
        f"abc -liberty {folder}/cells.lib -script {script}; opt_clean -purge; write_json {folder}/mapped.json",
    )
    delays = [line.split("Delay =")[1].split()[0] for line in log.splitlines() if "Delay =" in line]
    if not delays:
        raise Failure("ABC reported no delay; its last lines were:\n" + "\n".join(log.splitlines()[-8:]))
    return float(delays[-1])


def energy_pj(netlist, flags, vectors, folder):
    """Mean energy of an operation, over all but the first of the vectors."""
    period = int(1.5 * netlist.arrival_ps) + 100
    run(
        "iverilog",
        "-g2005",
        *flags,
        f"-DPERIOD={period}",
        "-s",
        "bench",
        "-o",
        folder / "bench.vvp",
        HERE / "bench.v",
        folder / "mapped.v",
    )
    (folder / "vectors").write_text(vectors, encoding="utf-8")
    report = run("vvp", "-N", folder / "bench.vvp", f"+vectors={folder / 'vectors'}").split()
    operations, mismatches, energy_fj = int(report[-5]), int(report[-3]), float(report[-1])
    if mismatches:
        first = " ".join(report).partition(" mismatch: ")[0]
        raise Failure(f"the mapped netlist differs from the model in {mismatches} of {operations} operations: {first}")
    return energy_fj / (operations - 1) / 1000


def synthesise(point, recipe, library, options):
    """One row of the CSV."""
    flags = run(options.vectors, "flags", *point.arguments()).split()
    with tempfile.TemporaryDirectory(prefix="floatscape-synth-") as name:
        folder = Path(name)
        library.write(folder / "cells.lib")
        delay_ps = map_point(flags, recipe, folder)
        netlist = Netlist(folder / "mapped.json", library)
        (folder / "mapped.v").write_text(netlist.verilog(), encoding="utf-8")
        draw = lambda kind, count: run(options.vectors, kind, *point.arguments(), count, options.seed)
        energy_pj(netlist, flags, draw("test", 100), folder)
        gauss, uniform = (
            energy_pj(netlist, flags, draw(kind, options.operations + 1), folder) for kind in ("gauss", "uniform")
        )
    return point.columns() | {
        "library": options.library,
        "recipe": recipe,
        "area_um2": f"{netlist.area_um2:.3f}",
        "nand2_equiv": f"{netlist.area_um2 / library.nand2_area_um2():.1f}",
        "cells": len(netlist.instances),
        "delay_ns": f"{delay_ps / 1000:.4f}",
        "energy_gauss_pj": f"{gauss:.6f}",
        "energy_uniform_pj": f"{uniform:.6f}",
        "node_nm": "" if options.node is None else f"{options.node:g}",
        "supply_v": f"{library.volt:g}",
    }


def parse_arguments(argv):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("points", nargs="*", metavar="POINT", help="what to synthesise (default: the grid)")
    parser.add_argument("--liberty", required=True, type=Path, help="Liberty file, not compressed")
    parser.add_argument("--library", help="name for the library column (default: the file's name up to the first dot)")
    parser.add_argument(
        "--node", type=float, metavar="NM", help="process node of the cells, for `cost calibrate` (default: not said)"
    )
    parser.add_argument(
        "--dont-use",
        action="append",
        default=[],
        metavar="GLOB",
        help="cells to leave alone, such as '*lpflow*'; may be given again",
    )
    parser.add_argument(
        "--recipe",
        action="append",
        choices=RECIPES,
        help="area-driven mapping, or delay-driven with sizing (default: both)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("ppa.csv"), help="CSV to write or continue (default: %(default)s)"
    )
    parser.add_argument("--operations", type=int, default=400, help="operations per energy (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the operands (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=1, help="points at a time (default: %(default)s)")
    parser.add_argument(
        "--vectors",
        type=Path,
        default=HERE.parent / "target/cmake/rtl/rtl_vectors",
        help="the operand generator, built with the native module (default: %(default)s)",
    )
    return parser.parse_args(argv)


def missing_tools():
    """What is not installed, one sentence each."""
    packages = [package for tool, package in TOOLS.items() if not any(shutil.which(name) for name in tool.split("|"))]
    return [
        f"{p} is not installed; install the package {p} (Debian: apt-get install {p})" for p in dict.fromkeys(packages)
    ]


def check(options):
    missing = missing_tools()
    if missing:
        raise Failure("\n".join(missing))
    if not options.liberty.is_file():
        raise Failure(f"--liberty ({options.liberty}) must be a Liberty file; no such file")
    if not os.access(options.vectors, os.X_OK):
        raise Failure(f"--vectors ({options.vectors}) is not built; run: mvn -pl native compile")
    if options.operations < 1 or options.seed < 1 or options.jobs < 1:
        raise Failure("--operations, --seed and --jobs must be at least 1")
    if options.node is not None and not 0 < options.node < float("inf"):
        raise Failure(f"--node ({options.node:g}) must be a process node in nm, above 0")
    options.liberty, options.vectors = options.liberty.resolve(), options.vectors.resolve()
    options.library = options.library or options.liberty.name.partition(".")[0]


def done_already(path):
    """Keys of the rows a previous run wrote."""
    if not path.exists() or path.stat().st_size == 0:
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
        return set()
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise Failure(f"{path}: its header is not this script's ({','.join(COLUMNS)}); name another file with -o")
        return {tuple(row[k] for k in KEY) for row in reader}


def main(argv):
    options = parse_arguments(argv)
    check(options)
    points = [Point(text) for text in options.points or GRID]
    for point in points:
        run(options.vectors, "flags", *point.arguments())
    library = Library(options.liberty, options.dont_use)
    done = done_already(options.output)
    key = lambda point, recipe: tuple(
        (point.columns() | {"library": options.library, "recipe": recipe})[k] for k in KEY
    )
    work = [(p, r) for p in points for r in options.recipe or RECIPES if key(p, r) not in done]
    with ThreadPoolExecutor(options.jobs) as pool, options.output.open("a", newline="", encoding="utf-8") as file:
        rows = pool.map(lambda pr: synthesise(*pr, library, options), work)
        for n, ((point, recipe), row) in enumerate(zip(work, rows), 1):
            csv.DictWriter(file, COLUMNS, lineterminator="\n").writerow(row)
            file.flush()
            figures = f"{row['area_um2']} um2, {row['delay_ns']} ns, {row['energy_gauss_pj']} pJ"
            print(f"{n}/{len(work)} {point.text} {recipe}: {figures}", file=sys.stderr)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Failure, LibertyError, OSError) as failure:
        print(f"synth: {failure}", file=sys.stderr)
        sys.exit(2)
