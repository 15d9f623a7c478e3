"""Stores what scikit-learn and numpy say of random scores, for the tests of dev.logistic.evaluate.

    /usr/bin/python3 bench/evaluation_figures.py

Writes src/test/resources/evaluate/figures.json and multiclass.json. Figures that scikit-learn lacks (calibration error, thresholds, the
unclipped log-loss) are computed here by another way than in Java: bins by numpy.digitize, thresholds by trying all of
them in fractions, sums by math.fsum.
"""
import csv
import json
import math
import os
import warnings
from fractions import Fraction

import numpy as np
from sklearn import metrics

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RESOURCES = os.path.join(ROOT, "src", "test", "resources", "evaluate")


def mean(values):
    return math.fsum(values) / len(values)


def calibration_error(p, y):
    bins = np.digitize(p, np.arange(1, 10) / 10)
    gaps = [np.mean(bins == b) * abs(y[bins == b].mean() - p[bins == b].mean()) for b in np.unique(bins)]
    return math.fsum(gaps)


def counts(p, y, threshold):
    predicted = p >= threshold
    return int(np.sum(predicted & (y == 1))), int(np.sum(predicted & (y == 0)))


def f1_threshold(p, y):
    positives = int(y.sum())

    def f1(threshold):
        tp, fp = counts(p, y, threshold)
        return Fraction(2 * tp, tp + fp + positives)

    return max(((f1(t), t) for t in np.unique(p)))[1]


def youden_threshold(p, y):
    positives = int(y.sum())
    negatives = len(y) - positives
    if positives == 0 or negatives == 0:
        return None

    def youden(threshold):
        tp, fp = counts(p, y, threshold)
        return Fraction(tp, positives) - Fraction(fp, negatives)

    return max(((youden(t), t) for t in np.unique(p)))[1]


def at(p, y, threshold):
    predicted = (p >= threshold).astype(int)
    return {
        "threshold": float(threshold),
        "confusion": metrics.confusion_matrix(y, predicted, labels=[0, 1]).tolist(),
        "accuracy": metrics.accuracy_score(y, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted),
        "precision": metrics.precision_score(y, predicted, zero_division=0),
        "recall": metrics.recall_score(y, predicted, zero_division=0),
        "f1": metrics.f1_score(y, predicted, zero_division=0),
        "mcc": float(metrics.matthews_corrcoef(y, predicted)),
    }


def log_loss(kind, scores, p, y):
    if kind == "logits":
        return mean(np.logaddexp(0, np.where(y == 1, -scores, scores)))
    return -mean(np.where(y == 1, np.log(np.where(y == 1, p, 1)), np.log1p(-np.where(y == 1, 0, p))))


def curves(p, y):
    fpr, tpr, thresholds = metrics.roc_curve(y, p, drop_intermediate=False)
    precisions, recalls, _ = metrics.precision_recall_curve(y, p)
    return {
        "false_positive_rates": fpr.tolist(),
        "true_positive_rates": tpr.tolist(),
        "thresholds": thresholds[1:].tolist(),
        "precisions": precisions[::-1].tolist(),
        "recalls": recalls[::-1].tolist(),
    }


def figures(name, kind, scores, y, thresholds=()):
    scores = np.asarray(scores, dtype=np.float64)
    y = np.asarray(y, dtype=int)
    with np.errstate(over="ignore"):
        p = 1 / (1 + np.exp(-scores)) if kind == "logits" else scores
    loss = log_loss(kind, scores, p, y)
    if np.all((p > 1e-9) & (p < 1 - 1e-9)):
        assert abs(loss - metrics.log_loss(y, p, labels=[0, 1])) < 1e-12, name
    both = len(np.unique(y)) == 2
    case = {
        "name": name,
        "kind": kind,
        "scores": scores.tolist(),
        "positive": y.tolist(),
        "log_loss": loss,
        "brier": metrics.brier_score_loss(y, p, pos_label=1),
        "roc_auc": metrics.roc_auc_score(y, p) if both else None,
        "average_precision": metrics.average_precision_score(y, p) if y.any() else None,
        "expected_calibration_error": calibration_error(p, y),
        "f1_threshold": f1_threshold(p, y),
        "youden_threshold": youden_threshold(p, y),
        "at": [at(p, y, t) for t in (0, 0.1, 0.5, 0.9, 1, *thresholds)],
    }
    if both and len(y) <= 60:
        case["curves"] = curves(p, y)
    return case


