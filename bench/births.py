#!/usr/bin/env python3
"""Writes examples/data/births.csv: 248 invented births, for the worked example of the guide.

The columns are those of studies of low birth weight; every number is drawn here, with a fixed seed.
"""
import math
import pathlib
import random

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    draw = random.Random(20)
    lines = ["age,weight,smoker,visits,region,low"]
    for _ in range(248):
        age = min(44, max(16, round(draw.gauss(28, 5.5))))
        region = draw.choices(["coast", "hills", "town"], [0.35, 0.2, 0.45])[0]
        smoker = draw.random() < (0.4 if region == "town" else 0.22)
        weight = round(draw.gauss(63 - (3 if smoker else 0) + 0.2 * (age - 28), 9), 1)
        visits = min(6, int(draw.expovariate(0.55)))
        logit = (
            -0.6
            + 0.03 * (age - 28)
            - 0.04 * (weight - 62)
            + 0.8 * smoker
            - 0.15 * visits
            + {"coast": 0.0, "hills": 0.6, "town": -0.3}[region]
        )
        low = draw.random() < 1 / (1 + math.exp(-logit))
        cells = [age, weight, "yes" if smoker else "no", visits, region, "yes" if low else "no"]
        lines.append(",".join(map(str, cells)))
    (ROOT / "examples/data/births.csv").write_text("\n".join(lines) + "\n")


main()
