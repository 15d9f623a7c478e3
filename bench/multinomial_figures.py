#!/usr/bin/env python3
"""Writes src/test/resources/train/choices_robust.json: what statsmodels' MNLogit says of choices.csv,
and the robust covariances that follow from its scores and information.

Run after bench/multinomial_figures.R, with Debian's python3-statsmodels:
/usr/bin/python3 bench/multinomial_figures.py
"""
import csv
import json
import pathlib

import numpy as np
import scipy.stats
import statsmodels
import statsmodels.api as sm

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "src/test/resources/train"


def main():
    with open(FOLDER / "choices.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    x = np.array(
        [
            [1, float(r["income"]), float(r["distance"]), r["region"] == "hills", r["region"] == "town"]
            for r in rows
        ],
        dtype=float,
    )
    classes = sorted({r["choice"] for r in rows})
    y = np.array([classes.index(r["choice"]) for r in rows])
    model = sm.MNLogit(y, x)
    fit = model.fit(method="newton", tol=1e-14, maxiter=200, disp=0)
    null = sm.MNLogit(y, x[:, :1]).fit(method="newton", tol=1e-14, maxiter=200, disp=0).llf
    # by class, the constant first
    estimate = fit.params.T.ravel()
    inverse = np.linalg.inv(-model.hessian(fit.params.T.ravel()))
    p = model.predict(fit.params)
    residuals = (y[:, None] == np.arange(len(classes))) - p
    scores = np.concatenate([residuals[:, [k]] * x for k in range(1, len(classes))], axis=1)
    households = np.unique([r["household"] for r in rows], return_inverse=True)[1]
    sums = np.zeros((households.max() + 1, scores.shape[1]))
    np.add.at(sums, households, scores)
    n, k = scores.shape
    clusters = len(sums)
    hc0 = inverse @ scores.T @ scores @ inverse
    cluster = inverse @ sums.T @ sums @ inverse * clusters / (clusters - 1)
    figures = {
        "statsmodels": statsmodels.__version__,
        "estimate": estimate.tolist(),
        "standard_error": fit.bse.T.ravel().tolist(),
        "log_likelihood": float(fit.llf),
        # llnull of the fit is that of an optimizer that stops earlier
        "null_log_likelihood": float(null),
        "mcfadden_r2": float(1 - fit.llf / null),
        "lr_chi2": float(2 * (fit.llf - null)),
        "lr_p": float(scipy.stats.chi2.sf(2 * (fit.llf - null), fit.df_model)),
        "aic": float(fit.aic),
        "bic": float(fit.bic),
        "hc0": hc0.tolist(),
        "hc1": (hc0 * n / (n - k)).tolist(),
        "cluster": cluster.tolist(),
    }
    (FOLDER / "choices_robust.json").write_text(json.dumps(figures) + "\n")


main()
