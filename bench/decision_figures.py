"""Stores figures of decisions by random scores, for the tests of dev.logistic.evaluate.

    /usr/bin/python3 bench/decision_figures.py

Writes src/test/resources/evaluate/decision.json: precision at k as the mean over every order of the rows that have equal
probability, net benefit from scikit-learn's confusion matrix at each threshold, and the least expected cost over all points of
scikit-learn's ROC curve.
"""
import itertools
import json
import math
import os

import numpy as np
from sklearn import metrics

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FILE = os.path.join(ROOT, "src", "test", "resources", "evaluate", "decision.json")


def precision_at(p, y, k):
    """The mean over all choices of the rows that tie at the k-th place."""
    ordered = np.sort(p)[::-1]
    cut = ordered[k - 1]
    above = np.flatnonzero(p > cut)
    tied = np.flatnonzero(p == cut)
    choices = itertools.combinations(tied, k - len(above))
    return float(np.mean([y[np.concatenate([above, np.array(some, dtype=int)])].mean() for some in choices]))


def net_benefit(p, y, w, threshold):
    (tn, fp), (fn, tp) = metrics.confusion_matrix(y, (p >= threshold).astype(int), labels=[0, 1], sample_weight=w)
    return (tp - fp * threshold / (1 - threshold)) / w.sum()


def case(name, p, y, w=None):
    weights = np.ones(len(y)) if w is None else w
    fpr, tpr, _ = metrics.roc_curve(y, p, sample_weight=weights, drop_intermediate=False)
    costs = [i / 100 for i in range(101)]
    result = {
        "name": name,
        "probabilities": p.tolist(),
        "positive": y.tolist(),
        "net_benefit": [float(net_benefit(p, y, weights, i / 100)) for i in range(100)],
        "net_benefit_of_all": [float(net_benefit(np.ones(len(y)), y, weights, i / 100)) for i in range(100)],
        "least_cost": [float(np.min(c * (1 - tpr) + (1 - c) * fpr)) for c in costs],
    }
    if w is None:
        result["precision_at"] = [precision_at(p, y, k) for k in range(1, len(y) + 1)]
    else:
        result["weights"] = w.tolist()
    return result


def cases(random):
    for rows, share in [(2, 0.5), (12, 0.5), (40, 0.3), (60, 0.05)]:
        y = (random.random(rows) < share).astype(int)
        y[:2] = [1, 0]
        p = 1 / (1 + np.exp(-(random.normal(size=rows) + 2 * y - 1)))
        yield case(f"{rows} rows, {share} positive", p, y)
        tied = np.round(p, 2) if rows > 40 else np.round(p, 1)
        if max(math.comb(n, n // 2) for n in np.unique(tied, return_counts=True)[1]) < 20_000:
            yield case(f"{rows} rows, {share} positive, ties", tied, y)
        yield case(f"{rows} rows, {share} positive, weights", tied, y, np.round(random.uniform(0.1, 3, rows), 2))


def main():
    with open(FILE, "w") as file:
        file.write('{"cases": [\n' + ",\n".join(json.dumps(each) for each in cases(np.random.default_rng(21))) + "\n]}\n")


if __name__ == "__main__":
    main()
