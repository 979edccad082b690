"""The throw-away server is real, private, and gone afterwards. Part of the PostgreSQL suite, which needs it anyway."""

import functools
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tools import throwaway_postgres as tool
from tools.machine import POSTGRES_MINIMUM

pytestmark = pytest.mark.postgres
PRINT_AND_WAIT = "import os, sys, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"


def data_directory(url):
    with psycopg.connect(url) as connection:
        return Path(connection.execute("SHOW data_directory").fetchone()[0])


def test_it_serves_utf8_over_psycopg_then_leaves_nothing():
    with tool.throwaway_postgres() as url, psycopg.connect(url) as connection:
        assert connection.info.server_version >= POSTGRES_MINIMUM * 10_000
        assert (
            connection.execute("SELECT upper('été à Ubaye'), current_setting('server_encoding')").fetchone()[1]
            == "UTF8"
        )
        assert connection.execute("SELECT current_setting('listen_addresses')").fetchone()[0] == "127.0.0.1"
        directory = Path(connection.execute("SHOW data_directory").fetchone()[0])
    assert not directory.parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_stranger_without_the_password_is_refused():
    with tool.throwaway_postgres() as url:
        head, tail = url.split("@")
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(f"{head.rsplit(':', 1)[0]}:wrong@{tail}", connect_timeout=2)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_stops_its_server(how):
    command = [sys.executable, tool.__file__, "--", sys.executable, "-c", PRINT_AND_WAIT]
    # Started in the background, as by nohup, this process ignores Ctrl-C and its children would inherit that.
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    options = {"stdout": subprocess.PIPE, "text": True, "start_new_session": True, "preexec_fn": heard}
    with subprocess.Popen(command, **options) as process:
        url = process.stdout.readline().strip()
        directory = data_directory(url)
        os.killpg(process.pid, how)  # as a terminal does: to the command and to what it runs
        process.wait(timeout=30)
    assert not directory.parent.exists()


def test_the_command_s_exit_code_is_ours():
    command = [sys.executable, tool.__file__, sys.executable, "-c", "raise SystemExit(7)"]
    assert subprocess.run(command).returncode == 7
