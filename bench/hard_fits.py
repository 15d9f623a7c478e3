"""Fits that are hard for first-order solvers: whether ours converge, the optimality gap, and the time against peers.

    mvn -q install -DskipTests && python3 bench/hard_fits.py --runs 5 [--only spam,digits]

Problems: e-mails that are spam or not without a penalty, and 503 columns without one, against R's glm; 8x8 digits, 1,000,000 rows
with 10 events, and one column of scale 1e6 against scikit-learn; a cubic of years against glm, in float64 and float32. Each solver
holds its data in a process and fits once for each turn, ours after 6 s of fits that do not count. Scikit-learn gets the loosest tolerance whose objective is within 1e-6 of
ours, by the null loss. Ours is the whole call, certificate and fingerprint of the data included. Needs Debian's python3-sklearn,
r-base-core and, for spam, r-cran-kernlab; what is missing is left out. Prints a table.
"""
import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

try:
    import numpy
    import sklearn.datasets
    from sklearn.linear_model import LogisticRegression
except ImportError:
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WITHIN = 1e-6
WARM_UP = 6  # seconds of fits before the first that counts
SLOW = 30  # seconds: a solver that takes more runs once

GLM = """
d <- read.csv(commandArgs(TRUE)[1])
cat("ready\\n")
input <- file("stdin", "r")
while (length(readLines(input, 1)) > 0) {
  t <- system.time(m <- suppressWarnings(glm(label ~ ., binomial, d)))[["elapsed"]]
  b <- coef(m)
  b[is.na(b)] <- 0
  cat(t, m$iter, if (m$converged) "true" else "false", "NaN", format(c(b[-1], b[1]), digits = 17), "\\n")
}
"""


class Problem:
    """Rows, and the objective in float64; parameters are those of each output, each with its bias last."""

    def __init__(self, name, x, y, l2, peers, precision="float64"):
        self.name, self.x, self.y, self.l2, self.peers, self.precision = name, x, y, l2, peers, precision
        shares = numpy.bincount(y) / len(y)
        self.null = -(shares * numpy.log(shares)).sum()

    def write(self, folder):
        file = os.path.join(folder, "rows.csv")
        names = ["x%d" % column for column in range(self.x.shape[1])]
        with open(file, "w") as out:
            out.write(",".join(names + ["label"]) + "\n")
            for row, label in zip(self.x.tolist(), self.y.tolist()):
                out.write(",".join(map(repr, row + [label])) + "\n")
        return file

    def objective(self, parameters):
        w = parameters.reshape(-1, self.x.shape[1] + 1)
        z = self.x @ w[:, :-1].T + w[:, -1]
        if len(w) == 1:
            loss = numpy.logaddexp(0, numpy.where(self.y == 1, -z[:, 0], z[:, 0])).mean()
        else:
            top = z.max(axis=1)
            loss = (top + numpy.log(numpy.exp(z - top[:, None]).sum(axis=1)) - z[range(len(z)), self.y]).mean()
        return loss + self.l2 / 2 * (w[:, :-1] ** 2).sum()


