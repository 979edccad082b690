"""The facts of an entry that may leave the portal, and the walk over the entries of an answer."""

import re
from itertools import islice

from django.conf import settings

from portal.search.models import Entry

CHUNK = 500
# An e-mail address or a person never becomes a fact; whatever `entry_data` may gain, only these leave in a file.
FACTS = (
    *("kind", "acronym", "former_names", "legal_family", "siret", "siren", "rna", "year_founded", "labels", "fields"),
    *("audiences", "services", "tags", "address", "postal_codes", "commune", "code_insee", "valley", "epci"),
    *("serves_all", "serves", "access", "access_text", "opening_hours", "closures", "phone", "website", "social"),
    *("volunteers", "status", "source", "is_fictional"),
)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def entries(found, fields=None):
    """Yield the entries of an answer in its order, in bounded memory: one query for each CHUNK of them.

    fields: the only ones that will be read.
    """
    listed = Entry.objects.listed()
    listed = listed.only(*fields) if fields else listed
    keys = iter(found.keys())
    while part := list(islice(keys, CHUNK)):
        rows = listed.in_bulk(part)
        yield from (rows[key] for key in part if key in rows)


def facts(entry):
    return {name: entry.data[name] for name in FACTS if entry.data.get(name) not in (None, "", [], False)}


def page_url(entry):
    """The absolute address of the page that people read."""
    return absolute(entry.url)


def absolute(url):
    return settings.BASE_URL + url if url.startswith("/") else url


def stable_id(entry):
    """The address that names the structure for ever, whatever its page is called: it leads to the page.

    In the source language, and not made by reverse(): these ids are copied in other data bases and must not move.
    """
    return id_of(entry.page_id)


def id_of(page_id):
    return f"{settings.BASE_URL}/annuaire/id/{page_id}/"


def web_address(text):
    """The address when a browser may follow it, else nothing: no javascript:, no data:."""
    return text if text.startswith(("https://", "http://")) else ""


def printable(text):
    """Text without the control characters that XML 1.0, hence XLSX and Atom, cannot hold."""
    return NOT_XML.sub("", text)
