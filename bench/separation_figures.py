#!/usr/bin/env python3
"""Writes src/test/resources/train/separation.json: whether small tables have a finite optimum.

A linear program decides it (scipy's HiGHS): there is none just where some direction of the
parameters lowers no row's margin and raises one. The tables have columns of small whole numbers,
two to four classes, and some of them weights, with 0 among these. They are stored with the answer,
so that the tests need no Python. Run with Debian's python3-scipy:
/usr/bin/python3 bench/separation_figures.py
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import linprog

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLES = 100


def table(random):
    classes = int(random.choice([2, 3, 4]))
    rows = int(random.integers(6, 40))
    columns = int(random.integers(1, 5))
    x = random.integers(0, random.choice([2, 3, 5]), (rows, columns))
    signal = x @ random.normal(size=(columns, classes)) * random.choice([0.3, 1])
    noise = random.gumbel(size=(rows, classes)) * random.choice([0.3, 1])
    y = np.argmax(signal + noise, axis=1)
    weights = random.choice([0, 0.5, 1, 3], rows) if random.random() < 0.5 else np.ones(rows)
    return x, y, weights, classes


def is_sound(y, weights, classes):
    return all(weights[y == place].sum() > 0 for place in range(classes))


def is_separable(x, y, weights, classes):
    design = np.column_stack([x, np.ones(len(y))])
    margins = []
    for row, own, weight in zip(design, y, weights):
        for other in range(classes):
            if weight > 0 and other != own:
                margin = np.zeros((classes, len(row)))
                margin[own] += row
                margin[other] -= row
                margins.append(margin.ravel())
    margins = np.array(margins)
    best = linprog(
        -margins.sum(0), A_ub=-margins, b_ub=np.zeros(len(margins)), bounds=(-1, 1), method="highs"
    )
    return bool(-best.fun > 1e-7)


def main():
    random = np.random.default_rng(5)
    tables = []
    while len(tables) < TABLES:
        x, y, weights, classes = table(random)
        if is_sound(y, weights, classes):
            tables.append(
                {
                    "x": x.tolist(),
                    "y": y.tolist(),
                    "weights": weights.tolist(),
                    "separable": is_separable(x, y, weights, classes),
                }
            )
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in tables)
    path = ROOT / "src/test/resources/train/separation.json"
    path.write_text('{"scipy":"%s","tables":[\n%s\n]}\n' % (scipy.__version__, lines))
    print(sum(each["separable"] for each in tables), "of", len(tables), "are separable")


if __name__ == "__main__":
    main()
