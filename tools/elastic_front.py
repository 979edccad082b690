"""A thin front that lets the `elasticsearch` client talk to OpenSearch: headers are rewritten, nothing else is.

Since version 8 the client sends a media type of its own and refuses a server that does not name Elasticsearch in each
answer. With this, its requests are checked against a real server where Elasticsearch 9 cannot run (it wants Java 21).
Tests only; never in production, where the backends of opensearch-py are to be used.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

MEDIA_TYPE = re.compile(r"application/vnd\.elasticsearch\+(json|x-ndjson); *compatible-with=\d+")
SECONDS = 60
KEPT = ("Accept", "Content-Type")


class Front(BaseHTTPRequestHandler):
    """One connection of a client, with one of its own to the server behind, as long as both last."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.behind = http.client.HTTPConnection(self.server.behind, timeout=SECONDS)

    def finish(self) -> None:
        self.behind.close()
        super().finish()

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: MEDIA_TYPE.sub(r"application/\1", self.headers[name]) for name in KEPT if name in self.headers}
        try:
            self.behind.request(self.command, self.path, body or None, headers)
            answer = self.behind.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close_connection = True  # what a client sees when the server behind is down
            return
        self.send_response(answer.status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", answer.getheader("Content-Type") or "application/json")
        self.send_header("Content-Length", answer.getheader("Content-Length") or str(len(content)))  # HEAD has no body
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = forward

    def log_message(self, *arguments: object) -> None:
        """Says nothing: a line a request would bury the tests' own."""


@contextlib.contextmanager
def elastic_front(url: str) -> Iterator[str]:
    """Yields an address that answers as the server at `url` does, for the `elasticsearch` client."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Front) as server:
        server.daemon_threads = True
        server.block_on_close = False
        server.behind = urlsplit(url).netloc
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
