"""What every test gets: no network, mail and files of its own, empty caches, cheap passwords; and `portal_site`.

The settings' environment is in tests/plugin.py, which is read before Django.
"""

import ipaddress
import socket

import pytest
from django.core.cache import caches
from django.db import connection
from django.template import engines
from django.utils import translation

from portal.core.models import Commune, Epci, FormerCommune, Valley
from portal.home.models import HomePage
from portal.home.setup import prepare_site
from portal.search import memory
from tests import architecture, migrated


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
    """Files go to the test's own directory, caches are empty, passwords are hashed in no time, one speaks French."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    translation.activate(settings.LANGUAGE_CODE)  # the last request of the test before may have been an English one
    for cache in caches.all(initialized_only=True):
        cache.clear()
    memory.forget()


@pytest.fixture(autouse=True)
def empty_unknown_variables(request, monkeypatch):
    """Where template errors are ignored, an unknown variable is empty, as on a real site: Wagtail's `x|default:y`
    counts on it, and pytest-django's marker in its place would break the editor."""
    if request.node.get_closest_marker("ignore_template_errors"):
        monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """On SQLite, leave the migrations out when a migrated database is kept (tests/migrated.py)."""
    if migrated.is_in_memory() and migrated.kept_path().exists():
        connection.settings_dict["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, worker_id):
    """pytest-django's own set-up, the kept database in place of the tables that it made, then the site.

    The site is there once and for all: written anew for each test and rolled back, it took a third of the time, and
    PostgreSQL, which keeps what is rolled back until it is vacuumed, went slower and slower.
    """
    with django_db_blocker.unblock():
        if migrated.is_in_memory():
            path = migrated.kept_path()
            migrated.restore(path) if path.exists() else migrated.keep(path, worker_id)
        prepare_site()


@pytest.fixture
def portal_site(db, settings):
    """The site as a first start makes it: languages, territory, home, index and legal pages, without demo content.

    Returns the French home page. A test that commits empties the database: the next one makes the site again.
    """
    return HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first() or prepare_site()


@pytest.fixture
def no_territory(portal_site):
    """The site without its communes, valleys and intercommunalities."""
    for model in (FormerCommune, Commune, Epci, Valley):
        model.objects.all().delete()


def pytest_terminal_summary(terminalreporter):
    """Lists the Python files that have grown past the house's limit; they do not fail the tests."""
    long_files = architecture.long_files()
    if long_files:
        terminalreporter.section(f"Python files over {architecture.LONG_FILE} lines", yellow=True)
        for name, lines in long_files:
            terminalreporter.line(f"{lines:5} {name}")
