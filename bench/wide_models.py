"""Seconds and memory of each command on models of very many features.

    mvn -q package -DskipTests && python3 bench/wide_models.py [--only indexed|texts] [--heap 1g]

INDEXED is a LibSVM file of 200,000 rows and 1,000,000 columns, about 30 values a row. TEXTS is a CSV file of 1,000,000
rows with a text of some 293,000 distinct values and two numbers, kept with data.storage=sparse. The data are synthetic,
with fixed seeds. Each command is a process of its own: its seconds include the start of Java and of PyTorch, and its
memory is the most that the process had in RAM. Needs numpy. Prints a table in Markdown.
"""
import argparse
import json
import os
import shlex
import subprocess
import tempfile
import time

import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEGA = 1 << 20


def shares(count, power):
    weights = 1 / numpy.arange(1, count + 1) ** power
    return numpy.cumsum(weights / weights.sum())


def write_indexed(path, rows=200_000, width=1_000_000):
    random = numpy.random.default_rng(7)
    drawn, order, weights = shares(width, 0.7), random.permutation(width), random.normal(size=width)
    with open(path, "w") as file:
        for row in range(rows):
            count = max(1, int(random.lognormal(3.3, 0.4)))
            frequent = order[numpy.searchsorted(drawn, random.random(count)).clip(max=width - 1)]
            ends = [0, width - 1] if row == 0 else []
            columns = numpy.unique(numpy.concatenate((frequent, random.integers(0, width, 3), ends)).astype(int))
            values = numpy.round(numpy.abs(random.normal(size=len(columns))) + 0.1, 3)
            positive = (weights[columns] * values).sum() * 0.5 + random.normal() > 0
            pairs = " ".join(f"{column + 1}:{value}" for column, value in zip(columns, values))
            file.write(f"{'+1' if positive else '-1'} {pairs}\n")


def write_texts(path, rows=1_000_000, texts=330_000):
    random = numpy.random.default_rng(7)
    text = numpy.searchsorted(shares(texts, 0.5), random.random(rows)).clip(max=texts - 1)
    effects = random.normal(size=texts)
    a, b = numpy.round(random.normal(size=rows), 3), numpy.round(random.normal(size=rows) * 3 + 1, 3)
    clicked = (effects[text] + 0.5 * a - 0.2 * b + random.logistic(size=rows) > 0).astype(int)
    with open(path, "w") as file:
        file.write("item,a,b,clicked\n")
        file.writelines(
            f"item-{int(t) * 2654435761 % (1 << 32):08x},{x},{y},{z}\n" for t, x, y, z in zip(text, a, b, clicked))


def run(command, folder, *arguments):
    """Returns the exit status, and seconds, seconds of the processors and MB of a command."""
    with open(os.path.join(folder, "out"), "w") as out, open(os.path.join(folder, "err"), "w") as err:
        start = time.monotonic()
        process = subprocess.Popen(command + list(arguments), cwd=folder, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / MEGA


def measure(name, command, folder, data, options):
    training = ["train", "--data", data, *options, "--overwrite"]
    steps = [
        ("train", training + ["--model", "m", "--json", "fit.json"]),
        ("train --report", training + ["--model", "r", "--json", "fit.json", "--report", "report.html"]),
        ("inspect", ["inspect", "--model", "m"]),
        ("inspect --top 20", ["inspect", "--model", "m", "--top", "20"]),
        ("inspect --json", ["inspect", "--model", "m", "--json"]),
        ("predict", ["predict", "--model", "m", "--data", data, "--out", "p.csv"]),
        ("evaluate", ["evaluate", "--model", "m", "--data", data]),
    ]
    for form in ("safetensors", "npz", "onnx", "serving"):
        steps.append((f"export {form}", ["export", "--model", "m", "--format", form, "--out", f"m.{form}"]))
    for step, arguments in steps:
        status, seconds, busy, memory = run(command, folder, *arguments)
        note = "" if status == 0 else "refused"
        if step.startswith("train") and status == 0:
            with open(os.path.join(folder, "fit.json")) as file:
                note = f"the fit alone {json.load(file)['training_seconds']:.1f} s"
        print(f"| {name} | {step} | {seconds:.1f} | {busy:.1f} | {memory:,.0f} | {note} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["indexed", "texts"])
    parser.add_argument("--heap", default="1g", help="most memory of Java's heap")
    parser.add_argument("--command", help="instead of java -jar target/djl-logistic.jar")
    chosen = parser.parse_args()
    jar = os.path.join(ROOT, "target", "djl-logistic.jar")
    command = shlex.split(chosen.command) if chosen.command else ["java", f"-Xmx{chosen.heap}", "-jar", jar]
    print("| table | command | s | CPU s | MB | |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        if chosen.only != "texts":
            data = os.path.join(folder, "wide.svm")
            write_indexed(data)
            measure("INDEXED", command, folder, data, [])
        if chosen.only != "indexed":
            data = os.path.join(folder, "texts.csv")
            write_texts(data)
            measure("TEXTS", command, folder, data, ["--label", "clicked", "--set", "data.storage=sparse"])


if __name__ == "__main__":
    main()
