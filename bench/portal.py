"""A portal of the bench's own: its data in a temporary directory, its port a free one, stopped whatever happens."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.environment import ROOT

READY_LIMIT = 900  # seconds before a start is called a failure
STOP_LIMIT = 20
HOST = "127.0.0.1"
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHON", "VIRTUAL_ENV")
INHERITED_PREFIXES = ("PIP_", "UV_", "PYENV_", "SSL_", "REQUESTS_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "XDG_")


def clean_environment(**added: str) -> dict[str, str]:
    """What a fresh shell has: nothing that would tune the portal leaks into a measure."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in INHERITED or name.upper().startswith(INHERITED_PREFIXES)
    }
    return kept | added


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def demo_environment(data_dir: Path, port: int = 8000) -> dict[str, str]:
    return clean_environment(
        PORTAL_DEMO="true",
        DATA_DIR=str(data_dir),
        BASE_URL=f"http://{HOST}:{port}",
        DJANGO_SETTINGS_MODULE="portal.settings",
    )


@dataclass(frozen=True)
class Portal:
    """A running portal: where it answers, where its data is, and how long it took to be ready (seconds)."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    seconds: float


@contextmanager
def started(data_dir: Path | None = None) -> Iterator[Portal]:
    """`manage.py start` in demo mode, on `data_dir` or on an empty directory that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        data_dir = data_dir or Path(temporary)
        port = free_port()
        environment = demo_environment(data_dir, port)
        command = [sys.executable, "manage.py", "start", "--host", HOST, "--port", str(port)]
        with served(command, ROOT, environment, port) as seconds:
            yield Portal(f"http://{HOST}:{port}", data_dir, environment, seconds)


@contextmanager
def served(command: list[str], directory: Path, environment: dict[str, str], port: int) -> Iterator[float]:
    """Run a command that serves; gives the seconds until /readyz answered 200. Raises RuntimeError if it never does."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_until_ready(process, port, log)
            yield time.perf_counter() - begin
        finally:
            stop(process)


def wait_until_ready(process: subprocess.Popen, port: int, log) -> None:
    limit = time.monotonic() + READY_LIMIT
    while time.monotonic() < limit and process.poll() is None:
        if is_ready(port):
            return
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"The portal did not get ready. It said:\n{log.read()[-4000:]}")


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def stop(process: subprocess.Popen) -> None:
    """End the process and all its children, and wait for them: they are in a group of their own."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        limit = time.monotonic() + STOP_LIMIT
        while is_running(process, number) and time.monotonic() < limit:
            number = 0  # the signal was sent: from now on only ask
            time.sleep(0.05)


def is_running(process: subprocess.Popen, number: int) -> bool:
    """Send a signal to the group (0 is none); False when nobody is left in it."""
    process.poll()  # a child that ended stays in the group until its end is read
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    return True


def inspect(portal: Portal, *arguments: str):
    """Run bench/inspect_site.py on the portal's data, in a process of its own, and return what it printed."""
    command = [sys.executable, "-m", "bench.inspect_site", *arguments]
    answer = subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True)
    if answer.returncode:
        raise RuntimeError(answer.stderr[-4000:])
    return json.loads(answer.stdout)
