"""Time to reach an objective within 1e-6 relative of the optimum: this project against other solvers of the same
problem, and one evaluation of ours against two passes over the matrix.

    mvn -q install -DskipTests && python3 bench/solvers.py --runs 5 [--spark]

Features are standard normal; the penalty is 1/rows on the mean loss, and none on the intercept. The optimum is Newton's
method in float64. Each solver runs in a separate process that holds the data in the form it likes best, on all
cores; it gets the loosest tolerance that reaches the objective, sought once, and then solves for some seconds unmeasured.
Then the solvers take turns. Needs Debian's python3-sklearn. Writes docs/benchmarks.md when everything was run (or to --out).
"""
import argparse
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import numpy
    import sklearn
except ImportError:
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIZES = ["1000000x28", "1000000x100", "10000x1000"]
WITHIN = 1e-6
TARGETS = {"1000000x28": 0.25, "1000000x100": 0.25, "10000x1000": 0.5}
STEPS = 4  # tolerances tried in each decade
WARM_UP = 6  # seconds that each solver solves again and again before it is measured
PAUSE = 0.1  # seconds before a run, as threads of NumPy, here and in a peer, spin on after their work
# Loosest tolerance to try: scikit-learn's lbfgs and smile use the gradient of the sum of the losses.
SOLVERS = {
    "ours": 1e-2,
    "sklearn lbfgs": 1e4,
    "sklearn newton-cholesky": 1e-2,
    "smile": 1e-2,
    "liblinear": 3e-2,
    "tribuo": None,  # neither tolerance nor penalty: its own defaults
    "spark": 1e-1,
}
LABELS = {
    "ours": "djl-logistic",
    "sklearn lbfgs": "scikit-learn `lbfgs` (float64)",
    "sklearn newton-cholesky": "scikit-learn `newton-cholesky` (float32)",
    "smile": "Smile (BFGS, float64)",
    "liblinear": "liblinear-java (`L2R_LR`, float64)",
    "tribuo": "Tribuo (its default, AdaGrad)",
    "spark": "Spark MLlib, local mode",
}

SKLEARN = """
import sys, time, warnings
import numpy
from sklearn.linear_model import LogisticRegression
warnings.filterwarnings("ignore")
solver, features, labels, rows, columns, found = sys.argv[1:]
kind = numpy.float64 if solver == "lbfgs" else numpy.float32
x = numpy.fromfile(features, dtype=numpy.float32).reshape(int(rows), int(columns)).astype(kind)
y = numpy.fromfile(labels, dtype=numpy.float32).astype(kind)
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    model = LogisticRegression(C=1.0, solver=solver, tol=float(line), max_iter=1000).fit(x, y)
    seconds = time.perf_counter() - start
    numpy.append(model.coef_[0], model.intercept_).astype(numpy.float64).tofile(found)
    print(seconds, seconds, flush=True)
"""
OPENS = ["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
         "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action",
         "sun.util.calendar"]


class Data:
    """A problem in two files, and the objective there in float64."""

    def __init__(self, size, folder):
        self.size = size
        self.rows, self.columns = map(int, size.split("x"))
        self.features = os.path.join(folder, size + ".features")
        self.labels = os.path.join(folder, size + ".labels")
        if not os.path.exists(self.labels):
            random = numpy.random.default_rng(7)
            x = random.standard_normal((self.rows, self.columns), dtype=numpy.float32)
            w = random.standard_normal(self.columns) * 2 / math.sqrt(self.columns)
            y = x @ w.astype(numpy.float32) + random.logistic(size=self.rows) > 0
            x.tofile(self.features)
            y.astype(numpy.float32).tofile(self.labels)
        self.x = numpy.memmap(self.features, dtype=numpy.float32, mode="r", shape=(self.rows, self.columns))
        self.y = numpy.fromfile(self.labels, dtype=numpy.float32).astype(numpy.float64)
        self.least = self.optimum()

    def objective(self, w, newton=False):
        """The value; with newton the value and Newton's step."""
        width = self.columns + 1
        loss, gradient, hessian = 0.0, numpy.zeros(width), numpy.zeros((width, width))
        for start in range(0, self.rows, 50_000):
            x = self.x[start:start + 50_000].astype(numpy.float64)
            y = self.y[start:start + 50_000]
            z = x @ w[:-1] + w[-1]
            loss += numpy.sum(numpy.logaddexp(0, z) - y * z)
            if newton:
                x = numpy.column_stack([x, numpy.ones(len(x))])
                p = 1 / (1 + numpy.exp(-z))
                gradient += x.T @ (p - y)
                hessian += x.T @ (x * (p * (1 - p))[:, None])
        value = (loss + w[:-1] @ w[:-1] / 2) / self.rows
        if not newton:
            return value
        gradient[:-1] += w[:-1]
        hessian[range(width - 1), range(width - 1)] += 1
        return value, numpy.linalg.solve(hessian, gradient)

    def optimum(self):
        w = numpy.zeros(self.columns + 1)
        for _ in range(30):
            value, step = self.objective(w, newton=True)
            w -= step
            if numpy.abs(step).max() < 1e-10:
                return value
        sys.exit("Newton's method did not converge at " + self.size)

    def excess(self, w):
        """How far above the least objective, relative to it."""
        return (self.objective(w) - self.least) / self.least


