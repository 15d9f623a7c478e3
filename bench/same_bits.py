#!/usr/bin/env python3
"""Trains the same models with two commits and compares parameters, predictions and figures byte for byte.

    python3 bench/same_bits.py BASE [--spark]     the working tree against BASE

For a change that must not change behaviour: Parquet, JDBC, LibSVM and JSON sources, statistics, robust errors,
softmax, lasso, a run that is resumed, also from a checkpoint of BASE; with --spark on Spark in local[2] with 1 and 4
partitions too. Of `inspect --json` the fields of BASE must be there unchanged, since later versions add fields.
Prints each difference, and exits with 1 if there is any. Needs JDK, Maven and git; --spark needs the core and
spark/ installed (mvn install in both).
"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OPENS = ["java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
         "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action",
         "sun.util.calendar"]


class Build:
    """The command lines of one tree."""

    def __init__(self, tree, spark):
        pom = os.path.join(tree, "spark", "with-core.xml") if spark else os.path.join(tree, "pom.xml")
        subprocess.run(["mvn", "-q", "-B", "-DskipTests", "-f", pom, "package"], check=True)
        self.jar = os.path.join(tree, "target", "djl-logistic.jar")
        self.classes = os.path.join(tree, "spark", "target", "classes")

    def run(self, *arguments, cwd):
        return subprocess.run(["java", "-jar", self.jar, *arguments], cwd=cwd, capture_output=True, text=True)

    def on_spark(self, partitions, jars, *arguments, cwd):
        properties = {"spark.master": "local[2]", "spark.ui.enabled": "false", "spark.sql.files.openCostInBytes": 0,
                      "spark.sql.files.minPartitionNum": partitions}
        opens = ["--add-opens=java.base/%s=ALL-UNNAMED" % package for package in OPENS]
        return subprocess.run(
            ["java", *opens, *("-D%s=%s" % pair for pair in properties.items()),
             "-cp", os.pathsep.join([self.classes, self.jar, *jars]), "dev.logistic.spark.Main", *arguments],
            cwd=cwd, capture_output=True, text=True)


def spark_jars():
    file = os.path.join(ROOT, "bench", "target", "classpath")
    subprocess.run(["mvn", "-q", "-f", os.path.join(ROOT, "bench", "pom.xml"), "-Pspark", "dependency:build-classpath",
                    "-Dmdep.outputFile=" + file], check=True)
    with open(file) as text:
        return [jar for jar in text.read().strip().split(os.pathsep) if "dev/logistic" not in jar]


def write_data(folder, build):
    """One table as CSV, JSON lines and Parquet, and rows for LibSVM."""
    draw = random.Random(5)
    rows = []
    for _ in range(900):
        a, b = draw.gauss(0, 1), draw.gauss(5, 3)
        city = draw.choice(["Bern", "Basel", "Chur"])
        z = a - 0.3 * (b - 5) + (0.7 if city == "Bern" else 0) + draw.gauss(0, 1)
        rows.append({"a": round(a, 6), "b": round(b, 5), "city": city, "w": draw.randint(1, 4),
                     "y": "yes" if z > 0 else "no", "grade": "low" if z < -0.6 else "mid" if z < 0.6 else "high"})
    with open(folder + "/t.csv", "w") as out:
        out.write("a,b,city,w,y,grade\n" + "".join(",".join(map(str, row.values())) + "\n" for row in rows))
    with open(folder + "/t.jsonl", "w") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    with open(folder + "/t.svm", "w") as out:
        for row in rows:
            terms = sorted({draw.randint(1, 60): draw.randint(1, 9) / 8 for _ in range(8)}.items())
            out.write(("1" if row["y"] == "yes" else "0") + "".join(" %d:%s" % term for term in terms) + "\n")
    # a prediction copies the input's columns, in the format of its name
    build.run("train", "--data", "t.csv", "--label", "y", "--features", "a,b", "--model", "any", cwd=folder)
    build.run("predict", "--model", "any", "--data", "t.csv", "--out", "t.parquet", cwd=folder)
    assert os.path.exists(folder + "/t.parquet")


OF_TABLE = ["--label", "y", "--features", "a,b,city"]
CASES = {
    "csv": ["--data", "../t.csv", *OF_TABLE],
    "parquet": ["--data", "../t.parquet", *OF_TABLE],
    "jsonl": ["--data", "../t.jsonl", *OF_TABLE],
    "jdbc": ["--data", "jdbc:duckdb:", "--query", "SELECT a, b, city, y FROM '../t.csv' ORDER BY a", "--label", "y"],
    "libsvm": ["--data", "../t.svm"],
    "libsvm l1": ["--data", "../t.svm", "--set", "train.l1=0.01", "--set", "train.l2=0"],
    "robust errors": ["--data", "../t.csv", *OF_TABLE, "--set", "train.l2=0", "--set", "train.covariance=hc3",
                      "--set", "engine.precision=float64"],
    "weighted softmax": ["--data", "../t.csv", "--label", "grade", "--features", "a,b,city", "--set", "data.weight=w"],
}
RESUMED = ["--data", "../t.csv", *OF_TABLE, "--set", "train.solver=adam", "--set", "train.shuffle=true",
           "--set", "train.checkpoint=ck", "--set", "train.checkpoint-every=2"]


def contents(folder, build):
    """Everything that a model in a folder yields: by name, text or bytes."""
    found = {}
    for name in sorted(os.listdir(folder + "/m")):
        if name.endswith((".params", ".safetensors", ".bin")):
            with open(os.path.join(folder, "m", name), "rb") as file:
                found[name] = file.read()
    found["inspect"] = json.loads(build.run("inspect", "--model", "m", "--json", "--statistics", cwd=folder).stdout)
    return found


def outcome(build, folder, options, training=None):
    os.makedirs(folder, exist_ok=True)
    ended = (training or build.run)("train", *options, "--model", "m", "--overwrite", cwd=folder)
    if ended.returncode:
        return {"exit": ended.returncode, "error": ended.stderr}
    found = contents(folder, build)
    source = options[:4] if "--query" in options else options[:2]
    found["predictions"] = build.run("predict", "--model", "m", *source, cwd=folder).stdout
    found["figures"] = build.run("evaluate", "--model", "m", *source, "--json", "-", cwd=folder).stdout
    return found


def kept(before, after):
    """Whether a JSON value holds another one unchanged, versions and digests of files aside."""
    if isinstance(before, dict) and isinstance(after, dict):
        return all(key in after and kept(value, after[key]) for key, value in before.items()
                   if "sha256" not in key and "format" not in key)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(kept, before, after))
    return before == after


def differences(before, after):
    for name in sorted(set(before) | set(after)):
        same = kept if name == "inspect" else lambda one, other: one == other
        if name not in before or name not in after or not same(before[name], after[name]):
            yield name


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("base")
    options.add_argument("--spark", action="store_true")
    given = options.parse_args()
    work = tempfile.mkdtemp(prefix="same-bits-")
    tree = os.path.join(work, "base")
    subprocess.run(["git", "worktree", "add", "-q", "--detach", tree, given.base], cwd=ROOT, check=True)
    try:
        builds = [Build(tree, given.spark), Build(ROOT, given.spark)]
        write_data(work, builds[0])
        found = [{}, {}]
        for side, build in enumerate(builds):
            place = lambda case: os.path.join(work, "%d-%s" % (side, case.replace(" ", "-")))
            for case, arguments in CASES.items():
                found[side][case] = outcome(build, place(case), arguments)
            for case, first in {"resumed": build, "resumed from base": builds[0]}.items():
                outcome(first, place(case), RESUMED + ["--set", "train.epochs=5"])
                found[side][case] = outcome(build, place(case), RESUMED + ["--set", "train.epochs=9", "--resume"])
            for partitions in (1, 4) if given.spark else ():
                jars = spark_jars()
                for case in ("csv", "weighted softmax", "robust errors"):
                    name = "%s on Spark, %d partitions" % (case, partitions)
                    found[side][name] = outcome(
                        build, place(name), CASES[case],
                        lambda *arguments, cwd: build.on_spark(partitions, jars, *arguments, cwd=cwd))
        differing = compared = 0
        for case, before in found[0].items():
            if "error" in before:
                print("cannot be compared: %s: BASE answers %s" % (case, before["error"].strip()[:100]))
                continue
            compared += 1
            names = list(differences(before, found[1][case]))
            differing += bool(names)
            if names:
                print("differs: %s: %s" % (case, ", ".join(names)))
        print("%d of %d cases give the same bytes" % (compared - differing, compared))
        sys.exit(1 if differing else 0)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=False)
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
