"""The page costs the same whatever it shows, and few queries; a structure's links to its agenda cost none."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import DateChange, Place
from portal.core.models import EventCategory
from portal.demo.builders import make_structure
from tests.agenda.event_page.conftest import in_days, words
from tests.browser.content import picture
from tests.rooms import directory

pytestmark = pytest.mark.django_db
QUERIES = 20  # twelve of them Wagtail’s own: site, tree, restrictions, translations
FRAME = 8 + 3  # once a minute: what surrounds every page; and the copies of the picture


def count(client, page, warm=True):
    for _time in range(2):
        assert client.get(page.url).status_code == 200
    if not warm:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    return len(queries)


@pytest.fixture
def rich(event, embrun):
    """Return a function that makes an event with everything that has a table of its own."""
    structures = [make_structure(directory(), title=f"Structure {number}", commune=embrun) for number in range(4)]
    place = Place.objects.create(name="Salle du Roc", commune=embrun)
    image = picture()
    terms = list(EventCategory.objects.filter(locale__language_code="fr")[:3])

    def make(title, dates, **values):
        page = event(
            title,
            parent=structures[0],
            co_organisers=structures[1:],
            place=place,
            categories=terms,
            listing_image=image,
            rrule=f"FREQ=DAILY;COUNT={dates}",
            **values,
        )
        page.tags.add("vélo", "outils")
        page.date_changes = [
            DateChange(recurrence_id=page.start + timedelta(days=number), note="Apportez des gants")
            for number in range(min(dates, 30))
        ]
        page.save()
        return page

    return make


def test_an_event_of_everything_takes_at_most_as_many(client, rich):
    assert count(client, rich("Riche", 3)) == QUERIES


def test_a_cold_cache_adds_the_frame_only(client, rich):
    page = rich("Riche", 3)
    assert count(client, page, warm=False) <= count(client, page) + FRAME


def test_the_number_of_dates_and_of_neighbours_does_not_count(client, rich, event, embrun):
    few, many = rich("Peu", 2), rich("Beaucoup", 500)
    assert count(client, few) == count(client, many)
    before = count(client, few)
    for number in range(10):
        event(f"Voisin {number}", start=in_days(8, 9), commune=embrun)
    assert count(client, few) == before


# -- The structure's own page -----------------------------------------------------------------------------------------
def test_a_structure_leads_to_its_agenda(client, event, embrun):
    structure = make_structure(directory(), title="La Remise")
    event(organiser=structure)
    soup = BeautifulSoup(client.get(structure.url).text, "html.parser")
    links = {words(link): link["href"] for link in soup.select("article .liens-panneau a")}
    assert links == {
        "Tous ses rendez-vous": "/agenda/?organisateur=la-remise",
        "Son agenda (.ics)": "agenda.ics",
        "S’abonner à son agenda": "webcal://testserver/annuaire/la-remise/agenda.ics",
    }
    assert [
        row.h3.text
        for row in BeautifulSoup(client.get(links["Tous ses rendez-vous"]).text, "html.parser").select(".evt")
    ] == ["Repair café"]


def test_a_structure_that_only_co_organises_lists_the_event_too(client, event):
    first, second = (make_structure(directory(), title=title) for title in ("La Remise", "Le Rucher"))
    event(organiser=first, co_organisers=[second])
    assert "Repair café" in client.get(second.url).text


def test_a_structure_without_a_date_to_come_has_no_link_to_an_agenda(client, event):
    structure = make_structure(directory(), title="La Remise")
    event(organiser=structure, start=in_days(-3))
    assert "agenda.ics" not in client.get(structure.url).text


def test_these_links_cost_no_query(client, event):
    with_dates, without = (make_structure(directory(), title=title) for title in ("La Remise", "Le Rucher"))
    event(organiser=with_dates)
    assert count(client, with_dates) == count(client, without)
