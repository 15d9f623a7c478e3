"""Whole processes that read a CSV file of numbers, 400,000 x 28, and train on it, from start to exit: `bin/djl-logistic` and `java -jar`
against Python with pandas.read_csv and scikit-learn's LogisticRegression (newton-cholesky), its imports included. And ours
alone on 100 rows with 2,000 columns of texts. The launcher's archive of classes is made before the first timed run.

    mvn -q package -DskipTests && python3 bench/whole_process.py --runs 9

Alternating runs; medians and quartiles of wall and CPU seconds, and ratios. Needs Debian's python3-pandas and
python3-sklearn.
"""
import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import tables

TEXT_COLUMNS = 2000

RIVAL = """
import sys, pandas
from sklearn.linear_model import LogisticRegression
table = pandas.read_csv(sys.argv[1])
labels = table.pop("label")
print(LogisticRegression(solver="newton-cholesky", C=1e9).fit(table, labels).coef_)
"""


def write_texts(file):
    """Levels a to e in 2,000 columns of 100 rows."""
    draws = random.Random(7)
    with open(file, "w", encoding="utf-8") as table:
        print(",".join(["label"] + ["t%d" % i for i in range(TEXT_COLUMNS)]), file=table)
        for row in range(100):
            print(",".join([str(row % 2)] + [draws.choice("abcde") for _ in range(TEXT_COLUMNS)]), file=table)


def seconds(command):
    """Wall and CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


LAUNCHER = [os.path.join(tables.ROOT, "bin", "djl-logistic")]
JAR = ["java", "-jar", os.path.join(tables.ROOT, "target", "djl-logistic.jar")]


def training(command, file, model):
    return command + ["train", "--data", file, "--label", "label", "--model", model, "--overwrite"]


def line(name, runs):
    walls = [wall for wall, _ in runs]
    low, middle, high = statistics.quantiles(walls, n=4)
    print("%-28s %.2f s (quartiles %.2f and %.2f), CPU %.2f s" % (
        name, middle, low, high, statistics.median(cpu for _, cpu in runs)))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--rows", type=int, default=400_000)
    options.add_argument("--file", help="file to keep the table in, or to reuse")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = given.file or os.path.join(folder, "table.csv")
        model = os.path.join(folder, "model")
        if not os.path.exists(file):
            tables.write(file, given.rows)
        texts = os.path.join(folder, "texts.csv")
        write_texts(texts)
        seconds(training(LAUNCHER, texts, model))
        theirs, launched, jar = [], [], []
        for _ in range(given.runs):
            theirs.append(seconds(["/usr/bin/python3", "-c", RIVAL, file]))
            launched.append(seconds(training(LAUNCHER, file, model)))
            jar.append(seconds(training(JAR, file, model)))
        line("pandas + newton-cholesky", theirs)
        for name, mine in (("bin/djl-logistic", launched), ("java -jar", jar)):
            line(name, mine)
            print("  ratio of medians %.2f, median of the pairs' ratios %.2f" % (
                statistics.median(wall for wall, _ in mine) / statistics.median(wall for wall, _ in theirs),
                statistics.median(a[0] / b[0] for a, b in zip(mine, theirs))))
        line("100 x 2,000 texts", [seconds(training(LAUNCHER, texts, model)) for _ in range(given.runs)])


main()
