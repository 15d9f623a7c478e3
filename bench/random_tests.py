"""Runs the tests on random data with many more tables and problems than a build does.

    python3 bench/random_tests.py [--times 10] [--first 1000000]

Tables in every spelling and format, read and compared cell by cell (GeneratedTablesTest: 2,100 each time), and fits that rows,
weights, scales and order must not change, against an oracle (MetamorphicTest: 500 each time). The seeds begin with --first, so that
none is one of the build's. Exits 1 if a test fails.
"""
import argparse
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROBLEMS = 500


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=10)
    options.add_argument("--first", type=int, default=1_000_000)
    given = options.parse_args()
    sys.exit(subprocess.run([
        "mvn", "-B", "test", "-Dtest=GeneratedTablesTest,MetamorphicTest",
        "-Dtables.times=%d" % given.times, "-Dtables.first=%d" % given.first,
        "-Dmetamorphic.problems=%d" % (given.times * PROBLEMS), "-Dmetamorphic.first=%d" % given.first,
    ], cwd=ROOT).returncode)


main()