def random_cases(random):
    for rows, share in [(2, 0.5), (7, 0.5), (40, 0.5), (60, 0.2), (150, 0.05), (150, 0.97)]:
        y = random.random(rows) < share
        y[:2] = [True, False]
        logits = random.normal(size=rows) * 2 + np.where(y, 1, -1)
        p = np.clip(np.round(1 / (1 + np.exp(-logits)), 3), 0.001, 0.999)
        yield figures(f"{rows} rows, {share} positive", "logits", logits, y)
        yield figures(f"{rows} rows, {share} positive, ties", "logits", np.round(logits), y)
        yield figures(f"{rows} rows, {share} positive, probabilities", "probabilities", p, y, p[:3])
        edges = np.clip(np.round(p, 1), 0.1, 0.9)
        yield figures(f"{rows} rows, {share} positive, bin edges", "probabilities", edges, y, edges[:2])
    y = random.random(50) < 0.4
    yield figures("all scores equal", "probabilities", np.full(50, 0.3), y, [0.3])
    yield figures("no better than a coin", "logits", random.normal(size=200), random.random(200) < 0.5)
    yield figures("worse than a coin", "logits", -4.0 * y + random.normal(size=50), y)
    yield figures("told apart", "logits", np.where(y, 3, -3) + random.uniform(-1, 1, 50), y)
    yield figures("only positive rows", "logits", random.normal(size=20), np.ones(20))
    yield figures("only negative rows", "logits", random.normal(size=20), np.zeros(20))
    extreme = random.choice([-800.0, -100, -50, -20, -1, 0, 1, 20, 50, 100, 800], 80)
    yield figures("extreme logits", "logits", extreme, random.random(80) < 0.5)
    tiny = 10.0 ** random.uniform(-300, -1, 50)
    yield figures("tiny probabilities", "probabilities", tiny, y, tiny[:2])


