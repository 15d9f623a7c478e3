#!/usr/bin/env python3
"""Training on rows that take four times the memory: the same bits as in memory, time of a pass, and memory.

    mvn -q package -DskipTests && python3 bench/out_of_core.py [--copies 45] [--folder DIR]

The rows are a LibSVM file of 100,000 synthetic rows of 50,000 columns, some 60 values a row, repeated; --copies says how
often. It is trained twice, to the same model: in memory, and in a control group that limits memory, with everything in
it, to a quarter of the bytes that the rows take, 8 for each value. Where no control group can be made (they need root),
data.memory and Java's heap are set to that instead. A pass of the second is compared with the longer of a pass in
memory and reading as many bytes, measured by reading a file of that size once in the same group. In the group Java's heap
may take a third of the limit. Memory is the most that the process had resident (VmHWM), and how much of that was its own
(RssAnon): pages of libraries that another process has read do not count towards a group. The first is compared with 1.3
times what values and vectors take, beyond what a training of 100 rows has. Needs numpy. Prints a table in Markdown.
"""
import argparse
import hashlib
import json
import os
import shlex
import subprocess
import tempfile
import time

import numpy

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROWS, WIDTH = 100_000, 50_000
MEGA = 1 << 20
VECTORS = 34


def block():
    """Returns the text of the rows, and the number of their values."""
    random = numpy.random.default_rng(3)
    shares = 1 / (numpy.arange(WIDTH) + 3.7) ** 1.05
    cumulated = numpy.cumsum(shares / shares.sum())
    effects = random.normal(size=WIDTH)
    lines, values = [], 0
    for _ in range(ROWS):
        count = max(1, int(random.lognormal(4.2, 0.4)))
        columns = numpy.unique(numpy.searchsorted(cumulated, random.random(count)).clip(max=WIDTH - 1))
        numbers = numpy.round(numpy.abs(random.normal(size=len(columns))) / 8 + 0.01, 4)
        label = int((effects[columns] * numbers).sum() + 0.5 * random.normal() > 0)
        lines.append(f"{label} " + " ".join(f"{column + 1}:{number}" for column, number in zip(columns, numbers)))
        values += len(columns)
    return ("\n".join(lines) + "\n").encode(), values


class Group:
    """A control group for one process, of version 1 or 2; none if it cannot be made."""

    def __init__(self, limit):
        self.path = None
        for parent, key in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
            path = os.path.join(parent, f"djl-logistic-{os.getpid()}")
            try:
                os.mkdir(path)
                with open(os.path.join(path, key), "w") as file:
                    file.write(str(limit))
                self.path = path
                return
            except OSError:
                if os.path.isdir(path):
                    os.rmdir(path)

    def enter(self):
        if self.path:
            with open(os.path.join(self.path, "cgroup.procs"), "w") as file:
                file.write(str(os.getpid()))

    def close(self):
        for _ in range(50):
            if not self.path or not os.path.isdir(self.path):
                return
            try:
                os.rmdir(self.path)
            except OSError:
                time.sleep(0.1)  # until the process is gone


def numbers(path):
    """Returns the numbers of a file of /proc by name."""
    try:
        with open(path) as file:
            fields = [line.split() for line in file]
            return {field[0].rstrip(":"): int(field[1]) for field in fields if len(field) > 1 and field[1].isdigit()}
    except OSError:
        return {}


