"""A PostgreSQL server that lives as long as one command: private port, random password, temporary directory.

    python tools/throwaway_postgres.py -- python -m pytest     # DATABASE_URL is set for the command
    with throwaway_postgres() as url: ...

Durability is switched off, and nothing of it is left afterwards, Ctrl-C included. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.machine import POSTGRES, how_to_install, obtain

START_SECONDS = 30
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
}


class PostgresFailed(Exception):
    """The server could not be made or did not start; the message ends with its own last words."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged() -> dict:
    """Arguments of subprocess that leave root, since PostgreSQL refuses to run as root; empty for anyone else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise PostgresFailed("PostgreSQL refuses to run as root, and there is neither a postgres nor a nobody account.")


def make_directory(account: dict) -> Path:
    """A directory of the server's own. Root's goes to /tmp: its TMPDIR may be closed to other accounts."""
    directory = Path(tempfile.mkdtemp(prefix="throwaway-postgres-", dir="/tmp" if account else None))  # noqa: S108
    if account:
        os.chown(directory, account["user"], account["group"])
    return directory


def locale_name() -> str:
    """C.UTF-8 where the system has it: UTF-8 classes of letters, and an order that depends on no dictionary."""
    try:
        known = subprocess.run(["locale", "-a"], capture_output=True, text=True, errors="replace").stdout.lower()
    except OSError:
        known = ""
    return "C.UTF-8" if {"c.utf8", "c.utf-8"} & set(known.split()) else "C"


def run_initdb(binaries: Path, directory: Path, password: str, common: dict) -> None:
    password_file = directory / "password"
    password_file.write_text(password)
    password_file.chmod(0o644)  # in a directory that only the server's account can enter
    options = ["--auth=scram-sha-256", "--username=portal", "--encoding=UTF8", f"--locale={locale_name()}", "--no-sync"]
    command = [binaries / "initdb", *options, f"--pwfile={password_file}", "-D", directory / "data"]
    made = subprocess.run(command, capture_output=True, text=True, **common)
    if made.returncode:
        raise PostgresFailed(f"initdb failed:\n{made.stderr}")


def start_server(binaries: Path, directory: Path, port: int, common: dict) -> subprocess.Popen:
    """Starts in a session of its own, so that a Ctrl-C in the terminal reaches us and not the server."""
    settings = [argument for pair in SETTINGS.items() for argument in ("-c", "=".join(pair))]
    command = [binaries / "postgres", "-D", directory / "data", "-p", str(port), *settings]
    with (directory / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **common)


def wait_ready(binaries: Path, server: subprocess.Popen, port: int, directory: Path) -> None:
    command = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(command).returncode == 0 and server.poll() is None:
            return
        time.sleep(0.1)
    raise PostgresFailed("PostgreSQL did not start:\n" + (directory / "log").read_text(errors="replace")[-2000:])


def stop_server(server: subprocess.Popen) -> None:
    """Fast shutdown (open sessions are cut), then the immediate one."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)


@contextlib.contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Yields the address of a fresh server (postgres://…). Raises PostgresFailed where none can be had."""
    binaries = obtain(POSTGRES)
    if binaries is None:
        raise PostgresFailed(f"{POSTGRES.label} manque : {how_to_install(POSTGRES)}")
    account = unprivileged()
    directory = make_directory(account)
    common = {"cwd": directory, "stdin": subprocess.DEVNULL, **account}
    server = None
    try:
        password, port = secrets.token_hex(16), free_port()
        run_initdb(binaries, directory, password, common)
        server = start_server(binaries, directory, port, common)
        wait_ready(binaries, server, port, directory)
        yield f"postgres://portal:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server:
            stop_server(server)
        shutil.rmtree(directory, ignore_errors=True)


def main(arguments: list[str]) -> int:
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the `finally` above runs
    try:
        with throwaway_postgres() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except PostgresFailed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
