"""Structures to ask the catalogue for, and processes that follow each other."""

import pytest

from portal.core.models import Commune
from portal.demo.builders import make_structure
from portal.search import memory
from portal.search.catalogue import Query, find
from portal.search.models import Entry
from portal.search.rebuild import rebuild
from tests.rooms import directory


@pytest.fixture(autouse=True)
def indexed(portal_site):
    """The words of the site's first pages too, which the kept site (tests/snapshot.py) is without."""
    rebuild()


@pytest.fixture
def gap(portal_site):
    return Commune.objects.get(name="Gap")


@pytest.fixture
def page(gap):
    """One public structure, « La Remise » in Gap."""
    return make_structure(directory(), title="La Remise", commune=gap, fields=["reemploi"])


class Processes:
    """Several processes' memories over one database: `with processes(name)` is to be in one of them."""

    def __init__(self):
        self.shelves = {}
        self.current = "first"

    def registry(self):
        return self.shelves.setdefault(self.current, {})

    def titles(self, name, language="fr"):
        self.current = name
        return titles(language)


@pytest.fixture
def processes(monkeypatch):
    found = Processes()
    monkeypatch.setattr(memory, "_registry", found.registry)
    return found


def titles(language="fr", **asked):
    """The names of the structures that visitors find, by name."""
    return [entry.title for entry in find(Query(kind="structure", language=language, **asked)).entries()]


def everything(kind="structure"):
    """The rows of the catalogue, less what differs from one writing to the next."""
    rows = Entry.objects.listed().filter(kind=kind).order_by("page_id").values()
    return [{name: value for name, value in row.items() if name not in ("id", "version")} for row in rows]
