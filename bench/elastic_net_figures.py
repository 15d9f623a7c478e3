"""Stores scikit-learn's optima of penalised objectives, for dev.logistic.train.ElasticNetTest.

    /usr/bin/python3 bench/elastic_net_figures.py

Writes src/test/resources/train/elastic_net.json. Objective: mean log-loss + l2/2 * ||w||^2 + l1 * ||w||_1, bias not
penalised. SAGA runs until its steps are lost in rounding; "kkt" is the largest component of the least subgradient
where it ended, computed here with numpy.
"""
import csv
import json
import os

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def breast_cancer():
    with open(os.path.join(ROOT, "examples", "data", "breast_cancer.csv"), newline="") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([row[:-1] for row in rows], dtype=float)
    y = np.array([row[-1] == "malignant" for row in rows], dtype=float)
    return (x - x.mean(axis=0)) / x.std(axis=0), y


def synthetic():
    """Correlated columns of unlike scales, classes that overlap; rounded so that they can be stored."""
    random = np.random.default_rng(20261124)
    x = random.standard_normal((150, 12))
    x[:, 5] = x[:, 4] + 0.1 * x[:, 5]
    x[:, 7] *= 8
    x = np.round(x, 3)
    w = np.array([1.5, -2, 0, 0, 1, 0, 0, 0.1, 0, 0, 0, 0.5])
    y = (x @ w - 0.7 + random.logistic(size=150) > 0).astype(float)
    return x, y


def more_columns_than_rows():
    random = np.random.default_rng(7)
    x = np.round(random.standard_normal((12, 30)), 3)
    return x, (np.arange(12) % 3 == 0).astype(float)


def a_class_with_one_row():
    random = np.random.default_rng(8)
    x = np.round(random.standard_normal((25, 3)), 3)
    return x, (np.arange(25) == 4).astype(float)


def kkt(x, y, w, b, l1, l2):
    residual = 1 / (1 + np.exp(-(x @ w + b))) - y
    g = x.T @ residual / len(y) + l2 * w
    least = np.where(w != 0, g + l1 * np.sign(w), np.sign(g) * np.maximum(np.abs(g) - l1, 0))
    return max(np.abs(least).max(), abs(residual.mean()))


def fit(x, y, l1, l2):
    n = len(y)
    strength = l1 + l2
    saga = LogisticRegression(
        penalty="elasticnet",
        solver="saga",
        C=1 / (n * strength),
        l1_ratio=l1 / strength,
        tol=1e-14,
        max_iter=1_000_000,
        random_state=0,
    ).fit(x, y)
    w, b = saga.coef_[0], saga.intercept_[0]
    loss = np.logaddexp(0, -(2 * y - 1) * (x @ w + b)).mean()
    return {
        "l1": l1,
        "l2": l2,
        "loss": loss,
        "objective": loss + l2 / 2 * (w @ w) + l1 * np.abs(w).sum(),
        "zeros": int((w == 0).sum()),
        "weights": list(w),
        "bias": b,
        "kkt": kkt(x, y, w, b, l1, l2),
        "epochs": int(saga.n_iter_[0]),
    }


def stored(data, penalties, with_rows=True):
    x, y = data
    fits = [fit(x, y, l1, l2) for l1, l2 in penalties]
    print([(f["l1"], f["l2"], f["objective"], f["zeros"], f["kkt"], f["epochs"]) for f in fits], flush=True)
    rows = {"features": x.tolist(), "labels": y.tolist()} if with_rows else {}
    return {**rows, "fits": fits}


figures = {
    "breast_cancer": stored(breast_cancer(), [(0.01, 0.0), (0.001, 0.0), (0.005, 0.01), (0.05, 0.002)], False),
    "synthetic": stored(synthetic(), [(0.02, 0.0), (0.002, 0.0), (0.01, 0.02)]),
    "more_columns_than_rows": stored(more_columns_than_rows(), [(0.05, 0.0), (0.0, 0.1), (0.02, 0.05)]),
    "a_class_with_one_row": stored(a_class_with_one_row(), [(0.005, 0.0), (0.0, 0.04), (0.002, 0.01)]),
}
with open(os.path.join(ROOT, "src", "test", "resources", "train", "elastic_net.json"), "w") as file:
    json.dump(figures, file)
    file.write("\n")
