#!/usr/bin/env python3
"""A fit with HC3 standard errors of 1,000,000 x 28 rows against R's glm with sandwich, and statsmodels.

    mvn -q install -DskipTests && mvn -q -f bench/pom.xml compile && python3 bench/inference.py --runs 3
    python3 bench/inference.py --more

Standard normal features in float64 from a file of numbers, which is read before the clock starts. Every run is a new process, and the
runs alternate: ours is the first fit of a JVM, from the call of train to its result (optimum, certificate, fingerprint, statistics and
covariance). Memory is the greatest resident size minus that before the rows are read, in units of the feature matrix. statsmodels returns
HC0 where HC3 is requested, so its work is less. Needs Debian's python3-statsmodels, r-cran-sandwich. Prints a table.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile

try:
    import numpy
    import statsmodels.api
except ImportError:
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

R = """
args <- commandArgs(TRUE)
status <- function(name) {
  lines <- readLines("/proc/self/status")
  as.numeric(gsub("[^0-9]", "", grep(name, lines, value = TRUE)[1])) / 1024
}
suppressMessages(library(sandwich))
before <- status("VmRSS")
n <- as.numeric(args[2]); k <- as.numeric(args[3])
file <- file(args[1], "rb")
x <- matrix(readBin(file, "double", n * k), n)
y <- readBin(file, "double", n)
t <- system.time({ m <- glm(y ~ x, binomial); v <- vcovHC(m, type = "HC3") })[["elapsed"]]
cat("ready", before, "\\n")
cat(t, status("VmHWM"), format(sqrt(diag(v)), digits = 17), "\\n")
"""

DROP1 = """
args <- commandArgs(TRUE)
n <- as.numeric(args[2]); k <- as.numeric(args[3])
file <- file(args[1], "rb")
d <- as.data.frame(matrix(readBin(file, "double", n * k), n))
d$y <- readBin(file, "double", n)
t <- system.time(drop1(glm(y ~ ., binomial, d), test = "LRT"))[["elapsed"]]
cat("ready 0\\n")
cat(t, "0 0\\n")
"""

STATSMODELS = """
import sys, time
import numpy, statsmodels.api as sm
def status(name):
    return int(next(line for line in open("/proc/self/status") if line.startswith(name)).split()[1]) // 1024
before, n, k = status("VmRSS"), int(sys.argv[2]), int(sys.argv[3])
values = numpy.fromfile(sys.argv[1])
x = sm.add_constant(values[:n * k].reshape(k, n).T)
y = values[n * k:]
begun = time.perf_counter()
errors = sm.GLM(y, x, sm.families.Binomial()).fit(cov_type="HC3").bse
print("ready", before)
print(time.perf_counter() - begun, status("VmHWM"), *errors)
"""


def draw(file, rows, columns):
    random = numpy.random.default_rng(9)
    x = random.standard_normal((columns, rows))
    weights = random.standard_normal(columns) / columns ** 0.5
    y = (weights @ x - 0.5 + random.logistic(size=rows) > 0).astype(float)
    with open(file, "wb") as out:
        x.tofile(out)
        y.tofile(out)


def run(command):
    """Seconds, MiB beyond those before the rows were read, standard errors."""
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, input="\n", text=True, check=True).stdout
    lines = [line.split() for line in out.splitlines()]
    before = next(float(words[1]) for words in lines if words[:1] == ["ready"])
    numbers = [float(word) for word in lines[-1]]
    return numbers[0], numbers[1] - before, numpy.array(numbers[2:])


def more(ours, shape, folder):
    """The fit with likelihood-ratio tests of all columns, or with their profile intervals: each once."""
    script = os.path.join(folder, "drop1.R")
    with open(script, "w") as out:
        out.write(DROP1)
    for name, command in {
        "likelihood-ratio tests": ours[:-1] + ["lr"],
        "profile intervals": ours[:-1] + ["profile"],
        "R, glm and drop1": ["Rscript", script] + shape,
    }.items():
        print("%s: %.1f s" % (name, run(command)[0]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--more", action="store_true", help="only tests of each column by the likelihood ratio and profile intervals, and R's drop1")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=28)
    parser.add_argument("--classpath", default="", help="that of dev.logistic.bench.InferenceFit, if not Maven's")
    options = parser.parse_args()
    classpath = options.classpath
    if not classpath:
        target = os.path.join(ROOT, "bench", "target")
        subprocess.run(["mvn", "-q", "-f", os.path.join(ROOT, "bench", "pom.xml"), "dependency:build-classpath",
                        "-Dmdep.outputFile=" + os.path.join(target, "classpath")], check=True)
        with open(os.path.join(target, "classpath")) as file:
            classpath = os.path.join(target, "classes") + ":" + file.read().strip()
    matrix = options.rows * options.columns * 8 / 2 ** 20
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "rows")
        draw(file, options.rows, options.columns)
        script = os.path.join(folder, "glm.R")
        with open(script, "w") as out:
            out.write(R)
        shape = [file, str(options.rows), str(options.columns)]
        tools = {
            "djl-logistic": ["java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classpath,
                             "dev.logistic.bench.InferenceFit"] + shape + ["hc3"],
            "R, glm and vcovHC": ["Rscript", script] + shape,
            "statsmodels, GLM (HC0)": [sys.executable, "-c", STATSMODELS] + shape,
        }
        if options.more:
            more(tools["djl-logistic"], shape, folder)
            return
        found = {name: [] for name in tools}
        for _ in range(options.runs):
            for name, command in tools.items():
                found[name].append(run(command))
                print(name, "%.2f s, %.0f MiB" % found[name][-1][:2], file=sys.stderr)
    errors = found["R, glm and vcovHC"][0][2]
    print("| | seconds, median (range) | ours takes | memory / matrix of %.0f MiB | errors differ from R's by |" % matrix)
    print("|---|---|---|---|---|")
    ours = statistics.median(result[0] for result in found["djl-logistic"])
    for name, results in found.items():
        seconds = sorted(result[0] for result in results)
        print("| %s | %.2f (%.2f to %.2f) | %.2f | %.1f | %.1e |" % (
            name, statistics.median(seconds), seconds[0], seconds[-1], ours / statistics.median(seconds),
            max(result[1] for result in results) / matrix, abs(results[0][2] / errors - 1).max()))


main()
