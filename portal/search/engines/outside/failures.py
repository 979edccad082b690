"""What can go wrong with an outside engine: one family, told in French, without the address (it holds a password)."""

import re

SAID = {
    "ConnectionTimeout": "pas de réponse à temps",
    "ConnectionError": "connexion impossible",
    "TlsError": "connexion chiffrée refusée",
    "SSLError": "connexion chiffrée refusée",
    "SerializationError": "réponse illisible",
    "UnsupportedProductError": "le serveur n’est pas Elasticsearch",
}
SAID_OF_STATUS = {401: "accès refusé", 403: "accès refusé", 404: "index absent", 429: "trop de demandes à la fois"}


class Down(Exception):
    """The engine did not answer as it should; `status` is that of its answer, when there was one."""

    def __init__(self, problem, status=None, kind=""):
        super().__init__(problem)
        self.status, self.kind = status, kind


class Refused(Down):
    """The engine is well, and does not want this request: asking it something else is right."""


class Paused(Down):
    """The engine was not even asked: it failed a moment ago."""


class Busy(Down):
    """Another process is rebuilding the index."""


def failure_of(error):
    """Return what either client raised, as one of ours."""
    name = type(error).__name__
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return Down(SAID.get(name, f"erreur {name}"))
    kind = kind_of(error)
    if status in SAID_OF_STATUS:
        return Down(SAID_OF_STATUS[status], status, kind)
    said = SAID.get(name) or f"erreur {status} {kind}".rstrip()
    return Refused(said, status, kind) if 400 <= status < 500 else Down(said, status, kind)


def kind_of(error):
    """The engine's own name for what went wrong; "too_many_…" lies deep, below the failure of a shard."""
    body = getattr(error, "body", None) or getattr(error, "info", None)
    details = body.get("error") if isinstance(body, dict) else None
    if not isinstance(details, dict):
        return ""
    limit = re.search(r"too_many_\w+", str(details))
    return limit[0] if limit else str(details.get("type", ""))
