#!/usr/bin/python3
"""Runs bin/djl-logistic.bat under Wine, with a java.exe that prints its arguments instead of running them.

    python3 bench/windows_launcher.py [--launcher FILE.bat]

Needs wine and x86_64-w64-mingw32-gcc (Debian: wine, wine64 and gcc-mingw-w64-x86-64). Wine's cmd.exe is not Microsoft's: what
passes here is likely right on Windows, not certain. Not checked, as Wine 8 has them wrong in any script: percent signs in
arguments and folders, the status after "call", && and ||. Prints one line a check; exits 1 if one fails.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
STUB = r"""
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>

static void print(FILE *to, const wchar_t *text) {
  char utf8[8192];
  WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof utf8, NULL, NULL);
  fputs(utf8, to);
}

int main(void) {
  int count;
  wchar_t **all = CommandLineToArgvW(GetCommandLineW(), &count);
  wchar_t text[4096];
  if (count == 2 && wcscmp(all[1], L"-version") == 0) {
    if (!GetEnvironmentVariableW(L"STUB_VERSION", text, 4096)) wcscpy(text, L"openjdk version \"17.0.9\" 2023-10-17");
    fputs("Picked up JAVA_TOOL_OPTIONS: -Dx=y\r\n", stderr);
    print(stderr, text);
    fputs("\r\nOpenJDK Runtime Environment (build 17.0.9+9)\r\n", stderr);
    return 0;
  }
  for (int i = 1; i < count; i++) {
    print(stdout, all[i]);
    putchar('\n');
  }
  GetCurrentDirectoryW(4096, text);
  fputs("in ", stdout);
  print(stdout, text);
  putchar('\n');
  return GetEnvironmentVariableW(L"STUB_STATUS", text, 4096) ? (int) wcstol(text, NULL, 0) : 0;
}
"""


class Windows:
    """A Wine prefix of its own, and a folder that holds what the checks set up."""

    def __init__(self, folder, launcher):
        self.folder = folder
        self.launcher = launcher
        self.environment = dict(os.environ, WINEPREFIX=str(folder / "prefix"), WINEDEBUG="-all", WINEARCH="win64",
                                WINEDLLOVERRIDES="mscoree,mshtml=", LC_ALL="C.UTF-8")
        for name in ("JAVA_HOME", "JAVA_OPTS", "DISPLAY"):
            self.environment.pop(name, None)
        subprocess.run(["wineboot", "-i"], env=self.environment, check=True, capture_output=True, timeout=300)
        subprocess.run(["wineserver", "-p"], env=self.environment, check=True)  # or each start would start all of Windows
        source = folder / "stub.c"
        source.write_text(STUB)
        self.stub = folder / "stub.exe"
        subprocess.run(["x86_64-w64-mingw32-gcc", "-O1", "-o", self.stub, source, "-lshell32"], check=True)

    @staticmethod
    def path(path):
        return "Z:" + str(path).replace("/", "\\")

    def program(self, name, jar="djl-logistic.jar"):
        """A folder with the launcher and a jar; the launcher as Windows names it."""
        home = self.folder / "programs" / name
        if not home.exists():
            (home / "bin").mkdir(parents=True)
            shutil.copy(self.launcher, home / "bin" / "djl-logistic.bat")
            if jar:
                (home / jar).parent.mkdir(exist_ok=True)
                (home / jar).touch()
        return home

    def java(self, name, release='JAVA_VERSION="17.0.9"'):
        """A JAVA_HOME with the stub."""
        home = self.folder / "javas" / name
        if not home.exists():
            (home / "bin").mkdir(parents=True)
            shutil.copy(self.stub, home / "bin" / "java.exe")
            if release:
                (home / "release").write_text('IMPLEMENTOR="Stub (x86)"\n' + release + '\nMODULES="java.base java.xml"\n')
        return home

    def run(self, lines, **variables):
        """What a script of these lines prints to stdout and stderr, and its exit status."""
        script = self.folder / "caller.bat"
        script.write_bytes("\r\n".join(["@echo off", *lines, ""]).encode("cp437"))
        # not pipes: what Wine starts in the background would keep them open
        out, err = self.folder / "out", self.folder / "err"
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            status = subprocess.run(["wine", "cmd", "/d", "/c", self.path(script)], env=dict(self.environment, **variables),
                                    cwd=self.folder, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, timeout=60).returncode
        return *(file.read_bytes().decode("utf-8", "replace").replace("\r", "") for file in (out, err)), status


class Checks:
    def __init__(self):
        self.failed = 0

    def check(self, name, found, expected):
        ok = found == expected
        self.failed += not ok
        print(("ok      " if ok else "FAILED  ") + name)
        if not ok:
            print(f"        expected {expected!r}\n        found    {found!r}")


def all_checks(windows, checks):
    java = windows.java("jdk")
    java_home = {"JAVA_HOME": windows.path(java)}

    def started(home, *arguments, jar="djl-logistic.jar", options=(), at=None):
        own = [*options, "-jar", windows.path(home) + "\\" + jar.replace("/", "\\"), *arguments]
        return "\n".join(own) + "\nin " + windows.path(at or windows.folder) + "\n"

    def call(home, arguments=""):
        return '"' + windows.path(home) + '\\bin\\djl-logistic.bat" ' + arguments

    for name in ("plain", "with blanks", "Program Files (x86)", "R&D", "a^b", "wow!", "Zürich"):
        home = windows.program(name)
        checks.check(f"the program in a folder {name!r}", windows.run([call(home, "--version")], **java_home),
                     (started(home, "--version"), "", 0))
        other = windows.java(name)
        checks.check(f"Java in a folder {name!r}",
                     windows.run([call(windows.program("plain"), "doctor")], JAVA_HOME=windows.path(other)),
                     (started(windows.program("plain"), "doctor"), "", 0))

    plain = windows.program("plain")
    built = windows.program("built", "target/djl-logistic.jar")
    checks.check("the jar of a build", windows.run([call(built)], **java_home), (started(built, jar="target/djl-logistic.jar"), "", 0))
    missing = windows.program("none (at all)", None)
    checks.check("no jar", windows.run([call(missing)], **java_home),
                 ("", f'error: expected djl-logistic.jar in "{windows.path(missing)}" or in its target;'
                      " build it with: mvn package\n", 1))

    for arguments, expected in (
            ("--set a=b", ["--set", "a=b"]),
            ("--set a=b,c;d --na NA,-", ["--set", "a=b,c;d", "--na", "NA,-"]),
            ('--label "two words" ""', ["--label", "two words", ""]),
            ('"a&b" "a|b" "<x>" "(y)"', ["a&b", "a|b", "<x>", "(y)"]),
            ('"a^b" "!x!" x!y', ["a^b", "!x!", "x!y"]),
            (r'--query "SELECT \"a\" FROM data WHERE b > 3"', ["--query", 'SELECT "a" FROM data WHERE b > 3']),
            ('"C:\\data\\\\" *.csv', ["C:\\data\\", "*.csv"]),
            ("--label Größe", ["--label", "Größe"]),
            ("1 2 3 4 5 6 7 8 9 10 11", [str(i) for i in range(1, 12)])):
        checks.check(f"arguments {arguments}", windows.run([call(plain, arguments)], **java_home),
                     (started(plain, *expected), "", 0))

    checks.check("JAVA_OPTS", windows.run([call(plain, "x")], JAVA_OPTS='-Xmx1g "-Da=b c"', **java_home),
                 (started(plain, "x", options=["-Xmx1g", "-Da=b c"]), "", 0))
    for status in (0, 1, 2, 130, 143):
        checks.check(f"exit status {status}", windows.run([call(plain)], STUB_STATUS=str(status), **java_home),
                     (started(plain), "", status))
    checks.check("a script that calls it continues, with variables as they were",
                 windows.run(["call " + call(plain, "x"), "echo %APP_HOME%%STATUS%%JAVA%."], **java_home),
                 (started(plain, "x") + ".\n", "", 0))
    inner = windows.folder / "elsewhere"
    inner.mkdir(exist_ok=True)
    checks.check("from another directory", windows.run([f"cd /d {windows.path(inner)}", call(plain, "x")], **java_home),
                 (started(plain, "x", at=inner), "", 0))
    on_path = [f'set "PATH={windows.path(plain)}\\bin;%PATH%"', f"cd /d {windows.path(inner)}"]
    checks.check("found on PATH", windows.run([*on_path, "djl-logistic x"], **java_home), (started(plain, "x", at=inner), "", 0))
    checks.check("found on PATH by a name in quotes", windows.run([*on_path, '"djl-logistic" x'], **java_home),
                 (started(plain, "x", at=inner), "", 0))
    checks.check("with delayed expansion of the caller", windows.run(["setlocal EnableDelayedExpansion", call(plain, '"a^!b"')], **java_home)[2], 0)

    checks.check("JAVA_HOME in quotes", windows.run([call(plain)], JAVA_HOME=f'"{windows.path(windows.java("with blanks"))}"'),
                 (started(plain), "", 0))
    checks.check("JAVA_HOME that ends with a backslash", windows.run([call(plain)], JAVA_HOME=windows.path(java) + "\\"),
                 (started(plain), "", 0))
    checks.check("JAVA_HOME without Java", windows.run([call(plain)], JAVA_HOME="C:\\no (where) & more"),
                 ("", 'error: JAVA_HOME must name a directory with bin\\java.exe, is "C:\\no (where) & more"\n', 1))
    for version, major in (("1.8.0_392", "8"), ("11.0.21", "11"), ("16", "16")):
        old = windows.java("old (" + version + ")", f'JAVA_VERSION="{version}"')
        checks.check(f"Java {version}", windows.run([call(plain)], JAVA_HOME=windows.path(old)),
                     ("", f'error: expected Java 17 or newer, "{windows.path(old)}\\bin\\java.exe" is Java {major}; set JAVA_HOME\n', 1))
    for version in ("17", "17.0.1", "21-ea", "25", "170.1", "unknown"):
        new = windows.java("new " + version, f'JAVA_VERSION="{version}"')
        checks.check(f"Java {version}", windows.run([call(plain)], JAVA_HOME=windows.path(new)), (started(plain), "", 0))
    silent = windows.java("without (release)", None)
    for version, major in (("1.8.0_392", "8"), ("11.0.21", "11")):
        checks.check(f"Java {version} without a file release",
                     windows.run([call(plain)], JAVA_HOME=windows.path(silent), STUB_VERSION=f'java version "{version}"'),
                     ("", f'error: expected Java 17 or newer, "{windows.path(silent)}\\bin\\java.exe" is Java {major}; set JAVA_HOME\n', 1))
    for version in ('openjdk version "21" 2023-09-19', "no version at all"):
        checks.check(f"Java that reports {version}", windows.run([call(plain)], JAVA_HOME=windows.path(silent), STUB_VERSION=version),
                     (started(plain), "", 0))

    java_on_path = [f'set "PATH={windows.path(windows.java("with blanks"))}\\bin;%PATH%"']
    checks.check("Java on PATH", windows.run([*java_on_path, call(plain, "x")]), (started(plain, "x"), "", 0))
    checks.check("Java 8 on PATH", windows.run([*java_on_path, call(plain)], STUB_VERSION='java version "1.8.0_392"'),
                 ("", 'error: expected Java 17 or newer, "java.exe" is Java 8; set JAVA_HOME\n', 1))
    shim = windows.folder / "shim"
    shim.mkdir(exist_ok=True)
    (shim / "java.bat").write_bytes(b"@echo the script\r\n")
    checks.check("a script named java before it on PATH",
                 windows.run([*java_on_path, f'set "PATH={windows.path(shim)};%PATH%"', call(plain, "x")]), (started(plain, "x"), "", 0))
    checks.check("no Java", windows.run([call(plain)]), ("", "error: found no java: install Java 17 or newer, or set JAVA_HOME\n", 1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--launcher", type=pathlib.Path, default=ROOT / "bin" / "djl-logistic.bat")
    launcher = parser.parse_args().launcher
    for program in ("wine", "wineboot", "x86_64-w64-mingw32-gcc"):
        if not shutil.which(program):
            sys.exit(f"error: {program} is not installed")
    checks = Checks()
    with tempfile.TemporaryDirectory() as scratch:
        windows = Windows(pathlib.Path(scratch), launcher.resolve())
        try:
            all_checks(windows, checks)
        finally:
            subprocess.run(["wineserver", "-k"], env=windows.environment)
    print(f"{checks.failed} failed" if checks.failed else "all passed")
    sys.exit(1 if checks.failed else 0)


main()
