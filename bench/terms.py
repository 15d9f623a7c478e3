#!/usr/bin/env python3
"""Reading and encoding a table with terms against the same table without, and against patsy with pandas.

    mvn -q package -DskipTests && python3 bench/terms.py --runs 3

A CSV of 1,000,000 rows: 20 numbers and 4 texts of 50 levels. With terms, two of the numbers are ns(x, 5) and one interaction of a number
with a text is added. Ours is "loading_seconds" of `train --json` with one iteration: from the file to the matrix of features. The other is
pandas.read_csv and patsy.dmatrix of the same formula (cr for ns). Every run is a new process, and the runs alternate. Needs Debian's
python3-pandas and python3-patsy. Prints a table of medians.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

try:
    import numpy
    import pandas
    import patsy  # noqa: F401
except ImportError:
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NUMBERS = ["x%d" % i for i in range(20)]
TEXTS = ["t%d" % i for i in range(4)]
PLAIN = " + ".join(NUMBERS + TEXTS)
TERMS = " + ".join(["ns(x0, 5)", "ns(x1, 5)"] + NUMBERS[2:] + TEXTS + ["x2:t0"])
PATSY = TERMS.replace("ns(x0, 5)", "cr(x0, 5)").replace("ns(x1, 5)", "cr(x1, 5)")

OTHER = """
import sys, time
import pandas, patsy
begun = time.perf_counter()
table = pandas.read_csv(sys.argv[1])
design = patsy.dmatrix(sys.argv[2], table)
print(time.perf_counter() - begun, design.shape[1])
"""


def draw(file, rows):
    random = numpy.random.default_rng(24)
    table = pandas.DataFrame({name: random.normal(size=rows).round(6) for name in NUMBERS})
    for name in TEXTS:
        table[name] = numpy.char.add("level", random.integers(0, 50, rows).astype(str))
    table["y"] = (table.x0 + random.normal(size=rows) > 0).astype(int)
    table.to_csv(file, index=False)


def ours(file, terms, folder):
    figures = os.path.join(folder, "figures.json")
    command = [
        os.path.join(ROOT, "bin", "djl-logistic"), "train", "--data", file, "--label", "y", "--quiet", "--json", figures,
        "--set", "train.epochs=1", "--set", "data.terms=" + terms,
    ]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    with open(figures) as text:
        return json.load(text)["loading_seconds"]


def other(file):
    out = subprocess.run([sys.executable, "-c", OTHER, file, PATSY], check=True, capture_output=True, text=True)
    return float(out.stdout.split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "table.csv")
        draw(file, options.rows)
        runs = {
            "without a formula": lambda: ours(file, "", folder),
            "with terms": lambda: ours(file, TERMS, folder),
            "pandas and patsy": lambda: other(file),
        }
        times = {name: [] for name in runs}
        for _ in range(options.runs):
            for name, run in runs.items():
                times[name].append(run())
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, values in times.items():
        print("%-20s %7.2f s   (%s)" % (name, medians[name], ", ".join("%.2f" % each for each in values)))
    print("with terms / without   %.2f" % (medians["with terms"] / medians["without a formula"]))
    print("with terms / patsy     %.2f" % (medians["with terms"] / medians["pandas and patsy"]))


if __name__ == "__main__":
    main()
