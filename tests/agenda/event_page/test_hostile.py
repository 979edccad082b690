"""What came by an import, or from somebody who tries: shown as words, never followed, never an error."""

import pytest

from agenda.models import DateChange, EventPage
from portal.search.sync import sync_pages
from tests.agenda.event_page.conftest import facts, nodes
from tests.rooms import at

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def imported(page, **values):
    """Values that came in without the checks of a form."""
    EventPage.objects.filter(pk=page.pk).update(**values)
    page = EventPage.objects.get(pk=page.pk)
    sync_pages([page])
    return page


def test_markup_is_shown_as_it_was_typed(event, read, embrun):
    names = ("title", "summary", "place_name", "address", "price_text", "contact")
    page = imported(event(commune=embrun), **dict.fromkeys(names, MARKUP), booking_phone="<b>04</b>")
    page.date_changes.add(DateChange(recurrence_id=page.start, note=MARKUP, place=MARKUP, title=MARKUP))
    page.tags.add("<b>vélo</b>")
    page.save()
    soup = read(page)
    assert soup.h1.text == MARKUP
    assert not soup.select("main img, main script:not([src]), main b:not(.jour b)")
    assert facts(soup)["Lieu"] == [MARKUP]
    assert nodes(soup)[0]["location"]["name"] == MARKUP


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//mauvais.example", "JAVASCRIPT:x", " javascript:x"]
)
def test_only_addresses_of_the_web_are_followed(event, read, embrun, address):
    page = imported(event(commune=embrun), booking_url=address, online_url=address)
    soup = read(page)
    assert address not in [link["href"] for link in soup.select("a")]
    assert "Inscription" not in facts(soup)
    assert "En ligne" not in facts(soup)
    (node,) = nodes(soup)
    assert "offers" not in node
    assert node["location"]["@type"] == "Place"


def test_an_address_cannot_add_to_the_message_it_opens(event, read):
    page = imported(event(), booking_email="a@b.example?bcc=tous@c.example&body=x")
    (link,) = read(page).select(".faits a[href^='mailto:']")
    assert link["href"] == "mailto:a@b.example%3Fbcc%3Dtous@c.example%26body%3Dx"


@pytest.mark.parametrize("address", ["http://[::1", "https://", "http://:80/"])
def test_a_broken_address_breaks_nothing(event, read, address):
    read(imported(event(), booking_url=address, online_url=address))


def test_the_first_and_last_years_of_the_agenda_are_told(event, read, embrun):
    assert (
        "2000" in read(event(start=at(2000, 1, 1, 0), end=at(2000, 1, 1, 1), commune=embrun)).select_one(".quand").text
    )
    read(event(start=at(2100, 12, 31, 23), end=at(2100, 12, 31, 23, 30), commune=embrun))


def test_a_word_of_three_hundred_letters_is_shown(event, read):
    assert read(event(title="a" * 255)).h1.text == "a" * 255
