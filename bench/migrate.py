"""Seconds that `manage.py migrate` takes on an empty SQLite database."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.portal import demo_environment
from bench.report import Figure
from tools.environment import ROOT

BAR = 15


def measure(_options) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory:
        begin = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=demo_environment(Path(directory)),
            check=True,
        )
        return [Figure("migrate, empty SQLite", time.perf_counter() - begin, " s", BAR)]
