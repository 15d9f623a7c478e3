"""Time to an objective within 1e-6 relative of the best that any solver finds, on sparse rows: this project against
scikit-learn's solvers and liblinear-java, and reading LibSVM files against load_svmlight_file. (Smile has no sparse rows.)

    mvn -q install -DskipTests && mvn -q -f bench/pom.xml compile && python3 bench/sparse.py [--runs 5] [--only text|onehot]

The data are synthetic, with fixed seeds: TEXT has 200,000 rows of 50,000 columns, 59 values a row from Zipf's law,
weighted as log(1 + tf) * idf in rows of length 1; ONEHOT has 500,000 rows of 39 fields with 10 to 400,000 levels each,
the most frequent level of each left out. Each solver gets the loosest tolerance of its ladder that reaches the
objective, sought once; then ours and the best peer solve in turn. All peers compute with one thread on sparse rows
whatever is asked; --cores 1 shows ours on one. Needs Debian's python3-sklearn. Prints a table in Markdown.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

try:
    import numpy
    import scipy.sparse
    from sklearn.datasets import load_svmlight_file
    from sklearn.linear_model import LogisticRegression
except ImportError:
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WITHIN = 1e-6
LADDERS = {
    "lbfgs": [1e-2, 1e-3, 1e-4, 1e-5, 1e-6],
    "newton-cg": [1e-1, 1e-2, 1e-3, 1e-4, 1e-5],
    "liblinear": [1e-2, 1e-3, 1e-4, 1e-5],
    "liblinear-java": [1e-2, 1e-3, 1e-4, 1e-5],
}


def text(rows=200_000, width=50_000, mean=70, seed=1):
    random = numpy.random.default_rng(seed)
    lengths = numpy.minimum(numpy.maximum(1, random.lognormal(numpy.log(mean) - 0.32, 0.8, rows).astype(int)), 5 * mean)
    shares = 1 / numpy.power(numpy.arange(width) + 3.7, 1.05)
    columns = numpy.searchsorted(numpy.cumsum(shares / shares.sum()), random.random(lengths.sum())).clip(max=width - 1)
    matrix = scipy.sparse.csr_matrix(
        (numpy.ones(lengths.sum()), (numpy.repeat(numpy.arange(rows), lengths), columns)), shape=(rows, width))
    matrix.sum_duplicates()
    present = numpy.maximum(1, numpy.asarray((matrix > 0).sum(0)).ravel())
    matrix.data = numpy.log1p(matrix.data) * (numpy.log(rows / present) + 1)[matrix.indices]
    norms = numpy.sqrt(numpy.asarray(matrix.multiply(matrix).sum(1)).ravel())
    matrix = (scipy.sparse.diags(1 / norms) @ matrix).tocsr()
    return labelled(matrix, 3 * random.normal(size=width), random)


def onehot(rows=500_000, seed=2):
    random = numpy.random.default_rng(seed)
    levels = [50] * 13 + numpy.geomspace(10, 400_000, 26).astype(int).tolist()
    columns, first = [], 0
    for count in levels:
        shares = 1 / numpy.power(numpy.arange(count) + 1.0, 1.05)
        drawn = numpy.searchsorted(numpy.cumsum(shares / shares.sum()), random.random(rows)).clip(max=count - 1)
        columns.append(numpy.where(drawn == 0, -1, first + drawn - 1))
        first += count - 1
    columns = numpy.stack(columns, 1)
    kept = columns >= 0
    starts = numpy.concatenate([[0], numpy.cumsum(kept.sum(1))])
    matrix = scipy.sparse.csr_matrix((numpy.ones(starts[-1]), columns[kept], starts), shape=(rows, first))
    return labelled(matrix, 0.5 * random.normal(size=first), random)


def labelled(matrix, weights, random):
    logits = matrix @ weights
    chances = 1 / (1 + numpy.exp(logits.mean() - logits))
    matrix.sort_indices()
    return matrix, (random.random(len(logits)) < chances).astype(int)


def write(matrix, labels, path):
    with open(path, "w") as file:
        for row in range(matrix.shape[0]):
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            values = " ".join("%d:%.6g" % (column + 1, value)
                              for column, value in zip(matrix.indices[part], matrix.data[part]))
            file.write("%d %s\n" % (labels[row], values))


def objective(matrix, labels, weights, l1, l2):
    margins = (2 * labels - 1) * (matrix @ weights[:-1] + weights[-1])
    return numpy.logaddexp(0, -margins).mean() + l2 / 2 * weights[:-1] @ weights[:-1] + l1 * numpy.abs(weights[:-1]).sum()


def start(name, path, found, *options):
    """A Java process that reads the rows, and then a line for each fit."""
    subprocess.run(
        ["mvn", "-o", "-q", "-f", os.path.join(ROOT, "bench", "pom.xml"), "dependency:build-classpath",
         "-Dmdep.outputFile=" + found + ".cp", "-Dmdep.includeScope=runtime"], check=True)
    with open(found + ".cp") as jars:
        classpath = jars.read() + os.pathsep + os.path.join(ROOT, "bench", "target", "classes")
    return subprocess.Popen(
        ["java", *options, "-cp", classpath, "dev.logistic.bench." + name, path, found],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


class Ours:
    def __init__(self, path, found, width, cores):
        self.found = found
        self.width = width
        self.process = start("SparseFits", path, found, *(["-XX:ActiveProcessorCount=%d" % cores] if cores else []))
        _, first, later = self.process.stdout.readline().split()
        self.first_reading, self.reading = float(first), float(later)

    def fit(self, l1, l2):
        self.process.stdin.write("%r %r 0\n" % (l1, l2))
        self.process.stdin.flush()
        seconds, iterations, _ = self.process.stdout.readline().split()
        found = numpy.fromfile(self.found, dtype="<f4").astype(float)
        weights = numpy.zeros(self.width + 1)  # the last columns may not occur in the file
        weights[: len(found) - 1] = found[:-1]
        weights[-1] = found[-1]
        return float(seconds), weights, int(iterations)


class LiblinearJava:
    def __init__(self, path, found, width):
        self.found = found
        self.width = width
        self.process = start("SparsePeer", path, found, "-Xmx12g")
        self.process.stdout.readline()

    def fit(self, tolerance, strength, lasso):
        self.process.stdin.write("%s %r %r\n" % ("l1" if lasso else "l2", strength, tolerance))
        self.process.stdin.flush()
        seconds = float(self.process.stdout.readline())
        found = numpy.fromfile(self.found, dtype="<f8")
        return seconds, numpy.concatenate([found[:-1], numpy.zeros(self.width + 1 - len(found)), found[-1:]])


def peer(solver, tolerance, matrix, labels, strength, lasso, liblinear):
    if solver == "liblinear-java":
        return liblinear.fit(tolerance, strength, lasso)
    options = {"penalty": "l1" if lasso else "l2"}
    if solver == "liblinear":
        options["intercept_scaling"] = 100  # its intercept is penalised
    begun = time.perf_counter()
    model = LogisticRegression(C=strength, solver=solver, tol=tolerance, max_iter=5000, **options).fit(matrix, labels)
    seconds = time.perf_counter() - begun
    return seconds, numpy.append(model.coef_[0], model.intercept_)


def contest(name, matrix, labels, ours, liblinear, strength, lasso, runs):
    rows = matrix.shape[0]
    l1, l2 = (1 / (rows * strength), 0.0) if lasso else (0.0, 1 / (rows * strength))
    tried = {}
    for _ in range(2):
        _, weights, iterations = ours.fit(l1, l2)
    reached = {"ours": objective(matrix, labels, weights, l1, l2)}
    for solver in (["liblinear", "liblinear-java"] if lasso else list(LADDERS)):
        tried[solver] = []
        for tolerance in LADDERS[solver]:
            seconds, weights = peer(solver, tolerance, matrix, labels, strength, lasso, liblinear)
            value = objective(matrix, labels, weights, l1, l2)
            tried[solver].append((tolerance, seconds, value))
            print("  ", solver, tolerance, "%.2f s" % seconds, value, file=sys.stderr, flush=True)
            best = min([reached["ours"]] + [v for some in tried.values() for _, _, v in some])
            if value <= best * (1 + WITHIN) or seconds > 120:
                break
    best = min([reached["ours"]] + [v for some in tried.values() for _, _, v in some])
    fits = {solver: next(((t, s) for t, s, v in some if v <= best * (1 + WITHIN)), None) for solver, some in tried.items()}
    able = {solver: fit for solver, fit in fits.items() if fit}
    if not able:
        print("| %s | %.2f s (%d) | none of %s reaches it; gap of ours %.1e | |"
              % (name, ours.fit(l1, l2)[0], iterations, ", ".join(tried), reached["ours"] / best - 1), flush=True)
        return
    winner = min(able, key=lambda solver: able[solver][1])
    own, other = [], []
    for _ in range(runs):
        own.append(ours.fit(l1, l2)[0])
        other.append(peer(winner, able[winner][0], matrix, labels, strength, lasso, liblinear)[0])
    print("| %s | %.2f s (%d iterations, %.0e above the best) | %.2f s, `%s` | **%.2f** |"
          % (name, statistics.median(own), iterations, reached["ours"] / best - 1, statistics.median(other), winner,
             statistics.median(own) / statistics.median(other)), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=["text", "onehot"])
    parser.add_argument("--cores", type=int, help="cores for ours")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    print("| problem | djl-logistic | best peer | ratio |\n|---|---|---|---|")
    for name, make in {"TEXT": text, "ONEHOT": onehot}.items():
        if options.only and options.only != name.lower():
            continue
        with tempfile.TemporaryDirectory() as folder:
            matrix, labels = make()
            path = os.path.join(folder, "rows.svm")
            write(matrix, labels, path)
            print("%s: %d x %d, %d values, %d columns occur, %.3f positive, %d MB"
                  % (name, *matrix.shape, matrix.nnz, (matrix.getnnz(0) > 0).sum(), labels.mean(),
                     os.path.getsize(path) >> 20), file=sys.stderr, flush=True)
            ours = Ours(path, os.path.join(folder, "found"), matrix.shape[1], options.cores)
            liblinear = LiblinearJava(path, os.path.join(folder, "found-by-peer"), matrix.shape[1])
            begun = time.perf_counter()
            matrix, labels = load_svmlight_file(path, n_features=matrix.shape[1], zero_based=False)
            labels = labels.astype(int)
            theirs = time.perf_counter() - begun
            for title, seconds in [("first in a JVM", ours.first_reading), ("later", ours.reading)]:
                print("| %s, reading %.0f MB, %s | %.2f s, %.0f MB/s | %.2f s, `load_svmlight_file` | **%.3f** |"
                      % (name, os.path.getsize(path) / 1e6, title, seconds, os.path.getsize(path) / 1e6 / seconds,
                         theirs, seconds / theirs), flush=True)
            for title, strength, lasso in [("C=1", 1.0, False), ("C=100", 100.0, False), ("l1, C=1", 1.0, True)]:
                contest("%s, %s" % (name, title), matrix, labels, ours, liblinear, strength, lasso, options.runs)
            for process in (ours.process, liblinear.process):
                process.stdin.close()
                process.wait()


if __name__ == "__main__":
    main()
