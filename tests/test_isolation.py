"""Tests touch neither the network nor a portal's real data."""

import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from tests.plugin import TESTS_DIRECTORY


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_another_machine_cannot_be_reached(method):
    with socket.socket() as client, pytest.raises(RuntimeError, match="network"):
        getattr(client, method)(("192.0.2.1", 80))


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=2):
        pass


def test_data_is_private():
    assert Path(settings.DATA_DIR).is_relative_to(TESTS_DIRECTORY)
    assert "test" in settings.EMAIL_BACKEND or "locmem" in settings.EMAIL_BACKEND


def test_files_are_the_test_s_own(tmp_path):
    assert default_storage.path("a.txt") == str(tmp_path / "media" / "a.txt")