class Solver:
    """A process that holds the data and solves once for each line it is given."""

    def __init__(self, name, data, folder, classpath, verbose):
        self.name, self.data = name, data
        self.found = os.path.join(folder, name.replace(" ", "-") + ".found")
        common = [data.features, data.labels, str(data.rows), str(data.columns), self.found]
        if name.startswith("sklearn"):
            command = [sys.executable, "-c", SKLEARN, name.split()[1]] + common
        else:
            opens = ["--add-opens=java.base/%s=ALL-UNNAMED" % package for package in OPENS] if name == "spark" else []
            command = ["java", "-Xmx8g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classpath] + opens + [
                "dev.logistic.bench.solvers.Contest", name] + common
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=None if verbose else subprocess.DEVNULL)
        self.expect("ready")
        self.tolerance, self.reached, self.times, self.wholes, self.excesses = SOLVERS[name], True, [], [], []

    def expect(self, prefix=""):
        for line in self.process.stdout:
            if line.startswith(prefix):
                return line
        sys.exit(self.name + " ended; --verbose shows why")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.expect()

    def solve(self, tolerance):
        """Seconds until then and of the whole call, and how far above the least objective it came."""
        seconds, whole = map(float, self.ask(repr(tolerance)).split())
        return seconds, whole, self.data.excess(numpy.fromfile(self.found))

    def seek(self):
        """The loosest tolerance that reaches the objective."""
        if self.tolerance is None:
            excess = self.solve(0.0)[2]
            self.reached = excess <= WITHIN
            return
        loosest = math.log10(self.tolerance)
        for step in range(12 * STEPS):
            self.tolerance = 10 ** (loosest - step / STEPS)
            excess = self.solve(self.tolerance)[2]
            if excess <= WITHIN:
                return
        self.reached = False

    def warm_up(self):
        """As a server that trains again and again: compilers of virtual machines have done their work then."""
        end = time.time() + WARM_UP
        while self.reached and time.time() < end:
            self.ask(repr(0.0 if self.tolerance is None else self.tolerance))

    def run(self):
        time.sleep(PAUSE)
        seconds, whole, excess = self.solve(0.0 if self.tolerance is None else self.tolerance)
        self.times.append(seconds)
        self.wholes.append(whole)
        self.excesses.append(excess)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def contest(data, names, runs, folder, classpath, verbose):
    """The solvers with their times, and evaluation and sum of ours."""
    solvers = []
    for name in names:
        begun = time.time()
        solver = Solver(name, data, folder, classpath, verbose)
        loaded = time.time()
        solver.seek()
        solver.warm_up()
        print("%-12s %-24s tolerance %-8s loaded in %.0f s, sought in %.0f s" % (
            data.size, name, "none" if solver.tolerance is None else "%.1e" % solver.tolerance, loaded - begun,
            time.time() - loaded), flush=True)
        solvers.append(solver)
    for run in range(runs):
        for solver in solvers:
            if solver.reached or run == 0:  # once is enough for what does not get there
                solver.run()
    ours = next((solver for solver in solvers if solver.name == "ours"), None)
    limit = [float(part) for part in ours.ask("limit").split()] if ours else None
    for solver in solvers:
        solver.end()
    return solvers, limit


