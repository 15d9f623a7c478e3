"""Documents to TF-IDF and an l2 fit: `djl-logistic train --terms "text(t, tfidf = TRUE)"` against scikit-learn's TfidfVectorizer and
LogisticRegression, whole processes from the same CSV file, their imports included.

    mvn -q package -DskipTests && python3 bench/text.py [--rows 200000]

A document is 100 words of 50,000 by Zipf's law. Both fit l2 = 1e-4; prints seconds, peak memory and the objectives. Needs Debian's
python3-sklearn and GNU time.
"""
import argparse
import json
import os
import re
import subprocess
import tempfile

import numpy

L2 = 1e-4
RIVAL = """
import csv, sys, numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
with open(sys.argv[1], newline="") as rows:
    rows = list(csv.reader(rows))[1:]
labels = numpy.array([int(row[0]) for row in rows])
features = TfidfVectorizer().fit_transform([row[1] for row in rows])
n = len(labels)
fit = LogisticRegression(C=1 / (n * float(sys.argv[2])), max_iter=1000).fit(features, labels)
logits = features @ fit.coef_[0] + fit.intercept_[0]
loss = numpy.mean(numpy.logaddexp(0, logits) - labels * logits)
print(loss + float(sys.argv[2]) / 2 * fit.coef_[0] @ fit.coef_[0], features.nnz)
"""


def write(file, rows):
    random = numpy.random.default_rng(7)
    words = numpy.array([f"w{i:05d}" for i in range(50_000)])
    shares = numpy.cumsum(1 / numpy.arange(1, len(words) + 1))
    weights = random.normal(size=len(words)) * 7
    with open(file, "w", encoding="utf-8") as out:
        out.write("y,t\n")
        for _ in range(rows):
            chosen = numpy.searchsorted(shares, random.random(100) * shares[-1])
            positive = random.random() < 1 / (1 + numpy.exp(-weights[chosen].mean()))
            out.write(f"{int(positive)},{' '.join(words[chosen])}\n")


def measured(command):
    run = subprocess.run(["/usr/bin/time", "-v", *command], check=True, capture_output=True, text=True)
    clock = re.search(r"m:ss\): (?:(\d+):)?(\d+):([\d.]+)", run.stderr)
    seconds = int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])
    return run.stdout, seconds, int(re.search(r"Maximum resident.*: (\d+)", run.stderr)[1]) / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--ours", default="bin/djl-logistic", help="the command of ours")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "documents.csv")
        write(file, given.rows)
        found, ours, memory = measured(
            [*given.ours.split(), "train", "--data", file, "--label", "y", "--terms", "text(t, tfidf = TRUE)"]
            + ["--set", f"train.l2={L2}", "--quiet", "--json", "-"]
        )
        figures = json.loads(found)
        found, rival, of_rival = measured(["/usr/bin/python3", "-c", RIVAL, file, str(L2)])
        objective, non_zeros = found.split()
        print(f"ours         {ours:7.1f} s {memory:7.0f} MB objective {figures['objective']:.9f}, fit {figures['training_seconds']:.1f} s")
        print(f"scikit-learn {rival:7.1f} s {of_rival:7.0f} MB objective {float(objective):.9f}, {non_zeros} non-zeros")
        print(f"ratio of seconds {ours / rival:.2f}")


if __name__ == "__main__":
    main()
