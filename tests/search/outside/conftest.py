"""Real servers, each started once; a catalogue of a few entries; and a door between us and the server that can shut."""

import contextlib
import itertools
import threading
from http.server import ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from portal.search.engines import outside, text_engine
from portal.search.engines.outside import client, follow, index
from portal.search.engines.outside.breaker import following, reading
from portal.search.models import Entry, EntryText
from portal.search.sync import next_version
from portal.search.terms import terms_of
from tools import search_engine as tool
from tools.elastic_front import Front

numbers = itertools.count(1)
ENGINES = ("opensearch2", "elasticsearch9", "front")


class Door(Front):
    """What stands between the client and the server; rewrites headers for the `elasticsearch` client."""

    def forward(self):
        self.server.seen.append((self.command, self.path))
        if self.server.shut(self.command, self.path):
            self.close_connection = True
        else:
            super().forward()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = forward


@contextlib.contextmanager
def open_door(url):
    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.behind, server.seen, server.shut = urlsplit(url).netloc, [], lambda method, path: False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


@pytest.fixture(scope="session")
def opensearch_server():
    with tool.throwaway_search(tool.OPENSEARCH) as server:
        yield server


@pytest.fixture(scope="session")
def elasticsearch_server():
    if tool.elasticsearch() is not tool.ELASTICSEARCH_9:
        pytest.skip("Elasticsearch 9 veut Java 21")
    with tool.throwaway_search(tool.ELASTICSEARCH_9) as server:
        yield server


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """As in a process that has just started."""
    reading.reset()
    following.reset()
    monkeypatch.setattr(follow, "_looked", {})


@pytest.fixture
def empty(portal_site):
    """A catalogue without any entry."""
    Entry.objects.all().delete()
    text_engine().keep_only([])


def address_of(scheme, url):
    return f"{scheme}://{urlsplit(url).netloc}/essais{next(numbers)}?tls=false"


@pytest.fixture
def engine(opensearch_server, settings, empty):
    """OpenSearch, under a name that no other test uses."""
    settings.SEARCH_URL = address_of("opensearch2", opensearch_server.url)
    return opensearch_server


@pytest.fixture(params=ENGINES)
def any_engine(request, settings, empty):
    """Each server that we speak to; "front": OpenSearch through the elasticsearch client."""
    name = "elasticsearch_server" if request.param == "elasticsearch9" else "opensearch_server"
    server = request.getfixturevalue(name)
    if request.param != "front":
        settings.SEARCH_URL = address_of(request.param, server.url)
        yield server
        return
    with open_door(server.url) as door:
        settings.SEARCH_URL = address_of("elasticsearch9", f"http://127.0.0.1:{door.server_port}")
        yield server


@pytest.fixture
def door(engine, settings):
    """OpenSearch behind a door that shuts when one says so."""
    with open_door(engine.url) as door:
        settings.SEARCH_URL = address_of("opensearch2", f"http://127.0.0.1:{door.server_port}")
        yield door


# -- A catalogue ------------------------------------------------------------------------------------------------------
def enter(*names, version=None, **values):
    """Entries of these names, in one change of the catalogue; returns their numbers."""
    version = version or next_version({"structure:fr"})
    for name in names:
        page = 1_000_000 + next(numbers)
        entry = Entry.objects.create(
            page_id=page, kind="structure", language="fr", title=name, version=version, **values
        )
        text = EntryText.objects.create(entry=entry, names=name)
        text_engine().write({entry.pk: terms_of(text)})
    return list(Entry.objects.filter(version=version, title__in=names).order_by("pk").values_list("pk", flat=True))


def rename(key, name):
    EntryText.objects.filter(pk=key).update(names=name)
    Entry.objects.filter(pk=key).update(version=next_version({"structure:fr"}), is_listed=True)


def take_away(*keys):
    """What unpublishing leaves: a tombstone."""
    Entry.objects.filter(pk__in=keys).update(version=next_version({"structure:fr"}), is_listed=False)
    text_engine().remove(keys)


# -- What the engine says ---------------------------------------------------------------------------------------------
def want(*terms):
    """All of these terms."""
    return tuple(((term,),) for term in terms)


def found(*terms):
    """Numbers of the entries that visitors find, all that was written being visible."""
    index.refresh(index.alias())
    return sorted(outside.find([want(*terms)])[0])


def documents():
    """{number: version} of all that the index holds."""
    index.refresh(index.alias())
    return dict(index.walk(index.alias()))


def indexes():
    """Names of the indexes of this test."""
    return sorted(client.request("GET", f"/{index.alias()}_*/_alias"))


def row():
    values = follow.row_of(index.alias())
    return SimpleNamespace(**{name: getattr(values, name) for name in ("index", "version", "problem", "failed_at")})
