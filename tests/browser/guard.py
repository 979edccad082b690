"""Watches everything a browser context does, and says at the end what a visitor's browser should never have seen."""

from urllib.parse import urlsplit

HARMLESS_SCHEMES = ("data", "blob", "about", "chrome-error")


class Guard:
    """Collects the problems of a context: console messages, script errors, failed requests, requests to elsewhere."""

    def __init__(self, context, origin):
        self.origin = origin
        self.problems = []
        self.requested = []
        self.expected = {}
        self.allowed_origins = {origin}
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expect(self, url, status):
        """This address is meant to answer this status: neither it nor the console's word on it is a problem."""
        self.expected[url] = status

    def allow(self, origin):
        """Requests to this other site are meant."""
        self.allowed_origins.add(origin)

    def forget(self):
        """Start again: what another test left is its own."""
        self.problems.clear()
        self.requested.clear()
        self.expected.clear()

    def check(self):
        """Fail with all that was seen since the last check."""
        problems, self.problems = self.problems, []
        assert not problems, "the browser met:\n  " + "\n  ".join(problems)

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        if message.location.get("url") in self.expected and message.text.startswith("Failed to load resource"):
            return
        self.problems.append(f"console {message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request):
        parts = urlsplit(request.url)
        self.requested.append(request.url)
        if parts.scheme not in HARMLESS_SCHEMES and f"{parts.scheme}://{parts.netloc}" not in self.allowed_origins:
            self.problems.append(f"request outside the site: {request.url}")

    def _failed(self, request):
        if request.failure == "net::ERR_ABORTED":  # the page was left before this came
            return
        self.problems.append(f"request failed: {request.url} ({request.failure})")

    def _response(self, response):
        if response.status >= 400 and self.expected.get(response.url) != response.status:
            self.problems.append(f"status {response.status}: {response.url}")