class Child:
    """A process that fits once for each line."""

    def __init__(self, name, command):
        self.name, self.tolerance = name, None
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        while not self.line().startswith("ready"):
            pass

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(self.name + " ended")
        return line

    def fit(self):
        """Seconds, iterations, whether it converged, gap, parameters."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        words = self.line().split()
        return float(words[0]), int(words[1]), words[2] == "true", float(words[3]), numpy.array(words[4:], dtype=float)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Sklearn:
    """In this process; in float32 where the problem is and the solver can."""

    def __init__(self, solver, problem):
        self.name, self.solver, self.problem, self.tolerance = solver, solver, problem, 1.0
        self.x = problem.x.astype(numpy.float32) if problem.precision == "float32" else problem.x

    def fit(self):
        c = 1 / (len(self.x) * self.problem.l2)
        model = LogisticRegression(C=c, solver=self.solver, tol=self.tolerance, max_iter=20_000, multi_class="auto")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            begun = time.perf_counter()
            model.fit(self.x, self.problem.y)
            seconds = time.perf_counter() - begun
        found = numpy.column_stack([model.coef_, model.intercept_]).astype(float).ravel()
        return seconds, int(numpy.max(model.n_iter_)), True, math.nan, found

    def seek(self, objective):
        """The loosest tolerance that reaches the objective; whether there is one."""
        begun = time.time()
        for step in range(13):
            self.tolerance = 10.0 ** (2 - step)
            if (self.problem.objective(self.fit()[4]) - objective) / self.problem.null <= WITHIN:
                return True
            if time.time() - begun > 4 * SLOW:
                break
        return False

    def end(self):
        pass


def spam():
    script = "suppressMessages(library(kernlab)); data(spam); spam$type <- as.integer(spam$type == 'spam'); " \
             "write.csv(spam, stdout(), row.names = FALSE)"
    text = subprocess.run(["Rscript", "-e", script], stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = numpy.array([line.split(",") for line in text.splitlines()[1:]], dtype=float)
    return Problem("spam, 4,601 x 57, no penalty", rows[:, :-1], rows[:, -1].astype(int), 0, ["glm"])


def digits():
    x, y = sklearn.datasets.load_digits(return_X_y=True)
    return Problem("digits, 1,797 x 64, 10 classes, l2=0.01", x, y, 0.01, ["newton-cg", "lbfgs"])


def years(precision):
    random = numpy.random.default_rng(5)
    year = numpy.repeat(numpy.arange(1950, 2021), 10).astype(float)
    t = 2 * (year - 1950) / 70 - 1
    y = (0.3 + 2 * t - t ** 2 - 1.5 * t ** 3 + random.logistic(size=len(t)) > 0).astype(int)
    x = numpy.column_stack([year, year ** 2, year ** 3])
    return Problem("cubic of years, %d rows, no penalty" % len(y), x, y, 0, ["glm"], precision)


def wide():
    random = numpy.random.default_rng(6)
    x = random.standard_normal((5_000, 503))
    y = (x @ random.standard_normal(503) / 12 + random.logistic(size=len(x)) > 0).astype(int)
    return Problem("5,000 x 503, no penalty", x, y, 0, ["glm"])


def rare():
    random = numpy.random.default_rng(7)
    x = random.standard_normal((1_000_000, 2)).astype(numpy.float32).astype(float)
    y = numpy.zeros(len(x), dtype=int)
    weights = numpy.exp(x @ [1.3, -0.6])
    y[random.choice(len(x), 10, replace=False, p=weights / weights.sum())] = 1
    return Problem("1,000,000 x 2, 10 events, l2=1/rows", x, y, 1 / len(x), ["lbfgs", "newton-cholesky"], "float32")


def scaled():
    random = numpy.random.default_rng(8)
    x = random.standard_normal((100_000, 10))
    y = (x @ random.standard_normal(10) / 3 + random.logistic(size=len(x)) > 0).astype(int)
    x[:, 0] *= 1e6
    return Problem("100,000 x 10, a column of scale 1e6, l2=1/rows", x, y, 1 / len(x), ["lbfgs", "newton-cholesky"])


PROBLEMS = {"spam": spam, "digits": digits, "years": lambda: years("float64"), "years32": lambda: years("float32"),
            "wide": wide, "rare": rare, "scaled": scaled}


def ours(problem, file, classpath):
    settings = ["data.source=" + file, "data.label=label", "train.l2=" + repr(problem.l2),
                "engine.precision=" + problem.precision,
                "data.standardize=" + ("true" if problem.l2 == 0 else "false")]  # a penalty is of the columns as they are
    return Child("djl-logistic", ["java", "-Xmx4g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classpath,
                                  "dev.logistic.bench.HardFit"] + settings)


def contest(problem, runs, classpath):
    """Lines of the table."""
    with tempfile.TemporaryDirectory() as folder:
        file = problem.write(folder)
        solvers = [ours(problem, file, classpath)]
        reached = {}
        begun = time.time()
        first = solvers[0].fit()
        while time.time() - begun < WARM_UP:
            solvers[0].fit()
        objective = problem.objective(first[4])
        for peer in problem.peers:
            if peer != "glm":
                solver = Sklearn(peer, problem)
                reached[peer] = solver.seek(objective)
            elif shutil.which("Rscript"):
                script = os.path.join(folder, "glm.R")
                with open(script, "w") as out:
                    out.write(GLM)
                solver = Child("glm", ["Rscript", script, file])
            else:
                continue
            solvers.append(solver)
        fits = {solver.name: [] for solver in solvers}
        for _ in range(runs):
            for solver in solvers:
                if not fits[solver.name] or fits[solver.name][0][0] < SLOW:
                    fits[solver.name].append(solver.fit())
        for solver in solvers:
            solver.end()
    least = min(problem.objective(found[0][4]) for found in fits.values())
    mine = statistics.median(fit[0] for fit in fits["djl-logistic"])
    lines = []
    for name, found in fits.items():
        seconds = statistics.median(fit[0] for fit in found)
        above = (problem.objective(found[0][4]) - least) / problem.null
        own = name == "djl-logistic"
        missed = "" if reached.get(name, True) else " (not reached)"
        lines.append("| %s | %s%s | %d | %.3f | %s | %s | %s | %.1e%s |" % (
            problem.name if own else "", name, ", " + problem.precision if own else "", found[0][1], seconds,
            "" if own else "%.2f" % (mine / seconds), ("yes" if found[0][2] else "**no**") if own else "",
            "%.1e" % found[0][3] if own else "", above, missed))
    return lines


def class_path():
    pom = os.path.join(ROOT, "bench", "pom.xml")
    file = os.path.join(ROOT, "bench", "target", "classpath")
    subprocess.run(["mvn", "-q", "-f", pom, "compile", "dependency:build-classpath", "-Dmdep.outputFile=" + file], check=True)
    with open(file) as text:
        return os.pathsep.join([os.path.join(ROOT, "bench", "target", "classes"), text.read().strip()])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", help="of " + ", ".join(PROBLEMS))
    options.add_argument("--classpath", help="to run ours with, in place of the installed core")
    given = options.parse_args()
    classpath = given.classpath or class_path()
    print("| problem | solver | iterations | seconds | ours takes | converged | gap | above the least found |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in given.only.split(",") if given.only else PROBLEMS:
        try:
            problem = PROBLEMS[name]()
        except (subprocess.CalledProcessError, FileNotFoundError) as e:
            print("%s is left out: %s" % (name, e), file=sys.stderr)
            continue
        print("\n".join(contest(problem, given.runs, classpath)), flush=True)


main()
