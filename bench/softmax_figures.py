"""scikit-learn's optimum of softmax regression on the wine data, as an oracle.

    /usr/bin/python3 bench/softmax_figures.py src/test/resources/softmax

Writes wine.csv (UCI Wine, CC BY 4.0, as shipped with scikit-learn) and figures.json: the objective, the
mean loss plus l2/2 times the squared length of the weights, on standardised columns, and the parameters.
Needs Debian's python3-sklearn and python3-pandas.
"""
import json
import os
import sys

import numpy
import pandas
from scipy.special import logsumexp
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
wine = load_wine()
names = [name.replace("/", "_") for name in wine.feature_names]
table = pandas.DataFrame(wine.data, columns=names)
table["cultivar"] = ["cultivar_%d" % (1 + label) for label in wine.target]
table.to_csv(os.path.join(folder, "wine.csv"), index=False)

features = (wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)
rows = len(features)


def fit(l2):
    model = LogisticRegression(C=1 / (rows * l2), solver="newton-cg", tol=1e-9, max_iter=100_000)
    model.fit(features, wine.target)
    logits = features @ model.coef_.T + model.intercept_
    losses = logsumexp(logits, axis=1) - logits[numpy.arange(rows), wine.target]
    loss = losses.mean()
    return {"l2": l2, "loss": loss, "objective": loss + l2 / 2 * (model.coef_ ** 2).sum(),
            "weights": model.coef_.T.tolist(), "bias": (model.intercept_ - model.intercept_.mean()).tolist(),
            "accuracy": float(model.score(features, wine.target))}


with open(os.path.join(folder, "figures.json"), "w") as file:
    json.dump({"fits": [fit(1 / rows), fit(0.1), fit(1e-4)]}, file, indent=1)
    file.write("\n")
