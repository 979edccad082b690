"""What `make run` refuses before it does any work, and what it does not do twice."""

import socket
import sys

import pytest

from tools import environment, run


@pytest.mark.parametrize("text", ["", "0", "abc", "-1", "65536", "80 81", "²"])
def test_a_bad_port_is_told(text):
    with pytest.raises(SystemExit, match="n’est pas un numéro de port"):
        run.read_port(text)


def test_a_port_in_use_is_told_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"make run PORT={port + 1}"):
            run.check_port("127.0.0.1", port)


def test_a_free_port_passes():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run.check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_told():
    with pytest.raises(SystemExit, match="ne peut pas être ouvert"):
        run.check_port("192.0.2.1", 8000)


@pytest.fixture
def installs(tmp_path, monkeypatch):
    """The list of what pip was asked for, in a project with one requirements file and a working environment."""
    asked = []
    (tmp_path / "bin").mkdir()
    (tmp_path / "requirements.txt").write_text("django==5.2")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("VENV", ".")
    monkeypatch.setattr(environment, "python_path", lambda: sys.executable)
    monkeypatch.setattr(environment, "install", asked.append)
    return asked


def test_requirements_are_installed_once_until_they_change(installs, tmp_path):
    environment.ensure()
    environment.ensure()
    assert installs == [["requirements.txt"]]
    (tmp_path / "requirements.txt").write_text("django==5.3")
    environment.ensure()
    assert len(installs) == 2


def test_another_python_installs_again(installs, monkeypatch):
    environment.ensure()
    monkeypatch.setattr(environment, "probe", lambda: "3.99.0 linux")
    environment.ensure()
    assert len(installs) == 2
