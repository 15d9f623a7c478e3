#!/usr/bin/python3
"""Takes a model to scikit-learn and PyTorch and compares their probabilities with those of `predict`.

    /usr/bin/python3 bench/export_check.py MODEL TABLE.csv [JAR]

MODEL is a model directory of a table whose features were standardized, TABLE.csv what to score, JAR the program,
target/djl-logistic.jar unless given. The functions with_* are the snippets of the README. Needs numpy, pandas,
scikit-learn and torch. Exits 1 if a probability differs by more than 1e-6.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd


def features_of(table, names):
    """The columns of a model's features, in their order: column=level is 1 where the column has that level."""
    columns = []
    for name in names:
        if name in table:
            columns.append(table[name].astype(float))
        else:
            column = next(c for c in table if name.startswith(c + "="))
            columns.append((table[column] == name[len(column) + 1:]).astype(float))
    return np.column_stack(columns)


def with_scikit_learn(file, classes, x):
    from sklearn.linear_model import LogisticRegression
    arrays = np.load(file)
    model = LogisticRegression()
    model.coef_, model.intercept_ = arrays["raw_weights"].T, arrays["raw_bias"][0]
    model.classes_ = np.array(classes)
    return model.predict_proba(x)


def with_pytorch(file, x):
    import torch
    arrays = {name: torch.from_numpy(array) for name, array in np.load(file).items()}
    model = torch.nn.Linear(*arrays["raw_weights"].shape, dtype=torch.float64)
    model.load_state_dict({"weight": arrays["raw_weights"].T, "bias": arrays["raw_bias"][0]})
    logits = model(torch.from_numpy(x)).detach()
    return (torch.sigmoid(logits) if logits.shape[1] == 1 else torch.softmax(logits, 1)).numpy()


def read_safetensors(file):
    """What safetensors.numpy.load_file answers, without that package."""
    data = pathlib.Path(file).read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    metadata = header.pop("__metadata__")
    types = {"F32": "<f4", "F64": "<f8"}
    return metadata, {
        name: np.frombuffer(data, types[a["dtype"]], int(np.prod(a["shape"])), start + a["data_offsets"][0])
        .reshape(a["shape"])
        for name, a in header.items()
    }


def main(model, table_file, jar="target/djl-logistic.jar"):
    with tempfile.TemporaryDirectory() as folder:
        def run(*arguments):
            subprocess.run(["java", "-jar", jar, *arguments], check=True)

        npz, safetensors, out = (f"{folder}/{name}" for name in ("m.npz", "m.safetensors", "p.csv"))
        run("export", "--model", model, "--format", "npz", "--out", npz)
        run("export", "--model", model, "--format", "safetensors", "--out", safetensors)
        run("predict", "--model", model, "--data", table_file, "--out", out)
        metadata, arrays = read_safetensors(safetensors)
        for name, array in np.load(npz).items():
            assert array.dtype == arrays[name].dtype and array.tobytes() == arrays[name].tobytes(), name
        classes = json.loads(metadata["classes"])
        x = features_of(pd.read_csv(table_file), json.loads(metadata["features"]))
        predicted = pd.read_csv(out)
        if len(classes) == 2:
            expected = predicted[["probability"]].to_numpy()
        else:
            expected = predicted[[f"probability_{name}" for name in classes]].to_numpy()
        answers = {
            "scikit-learn": with_scikit_learn(npz, classes, x)[:, -expected.shape[1]:],
            "PyTorch": with_pytorch(npz, x),
        }
    worst = {name: float(np.abs(answer - expected).max()) for name, answer in answers.items()}
    for name, difference in worst.items():
        print(f"{name}: {len(expected)} rows, largest difference to predict {difference:.1e}")
    return 0 if max(worst.values()) <= 1e-6 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
