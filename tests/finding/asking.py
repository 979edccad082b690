"""Forms of the search, filled as a visitor does."""

import time

from bs4 import BeautifulSoup

from portal.core.visitors.stamp import stamp
from portal.finding.models.saved_search import key_of

EMAIL = "camille@exemple.fr"


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def wish(
    client,
    text="Une épicerie ouverte le soir",
    *,
    query="?q=épicerie",
    language="",
    network="192.0.2.1",
    age=60,
    **changes,
):
    values = {"text": text, "jeton": stamp("missing", "", time.time() - age)} | changes
    return client.post(f"{language}/recherche/manque/{query}", values, REMOTE_ADDR=network)


def ask(client, email=EMAIL, *, query="q=epicerie", language="fr", network="192.0.2.1", age=60, **changes):
    """Ask for an alert; the query is in the order of the form."""
    token = stamp("alert", key_of("", query, language), time.time() - age)
    values = {"email": email, "frequency": "daily", "jeton": token} | changes
    prefix = "" if language == "fr" else f"/{language}"
    return client.post(f"{prefix}/recherche/alerte/?{query}", values, REMOTE_ADDR=network)
