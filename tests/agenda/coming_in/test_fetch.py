"""Fetching: public addresses only, and bounded in size, time and redirects."""

import gzip
import ipaddress
import socket
import threading
import time

import pytest

from agenda.coming_in.addresses import clean_url, is_public
from agenda.coming_in.fetch import MAX_BYTES, fetch
from agenda.coming_in.problems import FeedRefused
from tests.agenda.coming_in.conftest import fetch_here

ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
NOT_PUBLIC = "pas un site public"


# -- Where ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1/a.ics", NOT_PUBLIC),
        ("http://localhost/a.ics", NOT_PUBLIC),
        ("http://[::1]/a.ics", NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]/a.ics", NOT_PUBLIC),
        ("http://[::ffff:a9fe:a9fe]/a.ics", NOT_PUBLIC),
        ("http://[fe80::1]/a.ics", NOT_PUBLIC),
        ("http://[fd00::1]/a.ics", NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", NOT_PUBLIC),
        ("http://10.0.0.1/", NOT_PUBLIC),
        ("http://192.168.1.1/", NOT_PUBLIC),
        ("http://172.16.0.1/", NOT_PUBLIC),
        ("http://100.64.0.1/", NOT_PUBLIC),
        ("http://0.0.0.0/", NOT_PUBLIC),
        ("http://224.0.0.1/", NOT_PUBLIC),
        ("webcal://127.0.0.1/a.ics", NOT_PUBLIC),
        ("http://2130706433/a.ics", "en chiffres"),
        ("http://0x7f000001/a.ics", "en chiffres"),
        ("http://0177.0.0.1/a.ics", "en chiffres"),
        ("http://127.1/a.ics", "en chiffres"),
        ("http://127.0.0.1./a.ics", "en chiffres"),
        ("file:///etc/passwd", "doit commencer par"),
        ("gopher://exemple.fr/", "doit commencer par"),
        ("//exemple.fr/a.ics", "doit commencer par"),
        ("http://user:secret@exemple.fr/a.ics", "mot de passe"),
        ("http:///a.ics", "sur quel site"),
        ("http://exemple.fr:99999/", "pas lisible"),
        ("http://[::1/", "pas lisible"),
        ("http://exemple.fr/a\r\nHost: b", "interdits"),
        ("http://exemple.fr/" + "a" * 2000, "trop longue"),
    ],
)
def test_what_is_not_a_public_address_of_the_web_is_refused_in_words(url, words):
    with pytest.raises(FeedRefused, match=words):
        fetch(url)


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::7f00:1",
        "fe80::1%eth0",
        "2001:db8::1",
        "255.255.255.255",
    ],
)
def test_an_address_that_hides_another_is_that_one(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_what_everybody_can_reach_is_allowed(address):
    assert is_public(ipaddress.ip_address(address))


def test_webcal_is_https():
    assert clean_url(" webcal://exemple.fr/a.ics#b ") == "https://exemple.fr/a.ics"


def test_every_address_of_a_name_is_checked(monkeypatch):
    answers = [(socket.AF_INET, 1, 6, "", (address, 80)) for address in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: answers)
    with pytest.raises(FeedRefused, match=NOT_PUBLIC):
        fetch("http://exemple.fr/a.ics")


def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_connected_to(server, monkeypatch):
    """DNS rebinding: a second look-up would answer with another address."""
    server.answers["/a.ics"] = (200, {}, ICS)
    asked = []
    true_look_up = socket.getaddrinfo

    def look_up(host, *args, **options):
        if host == "exemple.fr":
            asked.append(host)
            host = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return true_look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetch_here(f"http://exemple.fr:{server.server_port}/a.ics").content == ICS
    assert asked == ["exemple.fr"]
    assert server.asked[0][1]["Host"] == f"exemple.fr:{server.server_port}"


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:1/", "http://169.254.169.254/", "http://2130706433/", "file:///etc/passwd"]
)
def test_each_redirect_is_checked_again(server, target):
    server.answers["/a.ics"] = (302, {"Location": target}, b"")
    here = ipaddress.ip_address("127.0.0.1")
    with pytest.raises(FeedRefused):
        fetch(f"{server.url}/a.ics", is_allowed=lambda address: address == here or is_public(address))
    assert [path for path, _headers in server.asked] == ["/a.ics"]


