"""The real product, started as a person would start it (`manage.py start`, demo content), one for the whole run.

With xdist, the first worker that needs it starts it, and the last one that lets it go stops it.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_INHERITED = ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "STATIC_HASHED", "DATABASE_URL", "DEBUG")
STARTS_WITHIN = 240  # seconds; a cold start takes some 25 on two cores
STOPS_WITHIN = 15
_started = []  # the process, in the worker that started it: it is waited for there, when that worker is also the last


@dataclass(frozen=True)
class Portal:
    """A running portal. `addresses` names the pages that only the database knows; see tests/browser/content.py."""

    origin: str
    pid: int
    log: str
    addresses: dict[str, str]
    users: int = 0


class DidNotStart(Exception):
    """The portal stopped, or did not answer in time; the message ends with what it printed."""


@contextlib.contextmanager
def shared_portal(directory):
    """Give the Portal of this run, whose files are under `directory` (the same one for every worker)."""
    directory.mkdir(exist_ok=True)
    with _state(directory) as state:
        portal = state.get("portal") or _start(directory)
        state["portal"] = portal = replace(portal, users=portal.users + 1)
    try:
        yield portal
    finally:
        with _state(directory) as state:
            state["portal"] = replace(state["portal"], users=state["portal"].users - 1)
            if not state["portal"].users:
                _stop(state.pop("portal"))


def log_tail(path, lines=40):
    return "\n".join(Path(path).read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def _state(directory):
    """What the workers know together: {"portal": Portal} or nothing. Held by one worker at a time."""
    with (directory / "state.json").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        state = {name: Portal(**values) for name, values in json.loads(file.read() or "{}").items()}
        yield state
        file.seek(0)
        file.truncate()
        json.dump({name: asdict(portal) for name, portal in state.items()}, file)


def _start(directory):
    port = _free_port()
    origin = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= {"PORTAL_DEMO": "true", "BASE_URL": origin, "DATA_DIR": str(directory / "data")}
    log = directory / "portal.log"
    command = [sys.executable, "manage.py", "start", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    _started.append(process)
    try:
        _wait_until_ready(origin, process, log)
        addresses = _read_addresses(environment)
    except BaseException:
        process.terminate()
        process.wait(STOPS_WITHIN)
        raise
    return Portal(origin, process.pid, str(log), addresses)


def _read_addresses(environment):
    """Run tests/browser/content.py beside the portal; its own traceback is the message when it fails."""
    command = [sys.executable, "-m", "tests.browser.content"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if answer.returncode:
        raise DidNotStart(f"tests/browser/content.py failed:\n{answer.stderr}")
    return json.loads(answer.stdout)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _wait_until_ready(origin, process, log):
    deadline = time.monotonic() + STARTS_WITHIN
    while not _answers(f"{origin}/readyz"):
        if process.poll() is not None:
            raise DidNotStart(f"manage.py start ended with code {process.returncode}:\n{log_tail(log)}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"/readyz did not answer 200 within {STARTS_WITHIN} s:\n{log_tail(log)}")
        time.sleep(0.2)


def _stop(portal):
    """Ask the server to end and wait until its port is free, at most STOPS_WITHIN seconds; then end it."""
    os.kill(portal.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOPS_WITHIN
    while time.monotonic() < deadline:
        if not _answers(f"{portal.origin}/healthz"):
            break
        time.sleep(0.1)
    else:
        os.kill(portal.pid, signal.SIGKILL)
    for process in _started:
        process.wait(STOPS_WITHIN)
