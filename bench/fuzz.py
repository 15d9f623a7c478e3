"""Coverage-guided fuzzing of all that reads hostile input, by Jazzer (Apache-2.0), one target after the other.

    python3 bench/fuzz.py [--seconds 180] [target ...]

Starts from the stored inputs in src/test/resources/fuzz, in a JVM with a heap of 256 MiB, and prints for each target how
many inputs ran, what of the instrumented code they reached, and how many broke a promise. Those lie in
target/fuzz/TARGET/findings: mend the program, then keep the input among the stored ones, which `mvn verify` replays. What
was found interesting is kept in target/fuzz/TARGET/corpus for the next run. Exits 1 if there are findings.
"""
import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAZZER = "0.24.0"  # under Apache-2.0; some releases of 2024 were not
MAVEN = shlex.split(os.environ.get("MVN", "mvn")) + ["-q", "-B", "-f", ROOT]
SEEDS = os.path.join(ROOT, "src", "test", "resources", "fuzz")
OUT = os.path.join(ROOT, "target", "fuzz")
SCRATCH = "/dev/shm" if os.path.isdir("/dev/shm") else tempfile.gettempdir()
# of each target: its class, and the classes whose coverage guides it
TARGETS = {
    "SettingsFuzz": ("dev.logistic.fuzz.SettingsFuzz",
                     "dev.logistic.config.**:dev.logistic.selection.L2Grid:dev.logistic.evaluate.Threshold"),
    "ModelJsonFuzz": ("dev.logistic.fuzz.ModelJsonFuzz",
                      "dev.logistic.model.**:dev.logistic.data.*:dev.logistic.score.**:com.google.gson.**"),
    "ParamsFuzz": ("dev.logistic.fuzz.ParamsFuzz",
                   "dev.logistic.model.**:dev.logistic.djl.**:ai.djl.BaseModel:ai.djl.nn.*:ai.djl.ndarray.NDSerializer"
                   ":ai.djl.ndarray.types.Shape"),
    "WeightsFileFuzz": ("dev.logistic.fuzz.WeightsFileFuzz", "dev.logistic.score.**:dev.logistic.files.**:com.google.gson.**"),
    "CheckpointFuzz": ("dev.logistic.fuzz.CheckpointFuzz",
                       "dev.logistic.checkpoint.**:dev.logistic.files.**:dev.logistic.train.**:dev.logistic.solver.**:dev.logistic.optimizer.**"),
    "RequestFuzz": ("dev.logistic.serve.RequestFuzz",
                    "dev.logistic.serve.**:dev.logistic.schema.RowEncoder:dev.logistic.score.**:com.google.gson.**"),
    "ServeOverHttpFuzz": ("ServeOverHttpFuzz",
                          "dev.logistic.djl.**:dev.logistic.schema.RowEncoder:ServeOverHttp:com.google.gson.**"),
}


def class_path():
    subprocess.run(MAVEN + ["test-compile"], check=True)
    file = os.path.join(OUT, "classpath.txt")
    subprocess.run(MAVEN + ["dependency:build-classpath", "-DincludeScope=test", "-Dmdep.outputFile=" + file], check=True)
    jars = []
    for name in ("jazzer", "jazzer-api"):
        subprocess.run(MAVEN + ["dependency:copy", f"-Dartifact=com.code-intelligence:{name}:{JAZZER}",
                                "-DoutputDirectory=" + OUT], check=True)
        jars.append(os.path.join(OUT, f"{name}-{JAZZER}.jar"))
    with open(file) as dependencies:
        return ":".join(jars + [os.path.join(ROOT, "target", "test-classes"), os.path.join(ROOT, "target", "classes"),
                                dependencies.read().strip()])


def run(target, seconds, classes):
    folder = os.path.join(OUT, target)
    corpus, findings = os.path.join(folder, "corpus"), os.path.join(folder, "findings")
    for each in (corpus, findings):
        os.makedirs(each, exist_ok=True)
    name, included = TARGETS[target]
    command = ["java", "-Xmx256m", "-DOPT_OUT_TRACKING=true", "-Djava.io.tmpdir=" + SCRATCH,
               "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", classes,
               "com.code_intelligence.jazzer.Jazzer", "--target_class=" + name, "--instrumentation_includes=" + included,
               "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",  # ours, to this machine
               "--keep_going=20", "--reproducer_path=" + findings, f"-artifact_prefix={findings}/",
               f"-max_total_time={seconds}", "-max_len=16384", "-timeout=10", "-rss_limit_mb=3072", "-print_final_stats=1",
               corpus, os.path.join(SEEDS, target)]
    with open(os.path.join(folder, "log"), "w") as log:
        status = subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT).returncode
    with open(os.path.join(folder, "log"), errors="replace") as log:
        text = log.read()
    figures = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)/", text)
    executions = re.findall(r"stat::number_of_executed_units: (\d+)", text) or re.findall(r"^#(\d+)", text, re.M)
    broken = [file for file in os.listdir(findings) if not file.endswith(".java")]
    edges, _, inputs = figures[-1] if figures else ("?", "?", "?")
    print(f"| {target} | {seconds} s | {executions[-1] if executions else '?'} | {inputs} | {edges} | {len(broken)} |",
          flush=True)
    return len(broken) == 0 and status == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=180, help="for each target")
    parser.add_argument("targets", nargs="*", metavar="target", default=list(TARGETS), help=", ".join(TARGETS))
    options = parser.parse_args()
    os.makedirs(OUT, exist_ok=True)
    classes = class_path()
    print("| target | time | inputs run | inputs kept | edges covered | findings |")
    print("|---|---|---|---|---|---|")
    sys.exit(0 if all([run(target, options.seconds, classes) for target in options.targets]) else 1)


if __name__ == "__main__":
    main()