def table(data, solvers, limit):
    ours = next((statistics.median(solver.times) for solver in solvers if solver.name == "ours"), None)
    peers = [statistics.median(solver.times) for solver in solvers if solver.name != "ours" and max(
        solver.excesses) <= WITHIN]
    lines = ["### {:,} x {}".format(data.rows, data.columns), "",
             "| solver | tolerance | seconds | ours takes | above the optimum |", "|---|---|---|---|---|"]
    for solver in solvers:
        median = statistics.median(solver.times)
        lines.append("| %s | %s | %.3f | %s | %.1e%s |" % (
            LABELS[solver.name], "-" if solver.tolerance is None else "%.0e" % solver.tolerance, median,
            "%.2f" % (ours / median) if ours else "", max(solver.excesses),
            "" if max(solver.excesses) <= WITHIN else " (not reached)"))
    lines.append("")
    if ours and peers:
        lines += ["Ours takes **%.2f** of the best peer's time (target: at most %s)." % (
            ours / min(peers), TARGETS.get(data.size, "none")), ""]
    whole = next((statistics.median(solver.wholes) for solver in solvers if solver.name == "ours"), None)
    if ours:
        lines += ["Our whole call, with the last evaluation for the certificate and the fingerprint of the data: %.3f s." % (
            whole), ""]
    if limit:
        lines += ["One evaluation of loss and gradient: %.2f ms; two plain sums over the matrix on all cores: %.2f ms"
                  " (%.0f GB/s); ratio **%.2f** (target: at most 2.0)." % (
                      limit[0] * 1e3, limit[1] * 2e3, data.rows * data.columns * 4 / limit[1] / 1e9,
                      limit[0] / limit[1] / 2), ""]
    return lines


def machine():
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    java = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines()[0]
    return "%s, %d cores; %s; Python %s, scikit-learn %s, numpy %s" % (
        model, os.cpu_count(), java.replace(' version', ''), platform.python_version(), sklearn.__version__,
        numpy.__version__)


def class_path(spark):
    pom = os.path.join(ROOT, "bench", "pom.xml")
    file = os.path.join(ROOT, "bench", "target", "classpath")
    subprocess.run(["mvn", "-q", "-f", pom] + (["-Pspark"] if spark else []) + [
        "compile", "dependency:build-classpath", "-Dmdep.outputFile=" + file], check=True)
    with open(file) as text:
        return os.pathsep.join([os.path.join(ROOT, "bench", "target", "classes"), text.read().strip()])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--sizes", default=",".join(SIZES), help="ROWSxCOLUMNS,...")
    options.add_argument("--only", help="of " + ", ".join(SOLVERS))
    options.add_argument("--spark", action="store_true", help="Spark MLlib too")
    options.add_argument("--data", help="file to keep the data in, or to reuse")
    options.add_argument("--core", help="classes of the core to measure in place of the installed ones")
    options.add_argument("--out", help="write the table there")
    options.add_argument("--verbose", action="store_true", help="show what the solvers complain about")
    given = options.parse_args()
    names = given.only.split(",") if given.only else [
        name for name in SOLVERS if name != "spark" or given.spark]
    classpath = class_path("spark" in names)
    if given.core:
        classpath = given.core + os.pathsep + classpath
    begun = time.time()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes.split(","):
            data = Data(size, given.data or folder)
            part = table(data, *contest(data, names, given.runs, folder, classpath, given.verbose))
            print("\n".join(part), flush=True)
            lines += part
    print("took %.0f s" % (time.time() - begun))
    out = given.out
    if not out and not given.only and given.sizes == ",".join(SIZES):
        out = os.path.join(ROOT, "docs", "benchmarks.md")
    if out:
        with open(out, "w") as file:
            file.write("\n".join(HEAD + [
                machine() + "; medians of %d runs in turn; %s." % (given.runs, time.strftime("%Y-%m-%d")), "",
                "    mvn -q install -DskipTests && python3 bench/solvers.py " + " ".join(sys.argv[1:]), ""] + lines))


HEAD = ["# Benchmarks", "", "## Solvers", "",
        "Seconds to reach an objective within 1e-6 relative of the optimum (which Newton's method found in float64): the",
        "same standard normal features in memory, penalty 1/rows on the mean loss and none on the intercept, all cores, each",
        "solver with the loosest tolerance that gets there and in a separate process, after some seconds of solving. Ours is",
        "from the call of `LogisticRegression.train`, in float32, to the last iteration; the time of the whole call is given separately. A pause",
        "before each run lets the threads of the run before, which spin on a while for more work, come to rest. In a fresh JVM",
        "the same takes longer: at 10,000 x 1000 about twice as long for the first dozens of fits.", ""]

main()
