"""Fetches a calendar: the checked machine itself, 5 redirects, 1 MB and 10 s in all, each answer in words."""

import http.client
import io
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from agenda.coming_in.addresses import clean_url, is_public, resolve
from agenda.coming_in.problems import FeedRefused

MAX_BYTES = 1024 * 1024  # of the calendar, once unzipped
MAX_SECONDS = 10
MAX_REDIRECTS = 5
CHUNK = 16 * 1024
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Fetched:
    """content: None when the server says that nothing changed."""

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(url, *, etag="", last_modified="", is_allowed=is_public, seconds=MAX_SECONDS):
    """Read a calendar at an address. Raises FeedRefused with the reason, in a sentence.

    is_allowed: says of an ipaddress whether it may be reached; only tests give another one than `is_public`.
    """
    end = time.monotonic() + seconds
    url, told = clean_url(url), {"If-None-Match": etag, "If-Modified-Since": last_modified}
    try:
        for _turn in range(MAX_REDIRECTS + 1):
            answer = _ask(url, told, is_allowed, end)
            if isinstance(answer, Fetched):
                return answer
            url = clean_url(urljoin(url, answer))
    except TimeoutError:
        raise FeedRefused(_("Le site met plus de %(n)d secondes à répondre.") % {"n": seconds}) from None
    except ssl.SSLError:
        raise FeedRefused(
            _("La connexion sécurisée avec le site a échoué : son certificat n’est pas valable.")
        ) from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error):
        raise FeedRefused(_("Le site ne répond pas, ou répond de travers.")) from None
    raise FeedRefused(_("Cette adresse renvoie vers une autre plus de %(n)d fois.") % {"n": MAX_REDIRECTS})


def _ask(url, told, is_allowed, end):
    """One question: a Fetched, or the address that the server leads to."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = resolve(parts.hostname, port, is_allowed=is_allowed, seconds=_left(end))
    connection = http.client.HTTPConnection(parts.hostname, port)
    sock = _connected(found, port, parts, end)  # no second look-up: no DNS rebinding
    connection.sock = _Bounded(sock, end)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.putrequest("GET", path.encode("ascii", "ignore").decode(), skip_host=True, skip_accept_encoding=True)
        for name, value in _headers(parts, told):
            connection.putheader(name, value)
        connection.endheaders()
        return _read(connection.getresponse(), end)
    finally:
        connection.close()
        sock.close()


def _headers(parts, told):
    yield "Host", parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    yield "User-Agent", "AltitudesCooperantes/1.0 (agenda)"
    yield "Accept", "text/calendar, */*;q=0.5"
    yield "Accept-Encoding", "gzip"
    yield "Connection", "close"
    for name, value in told.items():
        if value and value.isascii() and value.isprintable():
            yield name, value


def _connected(addresses, port, parts, end):
    problem = OSError()
    for address in addresses:
        try:
            plain = socket.create_connection((str(address), port), timeout=_left(end))
        except TimeoutError:
            raise
        except OSError as error:
            problem = error
            continue
        if parts.scheme == "http":
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
        except Exception:
            plain.close()
            raise
    raise problem


def _read(response, end):
    status = response.status
    if status in REDIRECTS and (target := response.headers.get("Location")):
        return target
    if status == 304:
        return Fetched(None)
    if status in (401, 403):
        raise FeedRefused(_("Ce calendrier n’est pas public : le site en refuse la lecture (%(n)d).") % {"n": status})
    if status in (404, 410):
        raise FeedRefused(_("Il n’y a pas, ou plus, de calendrier à cette adresse (%(n)d).") % {"n": status})
    if status != 200:
        raise FeedRefused(_("Le site répond par une erreur (%(n)d).") % {"n": status})
    headers = response.headers
    content = _body(response, headers.get("Content-Encoding", "").strip().lower(), end)
    return Fetched(content, headers.get("ETag", "")[:200], headers.get("Last-Modified", "")[:100])


def _body(response, coding, end):
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise FeedRefused(_("Le site répond de travers : il comprime d’une façon qui ne lui a pas été demandée."))
    unzip = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    pieces, size = [], 0
    while piece := response.read1(CHUNK):
        _left(end)
        piece = unzip.decompress(piece, MAX_BYTES + 1 - size) if unzip else piece
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES or (unzip and unzip.unconsumed_tail):
            raise FeedRefused(_("Ce calendrier pèse plus de 1 Mo : demandez-en une version plus courte."))
    if response.length or (unzip and pieces and not unzip.eof):
        raise FeedRefused(_("Le site a coupé sa réponse : il manque la fin du calendrier."))
    return b"".join(pieces)


def _left(end):
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Bounded:
    """A socket that stops at one moment for all its reads and writes, however slowly the other side trickles."""

    def __init__(self, sock, end):
        self.sock, self.end = sock, end

    def sendall(self, data):
        self.sock.settimeout(_left(self.end))
        self.sock.sendall(data)

    def makefile(self, *_args, **_kwargs):
        return io.BufferedReader(_Reads(self.sock, self.end))

    def close(self):
        """http.client closes it before it has read the answer; `_ask` closes the true one."""


class _Reads(io.RawIOBase):
    def __init__(self, sock, end):
        self.sock, self.end = sock, end

    def readable(self):
        return True

    def readinto(self, buffer):
        self.sock.settimeout(_left(self.end))
        return self.sock.recv_into(buffer)
