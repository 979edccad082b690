"""The number of queries of each page is pinned, and does not grow with what it lists."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.models import Commune
from portal.demo.builders import make_event, make_guide, make_member, make_part, make_story, make_structure
from tests.rooms import agenda, directory, guides, in_hours, stories

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 30
# Measured for somebody signed in (two of them are the session and the account), with an empty cache.
PINNED = {
    "home": 27,
    "english home": 28,
    "directory": 2,
    "filtered directory": 3,
    "structure": 7,
    "agenda": 7,
    "event": 27,
    "guides": 17,
    "guide": 19,
    "guide part": 16,
    "whole guide": 20,
    "stories": 16,
    "search": 13,
    "story": 16,
    "workspace": 17,
    "sitemap": 7,
    "machine interface": 3,
}


@pytest.fixture
def fill(portal_site, django_capture_on_commit_callbacks):
    """Return a function that brings the content up to n of everything, all different, and all related."""
    communes = list(Commune.objects.in_territory().with_town_hall()[:MANY])
    main = make_structure(directory(), title="Structure principale", commune=communes[0], fields=["reemploi"])
    guide = make_guide(guides(), title="Guide principal", tags=["locaux"], contributors=[main])
    make_part(guide, title="Première")
    story = make_story(stories(), title="Récit principal", guides=[guide], structures=[main])
    first = make_event(main, title="Premier", start=in_hours(1), end=in_hours(2), organiser=main, commune=communes[0])
    made = [0]

    def to(number):
        with django_capture_on_commit_callbacks(execute=True):
            for index in range(made[0], number):
                values = {"commune": communes[index], "summary": "Un atelier partagé"}
                structure = make_structure(
                    directory(), title=f"Atelier {index}", fields=["reemploi", "alimentation"], **values
                )
                for parent, organiser in ((agenda(), structure), (main, main)):
                    times = {"start": in_hours(index + 2), "end": in_hours(index + 3)}
                    make_event(parent, title=f"Fête {index}", organiser=organiser, **times, **values)
                make_guide(
                    guides(), title=f"Mini-guide {index}", related_guides=[guide], tags=["locaux", f"sujet {index}"]
                )
                make_part(guide, title=f"Partie {index}")
                make_story(stories(), title=f"Histoire {index}", guides=[guide], structures=[structure])
        made[0] = number
        return main

    to.main, to.guide, to.event, to.story = main, guide, first, story
    return to


def addresses(fill):
    return {
        "home": "/",
        "english home": "/en/",
        "directory": "/annuaire/",
        "filtered directory": "/annuaire/?domaine=reemploi&q=atelier",
        "structure": fill.main.url,
        "agenda": "/agenda/",
        "event": fill.event.url,
        "guides": "/guides/",
        "guide": fill.guide.url,
        "guide part": f"{fill.guide.url}premiere/",
        "whole guide": f"{fill.guide.url}une-page/",
        "story": fill.story.url,
        "stories": "/initiatives/",
        "search": "/recherche/?q=atelier",
        "workspace": "/mon-espace/",
        "sitemap": "/sitemap-pages.xml",
        "machine interface": "/api/v1/structures",
    }


def count(client, address):
    from django.core.cache import cache

    client.get(address)  # what a process keeps (content types, sites) is read once
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries)


def test_thirty_rows_take_as_many_queries_as_three(fill):
    member = make_member(fill.main, "membre@exemple.fr")
    client = Client()
    client.force_login(member)
    fill(FEW)
    few = {name: count(client, address) for name, address in addresses(fill).items()}
    fill(MANY)
    many = {name: count(client, address) for name, address in addresses(fill).items()}
    assert many == few
    assert few == PINNED, "lower is good news: pin it; higher is to be explained"
