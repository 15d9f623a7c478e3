"""Stores what scikit-learn and numpy say of random scores of rows with weights, for the tests of dev.logistic.evaluate.

    /usr/bin/python3 bench/weighted_evaluation_figures.py

Writes src/test/resources/evaluate/weighted.json: figures by scikit-learn's sample_weight, and the calibration error, which it
lacks, by numpy.
"""
import json
import os

import numpy as np
from sklearn import metrics

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESOURCES = os.path.join(ROOT, "src", "test", "resources", "evaluate")


def calibration_error(p, y, w):
    bins = np.digitize(p, np.arange(1, 10) / 10)
    gaps = []
    for b in np.unique(bins[w > 0]):
        mine = bins == b
        gap = abs(np.average(y[mine], weights=w[mine]) - np.average(p[mine], weights=w[mine]))
        gaps.append(w[mine].sum() / w.sum() * gap)
    return sum(gaps)


def two_classes(name, logits, y, w):
    p = 1 / (1 + np.exp(-logits))
    predicted = (p >= 0.5).astype(int)
    some = w > 0  # the curves have no points of rows without weight
    fpr, tpr, _ = metrics.roc_curve(y[some], p[some], sample_weight=w[some], drop_intermediate=False)
    precisions, recalls, _ = metrics.precision_recall_curve(y[some], p[some], sample_weight=w[some])
    weighted = {"sample_weight": w}
    return {
        "name": name,
        "scores": logits.tolist(),
        "positive": y.tolist(),
        "weights": w.tolist(),
        "log_loss": metrics.log_loss(y, p, **weighted),
        "accuracy": metrics.accuracy_score(y, predicted, **weighted),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted, **weighted),
        "precision": metrics.precision_score(y, predicted, **weighted),
        "recall": metrics.recall_score(y, predicted, **weighted),
        "f1": metrics.f1_score(y, predicted, **weighted),
        "mcc": float(metrics.matthews_corrcoef(y, predicted, **weighted)),
        "roc_auc": metrics.roc_auc_score(y, p, **weighted),
        "average_precision": metrics.average_precision_score(y, p, **weighted),
        "brier": metrics.brier_score_loss(y, p, **weighted),
        "expected_calibration_error": calibration_error(p, y, w),
        "confusion_matrix": metrics.confusion_matrix(y, predicted, **weighted).tolist(),
        "false_positive_rates": fpr.tolist(),
        "true_positive_rates": tpr.tolist(),
        "precisions": precisions[::-1].tolist(),
        "recalls": recalls[::-1].tolist(),
    }


def multiclass(name, logits, y, w):
    classes = logits.shape[1]
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    predicted = logits.argmax(axis=1)
    truth = np.eye(classes)[y]
    weighted = {"sample_weight": w}
    macro = {"average": "macro", "zero_division": 0, **weighted}
    each = metrics.precision_recall_fscore_support(y, predicted, zero_division=0, **weighted)
    return {
        "name": name,
        "classes": classes,
        "scores": logits.ravel().tolist(),
        "actual": y.tolist(),
        "weights": w.tolist(),
        "log_loss": metrics.log_loss(y, p, **weighted),
        "accuracy": metrics.accuracy_score(y, predicted, **weighted),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted, **weighted),
        "precision": metrics.precision_score(y, predicted, **macro),
        "recall": metrics.recall_score(y, predicted, **macro),
        "f1": metrics.f1_score(y, predicted, **macro),
        "mcc": float(metrics.matthews_corrcoef(y, predicted, **weighted)),
        "roc_auc": metrics.roc_auc_score(y, p, multi_class="ovr", average="macro", **weighted),
        "average_precision": metrics.average_precision_score(truth, p, average="macro", **weighted),
        "brier": np.average(((p - truth) ** 2).sum(axis=1), weights=w),
        "expected_calibration_error": calibration_error(p.max(axis=1), (predicted == y).astype(int), w),
        "confusion_matrix": metrics.confusion_matrix(y, predicted, **weighted).tolist(),
        "per_class": [
            {
                "weight": each[3][c],
                "precision": each[0][c],
                "recall": each[1][c],
                "f1": each[2][c],
                "roc_auc": metrics.roc_auc_score(truth[:, c], p[:, c], **weighted),
                "average_precision": metrics.average_precision_score(truth[:, c], p[:, c], **weighted),
            }
            for c in range(classes)
        ],
    }


def weights(random, kind, rows):
    if kind == "whole":
        return random.integers(1, 9, rows).astype(float)
    if kind == "some of 0":
        return random.integers(0, 3, rows) * random.random(rows)
    return 10.0 ** random.uniform(-3, 3, rows)


def main():
    random = np.random.default_rng(13)
    two, several = [], []
    for kind in ("whole", "some of 0", "of all sizes"):
        y = (random.random(40) < 0.4).astype(int)
        logits = random.normal(size=40) * 2 + np.where(y, 1, -1)
        two.append(two_classes(kind, logits, y, weights(random, kind, 40)))
        two.append(two_classes(kind + ", ties", np.round(logits), y, weights(random, kind, 40)))
        y = np.concatenate([np.arange(4), random.integers(0, 4, 56)])
        logits = random.normal(size=(60, 4)) * 2 + 1.5 * np.eye(4)[y]
        several.append(multiclass(kind, logits, y, weights(random, kind, 60)))
        several.append(multiclass(kind + ", ties", logits[random.integers(0, 12, 60)], y, weights(random, kind, 60)))
    with open(os.path.join(RESOURCES, "weighted.json"), "w") as file:
        file.write('{"two_classes": [\n' + ",\n".join(json.dumps(case) for case in two))
        file.write('\n], "multiclass": [\n' + ",\n".join(json.dumps(case) for case in several) + "\n]}\n")


if __name__ == "__main__":
    main()
