"""Whole processes that read a LibSVM file of 500 MB and fit it: `bin/djl-logistic train` against Python with load_svmlight_file and
scikit-learn's LogisticRegression, its imports included.

    mvn -q package -DskipTests && python3 bench/sparse_process.py [--runs 5] [--file FILE]

The rows are those of TEXT in bench/sparse.py, more of them; the penalty is l2 with C=1. scikit-learn uses `newton-cg`, which is its
fastest on these rows, with the loosest tolerance that comes within 1e-6 of the best objective; it computes with one thread. Ours also
evaluates the model on the rows and saves it. Alternating runs; medians. Needs Debian's python3-sklearn.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import sparse
import numpy

TOLERANCES = [1e-2, 1e-3, 1e-4, 1e-5]
RIVAL = """
import sys
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression
rows, labels = load_svmlight_file(sys.argv[1])
model = LogisticRegression(C=1.0, solver="newton-cg", tol=float(sys.argv[2]), max_iter=1000).fit(rows, labels)
with open(sys.argv[3], "wb") as found:
    found.write(model.coef_.tobytes() + model.intercept_.tobytes())
"""


def seconds(command):
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--rows", type=int, default=640_000)
    options.add_argument("--file", help="file to keep the rows in, or to reuse")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.file or os.path.join(folder, "rows.svm")
        if not os.path.exists(file):
            matrix, labels = sparse.text(given.rows)
            sparse.write(matrix, labels, file)
        matrix, labels = sparse.load_svmlight_file(file, zero_based=False)
        labels = labels.astype(int)
        rows = matrix.shape[0]
        model, report, found = (os.path.join(folder, name) for name in ("model", "report.json", "found"))
        ours = [os.path.join(sparse.ROOT, "bin", "djl-logistic"), "train", "--data", file, "--model", model, "--overwrite",
                "--json", report]
        rival = [sys.executable, "-c", RIVAL, file]
        seconds(ours)
        with open(report) as text:
            best = json.load(text)["objective"]
        for tolerance in TOLERANCES:
            theirs = rival + [repr(tolerance), found]
            seconds(theirs)
            value = sparse.objective(matrix, labels, numpy.fromfile(found), 0.0, 1 / rows)
            print("newton-cg", tolerance, value, "ours", best, file=sys.stderr, flush=True)
            best = min(best, value)
            if value <= best * (1 + sparse.WITHIN):
                break
        else:
            sys.exit("newton-cg does not reach the objective")
        own, other = [], []
        for _ in range(given.runs):
            own.append(seconds(ours))
            other.append(seconds(theirs))
        print("%.0f MB, %d rows: ours %.2f s, load_svmlight_file and newton-cg (tolerance %.0e) %.2f s, ratio %.2f" % (
            os.path.getsize(file) / 1e6, rows, statistics.median(own), tolerance, statistics.median(other),
            statistics.median(own) / statistics.median(other)))


if __name__ == "__main__":
    main()
