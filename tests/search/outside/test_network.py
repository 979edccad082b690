"""However the network fails, a reader is free within about a second, and is told why without the address."""

import re
import socket
import threading
import time

import pytest

from portal.search.engines import outside
from portal.search.engines.outside import client
from portal.search.engines.outside.breaker import reading
from tests.search.outside.conftest import want

CLIENTS = ("opensearch2", "elasticsearch9", "elasticsearch8")
JSON = b"Content-Type: application/json\r\nX-Elastic-Product: Elasticsearch\r\n"
ABOUT_A_SECOND = 1.5
NOTHING = b'{"blocks": {"buckets": []}}'
EMPTY = b'{"timed_out": false, "aggregations": {"more0": %s, "less0": %s}}' % (NOTHING, NOTHING)


class Server:
    """Answers each connection with `talk(socket)`, in a thread of its own."""

    def __init__(self, talk, backlog=50):
        self.talk, self.over = talk, threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.port = self.listening.getsockname()[1]
        self.kept, self.heard = [], []
        if talk:
            threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while not self.over.is_set():
            try:
                connection, _address = self.listening.accept()
            except OSError:
                return
            self.kept.append(connection)
            threading.Thread(target=self.answer, args=[connection], daemon=True).start()

    def answer(self, connection):
        try:
            while head := self.read(connection):
                self.heard.append(head)
                self.talk(self, connection)
        except OSError:
            pass

    def read(self, connection):
        """The head of a whole request, whose body may come in several pieces."""
        received = b""
        while piece := connection.recv(65536):
            received += piece
            head, _blank, body = received.partition(b"\r\n\r\n")
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            if not length or len(body) >= int(length[1]):
                return head
        return b""

    def close(self):
        self.over.set()
        for connection in [self.listening, *self.kept]:
            connection.close()


@pytest.fixture
def serve(settings):
    servers = []

    def start(scheme, talk, **options):
        servers.append(Server(talk, **options))
        settings.SEARCH_URL = f"{scheme}://marie:s3cret%40@127.0.0.1:{servers[-1].port}/essais?tls=false"
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def answer(status, body, headers=JSON):
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n".encode()

    def talk(server, connection):
        connection.sendall(head + headers + b"\r\n" + body)

    return talk


def silent(server, connection):
    server.over.wait()


def dripping(what):
    def talk(server, connection):
        connection.sendall(what)
        while not server.over.wait(0.05):
            connection.sendall(b" ")

    return talk


def fails():
    """(what is said, seconds) of a question."""
    begun = time.monotonic()
    with pytest.raises(outside.Down) as caught:
        outside.find([want("a")])
    assert "s3cret" not in repr(caught.value)
    assert "127.0.0.1" not in str(caught.value)
    return str(caught.value), time.monotonic() - begun


