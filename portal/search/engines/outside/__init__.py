"""The engine that SEARCH_URL names, Elasticsearch or OpenSearch: it spares the database, and is never needed.

Pages are saved without it: its index follows the catalogue from behind, by versions (follow.py). Readers ask it for a
second at most, and not at all while it is down (breaker.py): `find` then raises Down, and the database answers.
"""

from portal.search.engines.outside.address import address
from portal.search.engines.outside.asking import find
from portal.search.engines.outside.breaker import reading
from portal.search.engines.outside.failures import Down

__all__ = ["Down", "configured", "find", "state"]


def configured():
    """Does SEARCH_URL name an outside engine?"""
    return address() is not None


def state():
    """What this process knows: {"open": is the engine left alone?, "since": datetime or None, "problem": in French}."""
    return reading.state()
