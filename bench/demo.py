"""Time and peak memory of `manage.py load_demo`, at its default size and with --scale 10000."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.portal import demo_environment
from bench.report import Figure
from tools.environment import ROOT

SCALES = {"default size": (), "--scale 10000": ("--scale", "10000")}


def measure(_options) -> list[Figure]:
    return [figure for label, arguments in SCALES.items() for figure in load(label, arguments)]


def load(label: str, arguments: tuple[str, ...]) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory:
        environment = demo_environment(Path(directory))
        run(environment, "migrate", "--verbosity", "0")
        seconds, memory = run(environment, "load_demo", *arguments)
    return [Figure(f"load_demo, {label}", seconds, " s"), Figure(f"load_demo, {label}, peak memory", memory, " MiB")]


def run(environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Seconds and peak resident memory (MiB) of a management command; raises RuntimeError with its last lines."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{log.read()[-3000:]}")
    # Linux counts kilobytes, macOS bytes.
    return time.perf_counter() - begin, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
