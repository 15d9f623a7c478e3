"""Stores what scikit-learn says of cross-validated l2 on breast_cancer, for the tests of dev.logistic.selection.

    /usr/bin/python3 bench/cross_validation_figures.py

Writes src/test/resources/train/cross_validation.json. The folds are dealt here once more, from the rule in the javadoc
of CrossValidation and from torch.randperm. Each fit starts from zero and goes to the optimum in float64: newton-cg,
and then steps of Newton's method until the gradient is as small as rounding leaves it.
"""
import csv
import json
import os
import warnings

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(ROOT, "examples", "data", "breast_cancer.csv")
FIGURES = os.path.join(ROOT, "src", "test", "resources", "train", "cross_validation.json")
SEED = 123


def table():
    with open(DATA, newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "diagnosis"]
    x = np.array([[float(row[name]) for name in names] for row in rows])
    y = np.array([int(row["diagnosis"] == "malignant") for row in rows])
    return (x - x.mean(axis=0)) / x.std(axis=0), y


def dealt(y, folds):
    torch.manual_seed(SEED)
    order = torch.randperm(len(y)).numpy()
    fold_of = np.empty(len(y), dtype=int)
    in_turn = np.concatenate([order[y[order] == label] for label in (0, 1)])
    fold_of[in_turn] = np.arange(len(y)) % folds
    return fold_of


def polished(x, y, weights, l2):
    """Newton's method on mean loss + l2/2 ||w||^2, the bias last and free of the penalty."""
    design = np.column_stack([x, np.ones(len(x))])
    strength = np.full(design.shape[1], l2)
    strength[-1] = 0
    for _ in range(3):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (p - y) / len(x) + strength * weights
        hessian = (design * (p * (1 - p))[:, None]).T @ design / len(x) + np.diag(strength)
        weights = weights - np.linalg.solve(hessian, gradient)
    p = 1 / (1 + np.exp(-design @ weights))
    return weights, np.abs(design.T @ (p - y) / len(x) + strength * weights).max()


def held_out(x, y, fold_of, fold, l2):
    inside = fold_of == fold
    rows = np.sum(~inside)
    fit = LogisticRegression(C=1 / (rows * l2), tol=1e-10, solver="newton-cg", max_iter=10000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its line search gives up where rounding hides progress
        fit.fit(x[~inside], y[~inside])
    start = np.append(fit.coef_[0], fit.intercept_)
    weights, gradient = polished(x[~inside], y[~inside], start, l2)
    logits = x[inside] @ weights[:-1] + weights[-1]
    plain = log_loss(y[inside], fit.predict_proba(x[inside])[:, 1])
    return np.mean(np.logaddexp(0, np.where(y[inside] == 1, -logits, logits))), gradient, plain


def path(x, y, folds, grid):
    fold_of = dealt(y, folds)
    points = []
    for l2 in grid:
        results = [held_out(x, y, fold_of, fold, l2) for fold in range(folds)]
        losses = np.array([loss for loss, _, _ in results])
        print(folds, l2, losses.mean(), "sklearn's own", np.mean([plain for _, _, plain in results]),
              "gradient", max(gradient for _, gradient, _ in results))
        points.append({"l2": l2, "log_loss": losses.mean(),
                       "standard_error": losses.std(ddof=1) / np.sqrt(folds)})
    return {"folds": folds, "fold_of_row": fold_of.tolist(), "path": points}


def main():
    x, y = table()
    auto = [10 ** (4 - 2 * i / 3) / len(y) for i in range(13)]
    figures = {"seed": SEED, "paths": [path(x, y, 5, auto), path(x, y, 3, [0.1, 0.01, 0.001])]}
    os.makedirs(os.path.dirname(FIGURES), exist_ok=True)
    with open(FIGURES, "w") as file:
        json.dump(figures, file)
        file.write("\n")


if __name__ == "__main__":
    main()
