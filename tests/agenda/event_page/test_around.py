"""Other public events there and then: near in time and in place, at most four."""

from datetime import timedelta

import pytest

from agenda.around import SHOWN
from agenda.models import DateChange, EventPage
from portal.core.models import Commune
from portal.demo.builders import make_structure
from tests.agenda.event_page.conftest import in_days
from tests.rooms import directory, make_private

pytestmark = pytest.mark.django_db
DAY = in_days(20)


def others(soup):
    return [row.h3.text for row in soup.select(".voisines .evt")]


@pytest.fixture
def here(event, embrun):
    """Return a function that makes an event so many days from that of the page, at Embrun unless told."""

    def make(title, days=0, **values):
        start = DAY + timedelta(days=days)
        return event(title, start=start, end=start + timedelta(hours=1), **{"commune": embrun} | values)

    return make


def test_events_of_the_same_days_and_place_are_shown_by_date(here, read):
    page = here("La page")
    here("Deux jours après", 2)
    here("La veille", -1)
    here("Une semaine après", 7)
    here("Quatre jours après", 4)
    here("À Gap", commune=Commune.objects.get(name="Gap"))  # 31 km as the crow flies
    assert others(read(page)) == ["La veille", "Deux jours après"]


def test_what_is_less_than_twenty_kilometres_away_comes_after_the_commune_itself(here, read):
    page = here("La page")
    savines = Commune.objects.get(name="Savines-le-Lac")
    here("À Savines", commune=savines)
    assert others(read(page)) == ["À Savines"]
    for number in range(SHOWN):
        here(f"À Embrun {number}", 3)
    assert others(read(page)) == [f"À Embrun {number}" for number in range(SHOWN)]


def test_a_series_is_shown_once_at_its_nearest_date(here, read):
    page = here("La page")
    here("Tous les jours", -10, rrule="FREQ=DAILY;COUNT=30")
    soup = read(page)
    assert others(soup) == ["Tous les jours"]
    assert soup.select_one(".voisines time")["datetime"] == DAY.date().isoformat()


def test_neither_what_is_off_nor_what_is_not_public_is_shown(here, read):
    page = here("La page")
    here("Annulé", status="cancelled")
    here("Reporté", status="postponed")
    here("Brouillon", live=False)
    here("Du réseau", visibility=EventPage.Visibility.NETWORK)
    hidden = make_structure(directory(), title="Groupe discret")
    here("Réunion interne", parent=hidden)
    make_private(hidden)
    some = here("Date annulée", rrule="FREQ=WEEKLY;COUNT=2")
    some.date_changes.add(DateChange(recurrence_id=some.start, cancelled=True))
    some.save()
    assert others(read(page)) == []


def test_an_event_that_is_over_shows_no_other(event, read, embrun):
    page = event(start=in_days(-2), commune=embrun)
    event("En cours", start=in_days(-2), end=in_days(1), commune=embrun)
    assert others(read(page)) == []


def test_what_is_over_is_not_shown_beside_what_is_to_come(event, read, embrun):
    page = event(start=in_days(1), commune=embrun)
    event("Hier", start=in_days(-1), commune=embrun)
    assert others(read(page)) == []


def test_an_event_without_a_place_shows_no_other(here, read):
    page = here("La page", commune=None)
    here("À Embrun")
    assert others(read(page)) == []


def test_the_part_of_a_member_s_page_is_made_of_public_events(here, client, django_user_model):
    page = here("Du réseau", visibility=EventPage.Visibility.NETWORK)
    here("Autre du réseau", visibility=EventPage.Visibility.NETWORK)
    here("Public")
    client.force_login(django_user_model.objects.create_superuser("chef@exemple.fr", "x"))
    html = client.get(page.url).text
    assert ">Public</a>" in html
    assert "Autre du réseau" not in html