def train(command, data, folder, name, options, group=None):
    """Returns the JSON of a training, its most resident bytes, all and its own, bytes read, SHA-256 of its parameters, and notes."""
    model, report = os.path.join(folder, name), os.path.join(folder, name + ".json")
    arguments = ["train", "--data", data, "--model", model, "--overwrite", "--json", report]
    for option in options:
        arguments += ["--set", option]
    with open(os.path.join(folder, name + ".err"), "w") as err:
        process = subprocess.Popen(command + arguments, stdout=subprocess.DEVNULL, stderr=err,
                                   preexec_fn=group.enter if group else None)
        resident = own = read = 0
        while process.poll() is None:
            status = numbers(f"/proc/{process.pid}/status")
            resident = max(resident, status.get("VmHWM", 0) << 10)
            own = max(own, status.get("RssAnon", 0) << 10)
            read = max(read, numbers(f"/proc/{process.pid}/io").get("rchar", 0))
            time.sleep(0.02)
    with open(os.path.join(folder, name + ".err")) as file:
        notes = file.read()
    if process.returncode:
        raise SystemExit(f"{name}: ended with {process.returncode}: {notes}")
    with open(report) as file:
        result = json.load(file)
    with open(os.path.join(model, "logistic-0000.params"), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return result, resident, own, read, digest, notes.strip()


def seconds_to_read(path, group):
    """Seconds to read a file once in the group, from the disk."""
    subprocess.run(["sync"], check=True)
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    start = time.monotonic()
    subprocess.run(["dd", f"if={path}", "of=/dev/null", "bs=1M"], check=True, stderr=subprocess.DEVNULL,
                   preexec_fn=group.enter)
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=45)
    parser.add_argument("--folder", help="of the files, on the disk to be measured")
    parser.add_argument("--command", help="instead of java -jar target/djl-logistic.jar")
    chosen = parser.parse_args()
    jar = os.path.join(ROOT, "target", "djl-logistic.jar")
    command = shlex.split(chosen.command) if chosen.command else ["java", "-jar", jar]
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        data, few = os.path.join(folder, "rows.svm"), os.path.join(folder, "few.svm")
        text, values = block()
        with open(few, "wb") as file:
            file.write(b"\n".join(text.split(b"\n")[:100]) + b"\n")
        with open(data, "wb") as file:
            for _ in range(chosen.copies):
                file.write(text)
        size, packed = os.path.getsize(data), 8 * values * chosen.copies
        limit = packed // 4
        _, base, _, _, _, _ = train(command, few, folder, "few", [])
        memory, resident, _, _, bits, _ = train(command, data, folder, "memory", ["data.memory=16g"])
        group = Group(limit)
        try:
            options = [f"data.spill={folder}"]
            limited = [command[0], "-XX:MaxRAMPercentage=33"] + command[1:]
            if not group.path:
                options.append(f"data.memory={limit // 4 >> 20}m")
                limited = [command[0], f"-Xmx{limit // 4 >> 20}m"] + command[1:]
            disk, peak, own, read, others, notes = train(limited, data, folder, "disk", options, group)
            to_read = seconds_to_read(data, group) * packed / size
        finally:
            group.close()
        passes = (read - size) / packed
        compute, whole = memory["training_seconds"] / passes, disk["training_seconds"] / passes
        bound = 1.3 * (packed + 8 * WIDTH * VECTORS)
        print(f"{ROWS * chosen.copies:,} rows, {values * chosen.copies:,} values; file {size / MEGA:,.0f} MB")
        print(notes + "\n")
        print("| | measured | to reach |\n|---|---|---|")
        kind = "control group" if group.path else "settings alone"
        print(f"| bits of the model | {'the same' if bits == others else 'others'} | the same |")
        print(f"| resident, own memory, limit ({kind}) "
              f"| {peak / MEGA:,.0f}, {own / MEGA:,.0f}, {limit / MEGA:,.0f} MB | within |")
        print(f"| a pass in memory; reading as much; out of core ({passes:.0f} passes) "
              f"| {compute:.2f} s; {to_read:.2f} s; {whole:.2f} s | |")
        print(f"| out of core against the longer | {whole / max(compute, to_read):.2f} | 1.2 |")
        print(f"| loading in memory; out of core | {memory['loading_seconds']:.1f} s; {disk['loading_seconds']:.1f} s | |")
        print(f"| resident in memory beyond {base / MEGA:,.0f} MB of 100 rows "
              f"| {(resident - base) / MEGA:,.0f} MB | {bound / MEGA:,.0f} MB |")


if __name__ == "__main__":
    main()
