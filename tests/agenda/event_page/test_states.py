"""Every state is told in words, before anything else, and does not offer what is no more."""

import pytest

from agenda.models import EventPage
from tests.agenda.event_page.conftest import in_days, words
from tests.rooms import at

pytestmark = pytest.mark.django_db
BOOKING = "https://inscription.example/"


def chips(soup):
    return [words(chip) for chip in soup.select(".entete-fiche .puce")]


def alert(soup):
    return [words(row) for row in soup.select("article > .alerte")]


def test_a_confirmed_event_has_no_alert_and_its_booking(event, read):
    soup = read(event(booking_url=BOOKING))
    assert alert(soup) == []
    assert chips(soup) == ["Exemple fictif"]
    assert soup.select_one("a.btn[rel=noopener]")["href"] == BOOKING


@pytest.mark.parametrize(
    ("status", "chip", "said", "can_book"),
    [
        ("tentative", "à confirmer", "Cet événement est à confirmer : vérifiez avant de vous déplacer.", True),
        ("cancelled", "annulé", "Cet événement est annulé.", False),
        ("full", "complet", "Cet événement est complet : il n’y a plus de place.", False),
    ],
)
def test_a_state_is_a_chip_and_a_sentence(event, read, status, chip, said, can_book):
    soup = read(event(status=status, booking_url=BOOKING))
    assert chips(soup)[0] == chip
    assert alert(soup) == [said]
    assert bool(soup.select("a.btn[rel=noopener]")) is can_book


def test_a_cancelled_event_is_struck(event, read):
    soup = read(event(status="cancelled", rrule="FREQ=WEEKLY;COUNT=2"))
    assert "barre" in soup.h1["class"]
    times = soup.select(".quand time, .liste-dates time")
    assert [time["class"] for time in times] == [["barre"]] * 2
    assert [words(chip) for chip in soup.select(".quand .puce, .liste-dates .puce")] == ["annulé"] * 2


def test_a_postponed_event_tells_its_former_date_and_shows_the_new_one(event, read):
    new = at(2027, 6, 12, 14)
    page = event(status="postponed", start=new, end=at(2027, 6, 12, 16), former_start=at(2027, 6, 5, 14))
    soup = read(page)
    (said,) = alert(soup)
    assert "reporté" in said
    assert "samedi 5 juin 2027, 14 h" in said
    assert words(soup.select_one(".quand-dit")) == "samedi 12 juin 2027, 14 h – 16 h"
    assert not soup.select(".quand .barre")


def test_a_postponed_event_without_a_new_date_strikes_the_former_one(event, read):
    soup = read(event(status="postponed", start=at(2027, 6, 5, 14), end=at(2027, 6, 5, 16), booking_url=BOOKING))
    (said,) = alert(soup)
    assert "il n’aura pas lieu le samedi 5 juin 2027, 14 h" in said
    assert words(soup.select_one(".quand-dit")).endswith("reporté")
    assert soup.select_one(".quand time")["class"] == ["barre"]
    assert not soup.select("a.btn[rel=noopener]")


def test_past_events_no_longer_take_bookings(event, read):
    soup = read(event(start=in_days(-2), booking_url=BOOKING, status="full"))
    assert alert(soup) == ["Cet événement est passé."]
    assert not soup.select("a.btn[rel=noopener]")


def test_an_event_for_the_network_asks_to_save_the_date(event, client, django_user_model):
    page = event(visibility=EventPage.Visibility.NETWORK)
    client.force_login(django_user_model.objects.create_superuser("chef@exemple.fr", "x"))
    html = client.get(page.url).text
    assert "Réservez la date" in html
    assert "réseau seulement" in html
