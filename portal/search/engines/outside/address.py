"""Where the outside engine is, read from SEARCH_URL (see portal.core.services.search_url)."""

from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

LABELS = {"elasticsearch": "Elasticsearch", "opensearch": "OpenSearch"}


@dataclass(frozen=True)
class Address:
    """`prefix` is the name of the index, or rather of the alias behind which it stands."""

    family: str
    major: int
    host: str
    port: int
    tls: bool
    prefix: str
    login: tuple[str, str] | None = field(repr=False)

    @property
    def label(self):
        return LABELS[self.family]

    @property
    def parts(self):
        """As both clients take it."""
        return {"host": self.host, "port": self.port, "scheme": "https" if self.tls else "http"}


def address():
    """Return the Address, None when the database is the only engine."""
    return read(settings.SEARCH_URL)


@lru_cache
def read(url):
    parts = urlsplit(url)
    family, major = parts.scheme[:-1], parts.scheme[-1:]
    if family not in LABELS:
        return None
    tls = parse_qs(parts.query).get("tls") != ["false"]
    return Address(
        family=family,
        major=int(major),
        host=parts.hostname,
        port=parts.port or (443 if tls else 80),
        tls=tls,
        prefix=parts.path.strip("/") or "portail",
        login=(unquote(parts.username), unquote(parts.password or "")) if parts.username else None,
    )
