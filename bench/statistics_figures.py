#!/usr/bin/env python3
"""Writes src/test/resources/train/statistics.json: what statsmodels' Logit says of small tables.

The tables are stored with the figures, as text of 17 digits, so that the tests need no Python.
Run with Debian's python3-statsmodels: /usr/bin/python3 bench/statistics_figures.py
"""
import json
import pathlib

import numpy as np
import scipy.stats
import statsmodels
import statsmodels.api as sm

ROOT = pathlib.Path(__file__).resolve().parent.parent


def fit(x, y):
    # "newton" to the last digits: the defaults stop at 1e-8
    result = sm.Logit(y, sm.add_constant(x)).fit(method="newton", tol=1e-14, maxiter=200, disp=0)
    interval = result.conf_int()
    return {
        "estimate": result.params.tolist(),
        "standard_error": result.bse.tolist(),
        "z": result.tvalues.tolist(),
        "p": result.pvalues.tolist(),
        "ci_low": interval[:, 0].tolist(),
        "ci_high": interval[:, 1].tolist(),
        "log_likelihood": float(result.llf),
        "null_log_likelihood": float(result.llnull),
        "mcfadden_r2": float(result.prsquared),
        "aic": float(result.aic),
        "bic": float(result.bic),
    }


def table(rows, scales, offsets, weights, seed):
    random = np.random.default_rng(seed)
    x = random.standard_normal((rows, len(scales)))
    x[:, -1] += 0.7 * x[:, 0]
    logits = x @ weights - 0.4
    y = (random.random(rows) < 1 / (1 + np.exp(-logits))).astype(float)
    x = np.round(x * scales + offsets, 9)
    return {"x": x.tolist(), "y": y.tolist(), "fit": fit(x, y)}


def breast_cancer():
    lines = (ROOT / "examples/data/breast_cancer.csv").read_text().splitlines()
    names = lines[0].split(",")
    cells = [line.split(",") for line in lines[1:]]
    columns = ["mean_radius", "mean_texture", "mean_smoothness"]
    x = np.array([[float(row[names.index(name)]) for name in columns] for row in cells])
    y = np.array([1.0 if row[-1] == "benign" else 0.0 for row in cells])
    return {"columns": columns, "fit": fit(x, y)}


def main():
    z = [0.0, 0.5, 1.959963984540054, -3.0, 8.0, -20.0, 30.0, 37.0]
    figures = {
        "statsmodels": statsmodels.__version__,
        "breast_cancer": breast_cancer(),
        "alike": table(300, [1, 1, 1], [0, 0, 0], [0.8, -1.2, 0.3], 1),
        # units as tables have them: a year, a share, an income
        "unlike": table(400, [8, 0.001, 30000], [1990, 0.02, 60000], [0.5, 1.0, -0.7], 2),
        "two_sided_p": {"z": z, "p": [2 * scipy.stats.norm.sf(abs(each)) for each in z]},
    }
    target = ROOT / "src/test/resources/train/statistics.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(figures) + "\n")


main()
