"""A table of 1,000,000 x 28 in CSV: load, standardise and 5 epochs with batches of 1024, against
pandas.read_csv and scikit-learn's SGDClassifier; and loading alone against DuckDB summing all columns.

    mvn -q install -DskipTests && mvn -q -f bench/pom.xml compile && python3 bench/tables.py

Alternating runs, each in a separate process; medians, ratios and our peak resident memory. Needs Debian's
python3-pandas and python3-sklearn, and GNU time.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS = 28

MAKE = """
import sys, numpy, pandas
random = numpy.random.default_rng(7)
features = random.standard_normal((int(sys.argv[2]), %d))
logits = features @ random.standard_normal(%d)
table = pandas.DataFrame(features, columns=[f"f{i}" for i in range(%d)])
table["label"] = (logits + random.logistic(size=len(table)) > 0).astype(int)
table.to_csv(sys.argv[1], index=False, float_format="%%.6f")
""" % (COLUMNS, COLUMNS, COLUMNS)

RIVAL = """
import sys, time
import pandas
from sklearn.linear_model import SGDClassifier
from sklearn.preprocessing import StandardScaler
start = time.perf_counter()
table = pandas.read_csv(sys.argv[1])
labels = table.pop("label").to_numpy()
features = StandardScaler(copy=False).fit_transform(table.to_numpy())
SGDClassifier(loss="log_loss", max_iter=5, tol=None).fit(features, labels)
print(time.perf_counter() - start)
"""


def write(file, rows):
    subprocess.run(["/usr/bin/python3", "-c", MAKE, file, str(rows)], check=True)


def ours(file):
    command = ["/usr/bin/time", "-v", "java", "-jar", os.path.join(ROOT, "target", "djl-logistic.jar"), "train",
               "--data", file, "--label", "label", "--set", "train.solver=sgd", "--set", "train.epochs=5",
               "--set", "train.batch-size=1024", "--json", "-"]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    figures = json.loads(run.stdout)
    memory = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", run.stderr).group(1)) / 1024
    return figures["loading_seconds"] + figures["training_seconds"], figures, memory


def rival(file):
    return float(subprocess.run(["/usr/bin/python3", "-c", RIVAL, file], check=True, stdout=subprocess.PIPE,
                                text=True).stdout)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--file", help="file to keep the table in, or to reuse")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.file or os.path.join(folder, "table.csv")
        if not os.path.exists(file):
            write(file, given.rows)
        theirs, mine, memory, loading = [], [], [], []
        for _ in range(given.runs):
            theirs.append(rival(file))
            seconds, figures, resident = ours(file)
            mine.append(seconds)
            loading.append(figures["loading_seconds"])
            memory.append(resident)
        print("pandas + SGDClassifier    %.2f s" % statistics.median(theirs))
        print("djl-logistic              %.2f s, ratio %.2f (loading %.2f s)" % (
            statistics.median(mine), statistics.median(mine) / statistics.median(theirs),
            statistics.median(loading)))
        matrix = given.rows * COLUMNS * 4 / 2**20
        print("peak resident             %.0f MiB; 2.5 matrices + 700 MB is %.0f MiB" % (
            max(memory), 2.5 * matrix + 700e6 / 2**20))
        sys.stdout.flush()
        subprocess.run(["mvn", "-q", "-f", os.path.join(ROOT, "bench", "pom.xml"), "exec:java",
                        "-Dbench.class=dev.logistic.bench.LoadTable",
                        "-Dexec.arguments=%s,label,%d" % (file, given.runs)], check=True)


if __name__ == "__main__":
    main()
