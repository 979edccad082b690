"""A database of the bench's own with so many structures, and what modules of the bench say of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.portal import demo_environment
from tools.environment import ROOT


@contextmanager
def filled(size: int, maker: str = "bench.directory_site", what: str = "structures") -> Iterator[Callable[..., dict]]:
    """Have a module of the bench make `size` structures (or what it makes), deleted afterwards; gives a function that
    runs `python -m NAME ARGUMENT…` on them and returns the JSON of its last line."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory:
        environment = demo_environment(Path(directory)) | {"STATIC_HASHED": "false", "LOG_LEVEL": "ERROR"}
        _run(["manage.py", "migrate", "--verbosity", "0"], environment)
        _run(["-m", maker, "fill", str(size)], environment)
        print(f"  {size} {what} are there", flush=True)
        yield lambda *module: json.loads(_run(["-m", *module], environment).splitlines()[-1])


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return done.stdout