def breast_cancer():
    with open(os.path.join(ROOT, "examples", "data", "breast_cancer.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    with open(os.path.join(RESOURCES, "breast_cancer.expected.json")) as file:
        expected = json.load(file)["sklearn_l2"]
    names = list(expected["coefficients"])
    features = np.array([[float(row[name]) for name in names] for row in rows])
    y = np.array([row["diagnosis"] == "benign" for row in rows], dtype=int)
    standardised = (features - features.mean(axis=0)) / features.std(axis=0)
    logits = standardised @ np.array(list(expected["coefficients"].values())) + expected["bias"]
    case = figures("breast cancer", "logits", logits, y)
    for key in ("scores", "positive"):
        del case[key]
    return case


def multiclass_log_loss(kind, scores, p, y):
    rows = np.arange(len(y))
    if kind == "probabilities":
        return -mean(np.log(p[rows, y]))
    losses = []
    for x, truth in zip(scores, y):
        peak = x.max()
        others = np.delete(x, x.argmax()) - peak
        losses.append(math.log1p(math.fsum(np.exp(others))) + (peak - x[truth]))
    return mean(losses)


def multiclass(name, kind, scores, y, classes):
    """The figures of several classes; labels are those that occur, as scikit-learn has it."""
    scores = np.asarray(scores, dtype=np.float64)
    y = np.asarray(y, dtype=int)
    p = scores
    if kind == "logits":
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p = p / p.sum(axis=1, keepdims=True)
    predicted = scores.argmax(axis=1)
    truth = np.eye(classes)[y]
    loss = multiclass_log_loss(kind, scores, p, y)
    if p.min() > 1e-9:
        assert abs(loss - metrics.log_loss(y, p, labels=range(classes))) < 1e-12, name
    present = [c for c in range(classes) if 0 < truth[:, c].sum() < len(y)]
    aucs = {c: metrics.roc_auc_score(truth[:, c], p[:, c]) for c in present}
    areas = {c: metrics.average_precision_score(truth[:, c], p[:, c]) for c in range(classes) if truth[:, c].any()}
    if len(present) == classes > 2:
        auc = metrics.roc_auc_score(y, p, multi_class="ovr", average="macro")
        area = metrics.average_precision_score(truth, p, average="macro")
    else:  # scikit-learn refuses, or counts classes without rows as 0
        auc = mean(list(aucs.values())) if aucs else None
        area = mean(list(areas.values()))
    each = metrics.precision_recall_fscore_support(y, predicted, labels=range(classes), zero_division=0)
    macro = {"average": "macro", "zero_division": 0}
    return {
        "name": name,
        "kind": kind,
        "classes": classes,
        "scores": scores.ravel().tolist(),
        "actual": y.tolist(),
        "log_loss": loss,
        "accuracy": metrics.accuracy_score(y, predicted),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, predicted),
        "precision": metrics.precision_score(y, predicted, **macro),
        "recall": metrics.recall_score(y, predicted, **macro),
        "f1": metrics.f1_score(y, predicted, **macro),
        "mcc": float(metrics.matthews_corrcoef(y, predicted)),
        "roc_auc": auc,
        "average_precision": area,
        "brier": mean(((p - truth) ** 2).sum(axis=1)),
        "expected_calibration_error": calibration_error(p.max(axis=1), (predicted == y).astype(int)),
        "confusion_matrix": metrics.confusion_matrix(y, predicted, labels=range(classes)).tolist(),
        "per_class": [
            {
                "rows": int(each[3][c]),
                "precision": each[0][c],
                "recall": each[1][c],
                "f1": each[2][c],
                "roc_auc": aucs.get(c),
                "average_precision": areas.get(c),
            }
            for c in range(classes)
        ],
    }


def multiclass_cases(random):
    for rows, classes in [(6, 3), (40, 3), (120, 4), (200, 10), (60, 2)]:
        y = np.concatenate([np.arange(classes), random.integers(0, classes, rows - classes)])
        logits = random.normal(size=(rows, classes)) * 2 + 1.5 * np.eye(classes)[y]
        yield multiclass(f"{rows} rows, {classes} classes", "logits", logits, y, classes)
        few = np.round(logits[: max(3, rows // 8)])[random.integers(0, max(3, rows // 8), rows)]
        yield multiclass(f"{rows} rows, {classes} classes, ties", "logits", few, y, classes)
        eighths = random.multinomial(8, np.full(classes, 1 / classes), rows) / 8 * 0.5 + 0.5 * np.eye(classes)[y]
        yield multiclass(f"{rows} rows, {classes} classes, probabilities", "probabilities", eighths, y, classes)
    y = random.integers(0, 3, 50)
    logits = random.normal(size=(50, 4))
    yield multiclass("a class without rows", "logits", logits, y, 4)
    yield multiclass("a class without rows or predictions", "logits", logits - [0, 0, 0, 50], y, 4)
    yield multiclass("a class never predicted", "logits", logits[:, :3] - [0, 0, 50], y, 3)
    yield multiclass("rows of one class", "logits", logits[:, :3], np.ones(50), 3)
    yield multiclass("all rows alike", "logits", np.tile([1.0, 1.0, 0.0], (50, 1)), y, 3)
    yield multiclass("told apart", "logits", 30 * np.eye(3)[y] + random.uniform(-1, 1, (50, 3)), y, 3)
    yield multiclass("all wrong", "logits", -30 * np.eye(3)[y] + random.uniform(-1, 1, (50, 3)), y, 3)
    extreme = random.choice([-800.0, -100, -20, -1, 0, 1, 20, 100, 800], (80, 3)) + random.uniform(0, 1, (80, 3))
    yield multiclass("extreme logits", "logits", extreme, random.integers(0, 3, 80), 3)
    yield multiclass("large logits close together", "logits", 2**20 + logits[:, :3], y, 3)


def main():
    warnings.simplefilter("ignore")  # scikit-learn's on single classes
    cases = list(random_cases(np.random.default_rng(11)))
    with open(os.path.join(RESOURCES, "figures.json"), "w") as file:
        file.write('{"breast_cancer": ' + json.dumps(breast_cancer()) + ',\n"cases": [\n')
        file.write(",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
    several = multiclass_cases(np.random.default_rng(12))
    with open(os.path.join(RESOURCES, "multiclass.json"), "w") as file:
        file.write('{"cases": [\n' + ",\n".join(json.dumps(case) for case in several) + "\n]}\n")


if __name__ == "__main__":
    main()
