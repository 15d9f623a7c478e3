"""Training time of the original program: ours against PyTorch in Python and, if libtorch-dev is installed, in C++.

    mvn -q package -DskipTests && python3 bench/compare.py

All on one thread, in turn, several times; prints the median seconds of each and the ratio to Python's, and the time
from the start of our JVM to the first epoch line. Needs Debian's python3-torch; C++ needs g++ and libtorch-dev.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAVA = ["java", "-jar", os.path.join(ROOT, "target", "djl-logistic.jar"), "train"]
SETTINGS = ["--config", os.path.join(ROOT, "config", "seed.properties"), "--set", "engine.threads=1"]


def output(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def java(gradient):
    command = JAVA + SETTINGS + ["--set", "train.gradient=" + gradient, "--json", "-"]
    return json.loads(output(command))["training_seconds"]


def python():
    return json.loads(output(["/usr/bin/python3", os.path.join(ROOT, "bench", "original.py")]))["training_seconds"]


def compiled(folder):
    """The C++ program, or None where it cannot be built here."""
    include = "/usr/include/torch/csrc/api/include"
    if not shutil.which("g++") or not os.path.isdir(include):
        return None
    program = os.path.join(folder, "original")
    source = os.path.join(ROOT, "bench", "original.cpp")
    subprocess.run(["g++", "-O2", "-std=c++17", "-I", include, source, "-o", program,
                    "-ltorch", "-ltorch_cpu", "-lc10"], check=True)
    return program


def first_line_seconds():
    start = time.perf_counter()
    with subprocess.Popen(JAVA + SETTINGS, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().startswith("Epoch: 000")
        seconds = time.perf_counter() - start
        process.kill()
    return seconds


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(folder)
        rivals = {
            "PyTorch, Python": python,
            "djl-logistic, autograd": lambda: java("autograd"),
            "djl-logistic, closed form": lambda: java("closed-form"),
        }
        if program:
            rivals["PyTorch, C++"] = lambda: float(output([program, "100", "1000", "0.001", "123"]).split()[0])
        else:
            print("no g++ or libtorch-dev here: C++ is left out")
        times = {name: [] for name in rivals}
        starts = []
        for _ in range(runs):
            for name, run in rivals.items():
                times[name].append(run())
            starts.append(first_line_seconds())
    base = statistics.median(times["PyTorch, Python"])
    print(f"{'100 epochs of 1000 steps, one thread':38}{'median s':>9}{'min':>7}{'max':>7}{'ratio':>7}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:38}{median:9.2f}{min(seconds):7.2f}{max(seconds):7.2f}{median / base:7.2f}")
    print(f"{'JVM start to first epoch line':38}{statistics.median(starts):9.2f}{min(starts):7.2f}{max(starts):7.2f}")


main()
