"""The engine that SEARCH_URL names is down: visitors search on, editors publish, and those who run the site know it."""

import json
import socket

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.search.engines.outside.breaker import FIRST_PAUSE, reading
from portal.search.engines.outside.changes import newest
from portal.search.engines.outside.follow import row_of
from portal.search.models import Entry, OutsideIndex, Synonym
from tests.rooms import directory
from tests.search.outside.test_network import JSON, Server, silent

pytestmark = pytest.mark.django_db
NOTICE = "ces résultats viennent du moteur de secours"
TOLD = "le moteur de recherche OpenSearch ne répond pas"
PLENTY = 20  # of wants in a question


def closed():
    """A port that refuses."""
    server = Server(None)
    server.close()
    return server


def mute():
    """A server that takes the connection and says nothing."""
    return Server(silent)


def black_hole():
    """A queue of connections that is full: the system answers nothing to those who come."""
    server = Server(None, backlog=0)
    for _number in range(4):
        visitor = socket.socket()
        visitor.setblocking(False)
        visitor.connect_ex(("127.0.0.1", server.port))
        server.kept.append(visitor)
    return server


@pytest.fixture
def name_engine(settings):
    """Make a server the engine of the portal."""
    servers = []

    def name(server):
        servers.append(server)
        settings.SEARCH_URL = f"opensearch2://127.0.0.1:{server.port}/essais?tls=false"
        return server

    yield name
    for server in servers:
        server.close()


@pytest.fixture
def connections(monkeypatch):
    """The addresses that were connected to, well or not, from any thread."""
    seen, connect = [], socket.socket.connect

    def counted(self, address):
        seen.append(address)
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", counted)
    return seen


@pytest.fixture
def chaudron(portal_site):
    return make_structure(directory(), title="Chaudron ouvert")


@pytest.fixture(params=[closed, mute, black_hole])
def down(request, name_engine, chaudron, connections):
    name_engine(request.param())
    connections.clear()


def noticed(client, text="chaudron"):
    """(is the notice there, is the page found?)"""
    response = client.get("/recherche/", {"q": text})
    assert response.status_code == 200
    return NOTICE in response.text, "/chaudron-ouvert/" in response.text


# -- Readers ----------------------------------------------------------------------------------------------------------
def test_the_page_answers_from_the_database_and_asks_the_engine_once(client, down, connections):
    assert noticed(client) == (True, True)
    assert len(connections) == 1  # a second is waited once, however many questions a page asks
    assert noticed(client) == (True, True)
    assert noticed(client, "chaudrn") == (True, True)
    assert noticed(client, "rien de tel") == (True, False)
    assert len(connections) == 1


@pytest.mark.parametrize("address", ["suggestions", "flux.atom", "export.csv", "export.geojson"])
def test_what_goes_out_answers_too(client, name_engine, chaudron, connections, address):
    name_engine(closed())
    for _time in range(2):
        response = client.get(f"/recherche/{address}", {"q": "chaudron"})
        content = response.getvalue() if response.streaming else response.content
        assert b"Chaudron ouvert" in content
    assert len(connections) == 1


def test_the_notice_names_no_address(client, name_engine, chaudron):
    server = name_engine(closed())
    assert str(server.port) not in client.get("/recherche/", {"q": "chaudron"}).text


# -- Editors ----------------------------------------------------------------------------------------------------------
def test_saving_makes_no_connection_at_all(down, connections, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = make_structure(directory(), title="Marmite")
        page.title = "Marmite et faitout"
        page.save_revision().publish()
        Synonym.objects.create(typed="faitout", meant="chaudron")
        page.unpublish()
        page.delete()
    assert connections == []


def test_what_is_published_meanwhile_is_found_at_once(client, down):
    make_structure(directory(), title="Marmite")
    assert "Marmite" in client.get("/recherche/", {"q": "marmites"}).text


# -- Those who run the site -------------------------------------------------------------------------------------------
@pytest.fixture
def followed(name_engine, chaudron):
    """An index that was made and is up to date, and whose engine has just stopped."""
    server = name_engine(closed())
    call_command("update_index", verbosity=0)
    row = row_of("essais")
    OutsideIndex.objects.filter(pk=row.pk).update(index="essais_1", version=newest(), followed_at=timezone.now())
    return server


def test_the_portal_stays_ready_and_says_what_is_down(client, followed):
    assert client.get("/readyz").json()["engine"] == "ok"
    noticed(client)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["engine"].startswith(TOLD)
    assert response.json()["index"] == "ok"


@pytest.mark.ignore_template_errors
def test_the_admin_says_it_to_those_who_can_do_something(client, followed, chaudron):
    noticed(client)
    coordinators = Group.objects.filter(name=COORDINATORS)
    client.force_login(make_user("coordination@exemple.fr", groups=coordinators))
    assert TOLD in client.get("/admin/").text
    client.force_login(make_member(chaudron, "membre@exemple.fr"))
    assert TOLD not in client.get("/admin/", follow=True).text


# -- Back -------------------------------------------------------------------------------------------------------------
class Engine:
    """Talks as an OpenSearch that finds one entry, or does not, once it is told to be back."""

    def __init__(self, key):
        self.back, self.answers = False, 0
        found = [{"key": key // 30, "doc_count": 1 << key % 30}]
        parts = {f"{part}{place}": {"blocks": {"buckets": []}} for place in range(PLENTY) for part in ("more", "less")}
        parts["more0"] = {"blocks": {"buckets": found}}
        self.body = json.dumps({"timed_out": False, "aggregations": parts}).encode()

    def __call__(self, server, connection):
        self.answers += self.back
        status, body = (200, self.body) if self.back else (503, b"{}")
        connection.sendall(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n".encode() + JSON + b"\r\n" + body)


def test_once_the_engine_is_back_it_is_asked_again_and_the_notice_goes_away(client, name_engine, chaudron, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(reading, "clock", lambda: now[0])
    marmite = make_structure(directory(), title="Marmite")
    engine = Engine(Entry.objects.get(page_id=marmite.pk).pk)
    server = name_engine(Server(engine))
    assert noticed(client) == (True, True)
    asked = len(server.heard)
    engine.back = True
    now[0] += FIRST_PAUSE - 1
    assert noticed(client) == (True, True)  # nobody asks yet
    assert len(server.heard) == asked
    now[0] += 1
    response = client.get("/recherche/", {"q": "chaudron"})
    assert engine.answers
    assert NOTICE not in response.text
    assert "Marmite" in response.text  # what the engine says, and the database would not
    assert noticed(client)[0] is False


def test_an_engine_that_is_still_down_is_left_alone_for_longer(client, name_engine, chaudron, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(reading, "clock", lambda: now[0])
    server = name_engine(Server(Engine(1)))
    for wait in (0, FIRST_PAUSE, 2 * FIRST_PAUSE):
        now[0] += wait
        asked = len(server.heard)
        for _time in range(3):
            assert noticed(client) == (True, True)
        assert len(server.heard) == asked + 1
