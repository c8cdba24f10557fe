"""Tests of synth.py: synth_test.py RTL_VECTORS. Exit 77, for ctest to show as skipped, without Yosys, ABC or Icarus."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import synth  # noqa: E402
from liberty import Library, LibertyError  # noqa: E402
from netlist import Netlist  # noqa: E402

TINY = HERE / "tiny.lib"


def run_synth(*arguments, path=os.environ["PATH"]):
    """synth.py as a user runs it: (exit code, standard error)."""
    command = [sys.executable, HERE.parent / "synth.py", "--vectors", VECTORS, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path})
    return result.returncode, result.stderr


class SynthTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_functions_of_every_spelling_are_understood(self):
        library = Library(TINY)
        self.assertEqual([1, 0], library.cell("INV").truth_table())
        self.assertEqual([1, 1, 1, 0], library.cell("NAND2").truth_table())
        self.assertEqual([1, 0, 0, 0], library.cell("SPARE_NOR2").truth_table())
        self.assertEqual(1.5, library.nand2_area_um2())

    def test_tables_are_interpolated_and_in_ps_fF_and_fJ(self):
        inverter = Library(TINY).cell("INV")
        # Half way on both axes: rise 10 + 50 + 5, fall 30 + 50 + 5, mean 75 ps.
        delay, transition = inverter.timing({"A": 500}, 50)["A"]
        self.assertAlmostEqual(75, delay)
        self.assertAlmostEqual(60, transition)
        # 2 and 4 pF V^2, that is pJ.
        self.assertAlmostEqual(3, inverter.output_energy_fj(0, 0))

    def test_an_inverter_chain_costs_what_the_formula_says(self):
        cells = {
            "u1": {"type": "INV", "connections": {"A": [2], "Y": [3]}},
            "u2": {"type": "INV", "connections": {"A": [3], "Y": [4]}},
        }
        ports = {"a": {"direction": "input", "bits": [2]}, "y": {"direction": "output", "bits": [4]}}
        (self.folder / "n.json").write_text(json.dumps({"modules": {"unit": {"ports": ports, "cells": cells}}}))
        netlist = Netlist(self.folder / "n.json", Library(TINY))
        self.assertEqual(2.0, netlist.area_um2)
        # The first drives 1 fF at 2 V: 1/2 C V^2 = 2 fJ, and 3 fJ internal; the second drives nothing.
        self.assertAlmostEqual(5, netlist.energy_fj[0])
        self.assertAlmostEqual(3, netlist.energy_fj[1])
        # 20 ps and 1 ps for the load; then 20 ps and a hundredth of 11 ps of transition.
        self.assertAlmostEqual(21 + 20.11, netlist.arrival_ps)

    def test_cells_can_be_left_alone(self):
        Library(TINY, ["SPARE*"]).write(self.folder / "cells.lib")
        self.assertEqual({"BUF", "INV", "NAND2"}, set(Library(self.folder / "cells.lib").spans))

    def test_a_dot_product_is_named_as_in_the_schema(self):
        row = synth.Point("dot:e2m1:e8m0:16").columns()
        columns = ("arch", "element", "element_b", "acc", "lanes", "scale_format")
        self.assertEqual(("dot_block", "e2m1", "", "e8m23i", "16", "e8m0"), tuple(row[k] for k in columns))

    def test_a_synthesis_is_right_and_is_not_done_twice(self):
        out = self.folder / "ppa.csv"
        arguments = ["--liberty", TINY, "-o", out, "--operations", "50", "mac:e2m1i:e2m1i", "mac:e1m1*e2m1:e2m1i"]
        self.assertEqual(0, run_synth("--recipe", "area", *arguments[:-1])[0])
        first = out.read_text()
        code, messages = run_synth("--recipe", "area", "--node", "28", *arguments)
        self.assertEqual((0, True), (code, out.read_text().startswith(first)), messages)
        with out.open(newline="") as file:
            fma, mac = csv.DictReader(file)
        columns = ("arch", "element", "element_b", "acc", "library", "recipe")
        self.assertEqual(("fp_fma", "e2m1i", "", "", "tiny", "area"), tuple(fma[k] for k in columns))
        self.assertEqual(("fp_mac_fused", "e1m1", "e2m1", "e2m1i", "tiny", "area"), tuple(mac[k] for k in columns))
        self.assertEqual(("", "28"), (fma["node_nm"], mac["node_nm"]))
        for row in (fma, mac):
            self.assertEqual(2.0, float(row["supply_v"]))
            self.assertAlmostEqual(float(row["area_um2"]) / 1.5, float(row["nand2_equiv"]), delta=0.05)
            for column in ("delay_ns", "energy_gauss_pj", "energy_uniform_pj"):
                self.assertGreater(float(row[column]), 0)

    def test_a_wrong_netlist_writes_no_row(self):
        flags = synth.run(VECTORS, "flags", "mac", "e2m1i", "none", "e2m1i", "none", "1", "e2m1i").split()
        vectors = synth.run(VECTORS, "test", "mac", "e2m1i", "none", "e2m1i", "none", "1", "e2m1i", 50, 1)
        library = Library(TINY)
        library.write(self.folder / "cells.lib")
        synth.map_point(flags, "area", self.folder)
        text = (self.folder / "mapped.json").read_text()
        (self.folder / "mapped.json").write_text(text.replace('"type": "NAND2"', '"type": "SPARE_NOR2"', 1))
        netlist = Netlist(self.folder / "mapped.json", library)
        (self.folder / "mapped.v").write_text(netlist.verilog())
        with self.assertRaisesRegex(synth.Failure, "differs from the model"):
            synth.energy_pj(netlist, flags, vectors, self.folder)

    def test_bad_input_is_one_clear_error(self):
        out = ["-o", self.folder / "ppa.csv"]
        (self.folder / "not.lib").write_text("a\n")
        (self.folder / "other.csv").write_text("a,b\n")
        for said, arguments in [
            ("no such file", ["--liberty", self.folder / "none.lib", *out]),
            ("no library with cells", ["--liberty", self.folder / "not.lib", *out]),
            ("point (dot:e2m1) must be", ["--liberty", TINY, *out, "dot:e2m1"]),
            ("MAC of integers", ["--liberty", TINY, *out, "mac:int2*e2m1:e2m1i"]),
            ("--node (nan) must be", ["--liberty", TINY, *out, "--node", "nan", "mac:e2m1i:e2m1i"]),
            ("A (e9m9) must be", ["--liberty", TINY, *out, "mac:e9m9:e8m23i"]),
            ("header is not this script's", ["--liberty", TINY, "-o", self.folder / "other.csv", "mac:e2m1i:e2m1i"]),
        ]:
            code, messages = run_synth(*arguments)
            self.assertEqual(2, code, said)
            self.assertIn(said, messages)

    def test_a_missing_tool_is_named_with_its_package(self):
        code, messages = run_synth("--liberty", TINY, path=str(self.folder))
        self.assertEqual(2, code)
        for package in ("yosys", "berkeley-abc", "iverilog"):
            self.assertIn(
                f"{package} is not installed; install the package {package} (Debian: apt-get install {package})",
                messages,
            )

    def test_a_function_that_is_not_understood_names_the_cell(self):
        (self.folder / "odd.lib").write_text(TINY.read_text().replace("!(A*B)", "open(A)"))
        with self.assertRaisesRegex(LibertyError, "cell NAND2: function"):
            Library(self.folder / "odd.lib").cell("NAND2").expression()


if __name__ == "__main__":
    VECTORS = sys.argv.pop(1)
    missing = synth.missing_tools()
    if missing:
        print("skipped: " + "; ".join(missing))
        sys.exit(77)
    unittest.main(verbosity=2)
