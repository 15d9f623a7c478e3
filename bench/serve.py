#!/usr/bin/env python3
"""Requests a second, latencies and memory of `djl-logistic serve` on loopback.

    mvn -q package -DskipTests && python3 bench/serve.py [--runs 5] [--requests 100000] [--soak 1000000] [--peer]

One model of the 30 numbers of examples/data/breast_cancer.csv, one row a request, 8 connections that are kept. The client,
dev.logistic.bench.HttpLoad, runs on the same machine, so both share its cores. After a run to warm up come the runs whose
figures are printed, with the time that the server needed of the processors for a request, then `--soak` requests, between
which the resident memory of the server is read. `--peer` measures
FastAPI under uvicorn with the same model in scikit-learn (`pip install fastapi uvicorn scikit-learn`) in the same way.
"""
import argparse
import csv
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
LOAD = os.path.join(ROOT, "bench", "src", "main", "java", "dev", "logistic", "bench", "HttpLoad.java")
DATA = os.path.join(ROOT, "examples", "data", "breast_cancer.csv")
LABEL = "diagnosis"

PEER = '''
import csv, sys
import fastapi, numpy, uvicorn
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rows = list(csv.DictReader(open(sys.argv[1])))
columns = [name for name in rows[0] if name != "diagnosis"]
x = numpy.array([[float(row[name]) for name in columns] for row in rows])
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, [row["diagnosis"] for row in rows])
app = fastapi.FastAPI()


@app.post("/predict")
async def predict(row: dict):
    p = float(model.predict_proba(numpy.array([[float(row[name]) for name in columns]]))[0, 1])
    return {"probability": p, "prediction": model.classes_[int(p >= 0.5)]}


uvicorn.run(app, port=int(sys.argv[2]), log_level="error", access_log=False)
'''


def load(address, body, connections, requests):
    out = subprocess.run([JAVA, "-Xmx256m", LOAD, address, body, str(connections), str(requests)],
                         check=True, capture_output=True, text=True).stdout
    return json.loads(out)


def resident(pid):
    with open("/proc/%d/status" % pid) as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmRSS"].split()[0]) / 1024


def processor_seconds(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(name, pid, address, body, options, soak):
    load(address, body, options.connections, options.requests)
    for _ in range(options.runs):
        before = processor_seconds(pid)
        figures = load(address, body, options.connections, options.requests)
        figures["server_cpu_us"] = round((processor_seconds(pid) - before) * 1e6 / figures["requests"], 1)
        print(name, json.dumps(figures), flush=True)
    done = 0
    while done < soak:
        print(name, "%d requests of the soak: %.0f MB resident" % (done, resident(pid)), flush=True)
        load(address, body, options.connections, options.requests)
        done += options.requests
    print(name, "%.0f MB resident" % resident(pid), flush=True)


def ours(folder, body, options):
    command = shlex.split(options.command) if options.command else [
        JAVA, "-jar", os.path.join(ROOT, "target", "djl-logistic.jar")]
    model = os.path.join(folder, "m")
    subprocess.run(command + ["train", "--data", DATA, "--label", LABEL, "--model", model], check=True,
                   stdout=subprocess.DEVNULL)
    begun = time.monotonic()
    serve = subprocess.Popen(command + ["serve", "--model", model, "--port", "0", *options.serve], stdout=subprocess.PIPE,
                             text=True)
    try:
        address = serve.stdout.readline().strip()
        print("serve: answers after %.2f s" % (time.monotonic() - begun))
        measure("serve", serve.pid, address, body, options, options.soak)
        with urllib.request.urlopen(address.replace("/predict", "/metrics")) as metrics:
            print("".join(line.decode() for line in metrics if b"requests_total{" in line), end="")
    finally:
        begun = time.monotonic()
        serve.send_signal(signal.SIGTERM)
        print("serve: exit status %d, %.2f s after SIGTERM" % (serve.wait(), time.monotonic() - begun))


def peer(folder, body, options):
    port = 8099
    script = os.path.join(folder, "peer.py")
    with open(script, "w") as file:
        file.write(PEER)
    server = subprocess.Popen([options.python, script, DATA, str(port)])
    address = "http://127.0.0.1:%d/predict" % port
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen("http://127.0.0.1:%d/docs" % port).close()
                break
            except OSError:
                time.sleep(0.1)
        options.requests //= 10
        measure("FastAPI", server.pid, address, body, options, 0)
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--soak", type=int, default=1_000_000)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--python", default=sys.executable, help="of the peer")
    parser.add_argument("--command", help="instead of java -jar target/djl-logistic.jar")
    parser.add_argument("serve", nargs="*", help="further options of serve, after --")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open(DATA) as file:
            row = next(csv.DictReader(file))
        del row[LABEL]
        body = os.path.join(folder, "row.json")
        with open(body, "w") as file:
            json.dump({name: float(value) for name, value in row.items()}, file)
        ours(folder, body, options)
        if options.peer:
            peer(folder, body, options)


if __name__ == "__main__":
    main()
