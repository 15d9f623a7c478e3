#!/usr/bin/env python3
"""What checkpoints every 10 epochs cost: training time with and without them, medians of runs in turn.

    mvn -q package -DskipTests && python3 bench/checkpoints.py [--runs 5]
"""

import argparse
import json
import pathlib
import random
import statistics
import subprocess
import tempfile

JAR = pathlib.Path(__file__).resolve().parent.parent / "target" / "djl-logistic.jar"
ROWS, COLUMNS = 100_000, 20


def write_table(path):
    draw = random.Random(1)
    with open(path, "w") as out:
        out.write(",".join(f"x{i}" for i in range(COLUMNS)) + ",y\n")
        for _ in range(ROWS):
            row = [draw.gauss(0, 1) for _ in range(COLUMNS)]
            label = int(sum(row[:5]) + draw.gauss(0, 2) > 0)
            out.write(",".join(f"{value:.6f}" for value in row) + f",{label}\n")


def seconds(directory, run, options, checkpoints):
    command = ["java", "-jar", str(JAR), "train", *options, "--json", "-"]
    if checkpoints:
        command += ["--set", f"train.checkpoint={directory}/ck-{run}"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(out)["training_seconds"]


def compare(name, directory, options, runs):
    times = {False: [], True: []}
    for run in range(runs):
        for checkpoints in (False, True):
            times[checkpoints].append(seconds(directory, f"{name}-{run}".replace(" ", "-"), options, checkpoints))
    without, with_them = statistics.median(times[False]), statistics.median(times[True])
    cost = 100 * (with_them / without - 1)
    print(f"| {name} | {without:.3f} s | {with_them:.3f} s | {cost:+.1f} % |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(dir=JAR.parent) as directory:
        table = f"{directory}/table.csv"
        write_table(table)
        rows = ["--data", table, "--label", "y"]
        sgd = [*rows, "--set", "train.solver=sgd", "--set", "train.epochs=40"]
        print("| training | without | with checkpoints | cost |\n|---|---|---|---|")
        compare("the original program", directory, [], runs)
        compare("the original program in closed form", directory, ["--set", "train.gradient=closed-form"], runs)
        compare("100,000 x 20, sgd, 40 epochs of batches of 32", directory, sgd, runs)
        compare("100,000 x 20, lbfgs", directory, rows, runs)


if __name__ == "__main__":
    main()