# -- How --------------------------------------------------------------------------------------------------------------
def test_a_calendar_is_read_and_asked_for_again_only_when_it_changed(server):
    server.answers["/a.ics"] = (200, {"ETag": '"1"', "Last-Modified": "Sat, 05 Dec 2026 13:00:00 GMT"}, ICS)
    found = fetch_here(f"{server.url}/a.ics")
    assert (found.content, found.etag) == (ICS, '"1"')
    server.answers["/a.ics"] = (304, {"Content-Length": None}, b"")
    again = fetch_here(f"{server.url}/a.ics", etag=found.etag, last_modified=found.last_modified)
    assert again.content is None
    asked = server.asked[-1][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "Sat, 05 Dec 2026 13:00:00 GMT")


def test_redirects_are_followed_five_times(server):
    for turn in range(7):
        server.answers[f"/{turn}"] = (301, {"Location": f"/{turn + 1}"}, b"")
    server.answers["/7"] = (200, {}, ICS)
    assert fetch_here(f"{server.url}/2").content == ICS
    with pytest.raises(FeedRefused, match="plus de 5 fois"):
        fetch_here(f"{server.url}/1")


def test_gzip_is_read_and_a_bomb_is_not(server):
    server.answers["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(ICS))
    server.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(50 * MAX_BYTES)))
    server.answers["/cut"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(ICS)[:-9])
    server.answers["/odd"] = (200, {"Content-Encoding": "br"}, b"x")
    assert fetch_here(f"{server.url}/a").content == ICS
    for path, words in (("bomb", "plus de 1 Mo"), ("cut", "il manque la fin"), ("odd", "de travers")):
        with pytest.raises(FeedRefused, match=words):
            fetch_here(f"{server.url}/{path}")


@pytest.mark.parametrize("length", [True, False])
def test_an_answer_without_end_is_cut_at_1_mb(server, length):
    sent = []

    def endless(handler):
        handler.send_response(200)
        if length:
            handler.send_header("Content-Length", str(50 * MAX_BYTES))
        handler.end_headers()
        for _piece in range(50 * 16):
            handler.wfile.write(bytes(MAX_BYTES // 16))
            sent.append(1)

    server.answers["/a.ics"] = endless
    with pytest.raises(FeedRefused, match="plus de 1 Mo"):
        fetch_here(f"{server.url}/a.ics")
    assert len(sent) < 50 * 16


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_server_that_trickles_is_left_in_time(server, where):
    stop = threading.Event()

    def trickle(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X-A: " if where == "headers" else b"\r\n"))
        while not stop.wait(0.05):
            handler.wfile.write(b"a")

    server.answers["/a.ics"] = trickle
    start = time.monotonic()
    with pytest.raises(FeedRefused, match="secondes à répondre"):
        fetch_here(f"{server.url}/a.ics", seconds=0.5)
    assert time.monotonic() - start < 5
    stop.set()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {}, b""), "pas, ou plus, de calendrier"),
        ((403, {}, b""), "pas public"),
        ((500, {}, b""), r"erreur \(500\)"),
        ((200, {"Content-Length": "1000"}, ICS), "il manque la fin"),
        (lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"), "de travers"),
    ],
)
def test_each_bad_answer_is_told_in_words(server, answer, words):
    server.answers["/a.ics"] = answer
    with pytest.raises(FeedRefused, match=words):
        fetch_here(f"{server.url}/a.ics")


def test_a_server_that_is_not_there_is_told_in_words():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FeedRefused, match="ne répond pas"):
        fetch_here(f"http://127.0.0.1:{port}/")


def test_a_server_that_speaks_no_tls_is_told_in_words(server):
    with pytest.raises(FeedRefused, match="connexion sécurisée"):
        fetch_here(f"https://127.0.0.1:{server.server_port}/")
