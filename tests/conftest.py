"""What every test gets: no network, mail and files of its own, empty caches, cheap passwords; and `portal_site`.

The settings' environment is in tests/plugin.py, which is read before Django.
"""

import ipaddress
import socket

import pytest
from django.core.cache import caches
from django.db import connection

from portal.home.setup import prepare_site
from tests import architecture, migrated
from tests.snapshot import Snapshot

new_site = Snapshot(prepare_site)


def is_local(address):
    """True for a socket address that stays on this machine: a Unix path, localhost, a loopback address."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Connecting to another machine fails the test, from any thread. (libpq and Chromium have their own sockets.)"""

    def local_only(original):
        def connect(self, address):
            if not is_local(address):
                raise RuntimeError(f"A test tried to reach the network: {address}")
            return original(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, local_only(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True)
def private_services(settings, tmp_path):
    """Files go to the test's own directory, caches are empty, passwords are hashed in no time."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """On SQLite, leave the migrations out when a migrated database is kept (tests/migrated.py)."""
    if migrated.is_in_memory() and migrated.kept_path().exists():
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, worker_id):
    """pytest-django's own set-up, then the kept database in place of the tables that it made."""
    if migrated.is_in_memory():
        path = migrated.kept_path()
        with django_db_blocker.unblock():
            migrated.restore(path) if path.exists() else migrated.keep(path, worker_id)


@pytest.fixture
def portal_site(db):
    """The site as a first start makes it: languages, territory, home, index and legal pages, without demo content.

    Returns the French home page. The first use in a process takes a second, the next ones some 20 ms.
    """
    return new_site()


def pytest_terminal_summary(terminalreporter):
    """Lists the Python files that have grown past the house's limit; they do not fail the tests."""
    long_files = architecture.long_files()
    if long_files:
        terminalreporter.section(f"Python files over {architecture.LONG_FILE} lines", yellow=True)
        for name, lines in long_files:
            terminalreporter.line(f"{lines:5} {name}")
