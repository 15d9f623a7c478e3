"""Stores scikit-learn's optima under class weights and sample weights, for the tests of dev.logistic.train.

    /usr/bin/python3 bench/weight_figures.py

Writes src/test/resources/weights/figures.json. With s_i = sample weight times class weight, scikit-learn minimises
C * sum(s_i * loss_i) + ||w||^2 / 2. Balanced class weights and the standardization count a row by its sample weight,
as if it were repeated; scikit-learn before 1.7 does not, and is given the class weights as numbers. Stored is that divided by C * sum(s_i), which is the weighted mean loss with l2 =
1 / (C * sum(s_i)), from newton-cg's coefficients by the formula in float64. Its gradient there must be below 1e-9,
and the objective within 1e-8 of that of lbfgs, which stops earlier.
"""
import csv
import json
import os
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_sample_weight

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def standardized(x, weights):
    """As if each row were there as often as its weight says."""
    mean = np.average(x, axis=0, weights=weights)
    return (x - mean) / np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weights))


def class_weights(class_weight, y, weights):
    if class_weight != "balanced" or weights is None:
        return class_weight
    classes = np.unique(y)
    return {c: weights.sum() / (len(classes) * weights[y == c].sum()) for c in classes}


def breast_cancer():
    with open(os.path.join(ROOT, "examples", "data", "breast_cancer.csv"), newline="") as file:
        rows = list(csv.reader(file))[1:]
    x = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    return x, np.array([row[-1] for row in rows])


def sample_weights(rows):
    """As the tests write them: 0 for every eleventh row, else 0.5 to 2.5."""
    return np.array([0.0 if i % 11 == 0 else 0.5 + i % 5 * 0.5 for i in range(rows)])


def synthetic():
    random = np.random.RandomState(7)
    x = np.round(random.standard_normal((60, 3)), 6)
    logit = 0.8 * x[:, 0] - 1.3 * x[:, 1] + 0.2 * x[:, 2] - 0.9
    y = np.where(random.uniform(size=60) < 1 / (1 + np.exp(-logit)), "yes", "no")
    return x, y


def fit(x, y, class_weight, weights):
    classes = np.unique(y)
    given = class_weight
    class_weight = class_weights(class_weight, y, weights)
    s = compute_sample_weight(class_weight, y) * (1 if weights is None else weights)
    sign = np.where(y == classes[1], 1.0, -1.0)

    def objective(w, b):
        losses = np.logaddexp(0, -sign * (x @ w + b))
        return (s @ losses) / s.sum() + w @ w / 2 / s.sum()

    fits = []
    for solver, options in (("newton-cg", {"tol": 1e-12}), ("lbfgs", {"tol": 1e-12, "max_iter": 100_000})):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # newton-cg's line search ends where rounding does
            model = LogisticRegression(C=1, solver=solver, class_weight=class_weight, **options)
            model.fit(x, y, sample_weight=weights)
        fits.append((objective(model.coef_[0], model.intercept_[0]), solver, model))
    assert fits[0][0] <= fits[1][0] <= (1 + 1e-8) * fits[0][0], fits
    value, _, model = fits[0]
    w, b = model.coef_[0], model.intercept_[0]
    residuals = -sign / (1 + np.exp(sign * (x @ w + b)))
    gradient = np.append(x.T @ (s * residuals) + w, s @ residuals) / s.sum()
    assert np.abs(gradient).max() < 1e-9, gradient
    return {
        "class_weight": given,
        "weighted": weights is not None,
        "weight_sum": s.sum(),
        "objective": value,
        "coefficients": model.coef_[0].tolist(),
        "bias": model.intercept_[0],
    }


def fits(x, y, explicit, scale=lambda x, weights: x):
    weights = sample_weights(len(y))
    choices = (None, "balanced", explicit)
    return [fit(scale(x, w), y, c, w) for w in (None, weights) for c in choices if w is not None or c is not None]


if __name__ == "__main__":
    bx, by = breast_cancer()
    sx, sy = synthetic()
    figures = {
        "source": "scikit-learn " + sklearn.__version__,
        "breast_cancer": fits(bx, by, {"benign": 1.0, "malignant": 3.0}, standardized),
        "synthetic": {
            "features": sx.tolist(),
            "labels": sy.tolist(),
            "fits": fits(sx, sy, {"no": 0.25, "yes": 2.0}),
        },
    }
    with open(os.path.join(ROOT, "src", "test", "resources", "weights", "figures.json"), "w") as file:
        json.dump(figures, file, indent=1)
        file.write("\n")
