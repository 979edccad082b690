"""What the tests of an event's page read of it."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from portal.core.models import Commune
from portal.demo.builders import make_event
from tests.rooms import agenda


@pytest.fixture
def embrun(portal_site):
    return Commune.objects.get(name="Embrun")


@pytest.fixture
def event(portal_site):
    """Return a function that makes an event, tomorrow week at 14:00 for two hours unless told."""

    def make(title="Repair café", parent=None, **values):
        values.setdefault("start", in_days(8))
        values.setdefault("end", values["start"] + timedelta(hours=2))
        return make_event(parent or agenda(), title=title, **values)

    return make


@pytest.fixture
def read(client):
    """Return a function that gives the page as a browser has it."""

    def soup(page):
        response = client.get(page.url)
        assert response.status_code == 200
        return BeautifulSoup(response.text, "html.parser")

    return soup


def in_days(days, hour=14):
    """A moment at a round hour on the clocks of here."""
    return (timezone.localtime() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def facts(soup):
    """{label: [what is said]}."""
    rows = soup.select("aside .faits > div")
    return {row.dt.get_text(strip=True): [dd.get_text(" ", strip=True) for dd in row.select("dd")] for row in rows}


def nodes(soup):
    """The schema.org nodes of the page, [] without any."""
    script = soup.select_one("script[type='application/ld+json']")
    return json.loads(script.string)["@graph"] if script else []


def words(element):
    return " ".join(element.get_text(" ").split())
