"""Stores how evenly scikit-learn's StratifiedGroupKFold divides groups of rows, for the tests of dev.logistic.data.

    /usr/bin/python3 bench/group_folds_figures.py

Writes src/test/resources/train/group_folds.json: the groups and labels, and for each number of folds the sum over folds
and classes of (share of the class in the fold - 1/folds)^2, the least of 20 seeds.
"""
import json
import os

import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIGURES = os.path.join(ROOT, "src", "test", "resources", "train", "group_folds.json")


def unevenness(folds, y, count):
    shares = np.array([[np.mean(folds[y == label] == fold) for label in np.unique(y)] for fold in range(count)])
    return float(np.sum((shares - 1 / count) ** 2))


def case(name, groups, y):
    results = {}
    for count in (2, 3, 5, 10):
        least = np.inf
        for seed in range(20):
            folds = np.empty(len(y), dtype=int)
            split = StratifiedGroupKFold(count, shuffle=True, random_state=seed).split(y, y, groups)
            for fold, (_, inside) in enumerate(split):
                folds[inside] = fold
            least = min(least, unevenness(folds, y, count))
        results[str(count)] = least
    return {"name": name, "groups": groups.tolist(), "labels": y.tolist(), "unevenness": results}


def main():
    random = np.random.default_rng(1)
    cases = []
    even = np.repeat(np.arange(60), 10)
    cases.append(case("groups of 10 rows", even, (random.random(600) < 0.3).astype(int)))
    sizes = 1 + random.geometric(0.15, 80)
    skewed = np.repeat(np.arange(80), sizes)
    cases.append(case("groups of many sizes", skewed, (random.random(len(skewed)) < 0.3).astype(int)))
    own = random.beta(0.5, 2, 80)
    cases.append(case("groups with rates of their own", skewed, (random.random(len(skewed)) < own[skewed]).astype(int)))
    cases.append(case("three classes", skewed, random.choice(3, len(skewed), p=[0.7, 0.2, 0.1])))
    order = random.permutation(len(skewed))
    cases.append(case("rows in any order", skewed[order], (random.random(len(skewed)) < 0.1).astype(int)))
    with open(FIGURES, "w") as file:
        json.dump(cases, file)
        file.write("\n")


if __name__ == "__main__":
    main()
