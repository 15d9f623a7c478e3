#!/usr/bin/env python3
"""Writes src/test/resources/effects/margeff.json: average marginal effects of statsmodels.

Run with Debian's python3-statsmodels: /usr/bin/python3 bench/effects_figures.py
"""
import json
import pathlib

import numpy as np
import statsmodels
import statsmodels.api as sm

TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/test/resources/effects"


def main():
    lines = (TARGET / "mixed.csv").read_text().splitlines()
    names = lines[0].split(",")
    cells = [line.split(",") for line in lines[1:]]
    columns = ["age", "year", "smoker"]
    x = np.array([[float(row[names.index(name)]) for name in columns] for row in cells])
    y = np.array([float(row[names.index("y")]) for row in cells])
    # "newton" to the last digits: the defaults stop at 1e-8
    fit = sm.Logit(y, sm.add_constant(x)).fit(method="newton", tol=1e-14, maxiter=200, disp=0)
    effects = fit.get_margeff(dummy=True)  # else a column of 0 and 1 has a derivative
    figures = {
        "statsmodels": statsmodels.__version__,
        "columns": columns,
        "estimate": effects.margeff.tolist(),
        "standard_error": effects.margeff_se.tolist(),
        "z": effects.tvalues.tolist(),
        "p": effects.pvalues.tolist(),
    }
    (TARGET / "margeff.json").write_text(json.dumps(figures) + "\n")


main()
