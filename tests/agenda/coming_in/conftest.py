"""A calendar's server on this machine: each path answers what the test says."""

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from agenda.coming_in.fetch import fetch


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path)
        with suppress(OSError):  # the client has had enough
            answer(self) if callable(answer) else self.send(*(answer or (404, {}, b"")))
        self.close_connection = True

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Silence."""


@pytest.fixture
def server():
    """answers: {path: (status, headers, body), or a function of the handler}; asked: what was asked."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    httpd.answers, httpd.asked = {}, []
    httpd.url = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield httpd
    httpd.shutdown()
    httpd.server_close()


def anywhere(_address):
    """The servers of the tests are on this machine, which no true feed may be."""
    return True


def fetch_here(url, **options):
    return fetch(url, **{"is_allowed": anywhere} | options)
