"""Tells at start that SEARCH_URL asks for a client that is not installed."""

from importlib.util import find_spec

from django.core.checks import Error

from portal.search.engines.outside.address import address

PACKAGES = {"elasticsearch": ("elasticsearch", "elasticsearch"), "opensearch": ("opensearchpy", "opensearch-py")}


def check_client(app_configs=None, **kwargs):
    """The client's version does not matter: our requests name that of the server themselves (client.py)."""
    where = address()
    module, package = PACKAGES[where.family] if where else ("", "")
    if where is None or find_spec(module):
        return []
    return [Error(f"SEARCH_URL demande {where.label}, et le paquet {package} manque.", id="search.E001")]