DRIPS = {
    "status": b"HTTP/1.1 ",
    "headers": b"HTTP/1.1 200 OK\r\n" + JSON + b"X-Slow: ",
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n" + JSON + b"\r\n{",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + JSON + b"\r\n",
}


@pytest.mark.parametrize("scheme", CLIENTS[:2])
def test_a_server_that_says_nothing_costs_a_second(scheme, serve):
    serve(scheme, silent)
    said, seconds = fails()
    assert said == "pas de réponse à temps"
    assert seconds < ABOUT_A_SECOND


@pytest.mark.parametrize("drip", DRIPS)
def test_an_answer_that_drips_costs_a_second(drip, serve):
    serve("opensearch2", dripping(DRIPS[drip]))
    assert fails()[1] < ABOUT_A_SECOND


def test_a_dripping_answer_costs_a_second_with_the_other_client_too(serve):
    serve("elasticsearch9", dripping(DRIPS["body"]))
    assert fails()[1] < ABOUT_A_SECOND


@pytest.mark.parametrize("scheme", CLIENTS[:2])
def test_a_connection_that_hangs_costs_a_second(scheme, serve):
    """A queue of connections that is full: the system answers nothing to those who come."""
    server = serve(scheme, None, backlog=0)
    crowd = [socket.socket() for _number in range(4)]
    for visitor in crowd:
        visitor.setblocking(False)
        visitor.connect_ex(("127.0.0.1", server.port))
    said, seconds = fails()
    for visitor in crowd:
        visitor.close()
    assert said in ("pas de réponse à temps", "connexion impossible")
    assert seconds < ABOUT_A_SECOND


def test_a_name_that_nobody_resolves_costs_a_second(settings, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(10) and [])
    settings.SEARCH_URL = "opensearch2://moteur.example:9200/essais"
    seconds = fails()[1]
    over.set()
    assert seconds < ABOUT_A_SECOND


@pytest.mark.parametrize("scheme", CLIENTS)
def test_a_closed_port_fails_at_once(scheme, settings):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    settings.SEARCH_URL = f"{scheme}://marie:s3cret%40@127.0.0.1:{port}/essais?tls=false"
    said, seconds = fails()
    assert said == "connexion impossible"
    assert seconds < 0.5


def test_a_server_without_tls_is_refused_where_tls_is_asked_for(serve, settings):
    serve("opensearch2", answer(200, b"{}"))
    settings.SEARCH_URL = settings.SEARCH_URL.replace("?tls=false", "")
    assert fails()[0] == "connexion chiffrée refusée"


@pytest.mark.parametrize("scheme", CLIENTS[:2])
@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"{}", "erreur 500"),
        (503, b"{}", "erreur 503"),
        (401, b"{}", "accès refusé"),
        (429, b"{}", "trop de demandes à la fois"),
        (404, b'{"error": {"type": "index_not_found_exception"}}', "index absent"),
        (200, b"{not json", "réponse illisible"),
        (200, b"[]", "réponse illisible"),
        (200, b"", "réponse illisible"),
        (200, b"{}", "réponse incomplète"),
        (200, b'{"timed_out": true, "aggregations": {}}', "réponse incomplète"),
        (200, b'{"timed_out": false}', "réponse incomplète"),
    ],
)
def test_a_wrong_answer_is_an_engine_that_is_down(scheme, status, body, said, serve):
    serve(scheme, answer(status, body))
    assert fails()[0] == said
    assert outside.state()["problem"] == said


@pytest.mark.parametrize("scheme", CLIENTS[:2])
def test_a_page_of_html_is_an_engine_that_is_down(scheme, serve):
    serve(scheme, answer(503, b"<html>maintenance</html>", b"Content-Type: text/html\r\n"))
    assert fails()[0] in ("erreur 503", "réponse illisible")


@pytest.mark.parametrize(
    "body", [b'{"timed_out": false, "aggregations": {}}', b'{"timed_out": false, "aggregations": {"more0": 1}}']
)
def test_an_answer_of_another_form_is_an_engine_that_is_down(body, serve):
    serve("opensearch2", answer(200, body))
    assert fails()[0] == "réponse illisible"


def test_a_server_of_another_make_is_said(serve):
    serve(
        "elasticsearch9",
        answer(200, b'{"timed_out": false, "aggregations": {}}', b"Content-Type: application/json\r\n"),
    )
    assert fails()[0] == "le serveur n’est pas Elasticsearch"


@pytest.mark.parametrize("scheme", CLIENTS[:2])
def test_a_question_that_is_refused_does_not_stop_the_next(scheme, serve):
    serve(scheme, answer(400, b'{"error": {"type": "too_many_clauses"}}'))
    assert fails()[0] == "erreur 400 too_many_clauses"
    assert not outside.state()["open"]


@pytest.mark.parametrize("scheme", CLIENTS)
def test_it_keeps_its_connection_and_says_who_asks(scheme, serve):
    server = serve(scheme, answer(200, EMPTY))
    for _number in range(5):
        assert outside.find([want("a")]) == [[]]
    assert len(server.kept) == 1
    assert b"Basic bWFyaWU6czNjcmV0QA==" in server.heard[0]  # marie:s3cret@
    if scheme != "opensearch2":
        assert f"compatible-with={scheme[-1]}".encode() in server.heard[0]


def test_a_failure_spares_the_next_questions(serve):
    server = serve("opensearch2", answer(500, b"{}"))
    fails()
    asked = len(server.kept)
    for _number in range(5):
        assert fails()[1] < 0.1
    assert len(server.kept) == asked


def test_threads_share_one_client(serve):
    serve("opensearch2", answer(200, EMPTY))
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(outside.find([want("a")]))) for _number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[[]]] * 20
    assert not reading.state()["open"]
    assert client._client.cache_info().currsize >= 1
