"""What search engines read: a schema.org Event for each date to come, with what Google asks of one."""

import json
from datetime import date, datetime, timedelta

import pytest

from agenda.json_ld import MOST
from agenda.models import DateChange
from portal.core.models import EventCategory
from portal.demo.builders import make_structure
from tests.agenda.event_page.conftest import nodes
from tests.browser.content import picture
from tests.rooms import at, directory

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
STATUSES = {f"{SCHEMA}Event{name}" for name in ("Scheduled", "Cancelled", "Postponed", "Rescheduled")}
MODES = {f"{SCHEMA}{name}EventAttendanceMode" for name in ("Offline", "Online", "Mixed")}
START = at(2027, 3, 6, 14)


def on(event, commune, **values):
    return event(start=START, end=START + timedelta(hours=2), commune=commune, **values)


def only(soup):
    (node,) = nodes(soup)
    check(node)
    return node


def check(node):
    """https://developers.google.com/search/docs/appearance/structured-data/event"""
    assert node["@type"] == "Event"
    assert node["name"]
    assert node["eventStatus"] in STATUSES
    assert node["eventAttendanceMode"] in MODES
    for name in ("startDate", "endDate", "previousStartDate"):
        if "T" in node.get(name, ""):
            assert datetime.fromisoformat(node[name]).tzinfo, name
        elif name in node:
            assert date.fromisoformat(node[name])
    assert node["endDate"] >= node["startDate"]
    assert ("previousStartDate" in node) is (node["eventStatus"] == f"{SCHEMA}EventRescheduled")
    places = node["location"] if isinstance(node["location"], list) else [node["location"]]
    assert places
    for place in places:
        assert place["@type"] in ("Place", "VirtualLocation")
        assert place["address" if place["@type"] == "Place" else "url"]
    for address in (node["url"], *node.get("image", ())):
        assert address.startswith("http://testserver/")


def test_an_event_of_which_all_is_known(event, read, embrun):
    category = EventCategory.objects.filter(locale__language_code="fr").first()
    first, second = (make_structure(directory(), title=title) for title in ("La Remise", "Le Rucher"))
    page = on(
        event,
        embrun,
        parent=first,
        co_organisers=[second],
        summary="On répare.",
        place_name="Salle du Roc",
        address="3 rue Neuve",
        categories=[category],
        price="free",
        seats=30,
        age_min=6,
        listing_image=picture(),
    )
    node = only(read(page))
    assert node["name"] == "Repair café"
    assert (node["startDate"], node["endDate"]) == ("2027-03-06T14:00:00+01:00", "2027-03-06T16:00:00+01:00")
    assert node["eventStatus"] == f"{SCHEMA}EventScheduled"
    assert node["eventAttendanceMode"] == f"{SCHEMA}OfflineEventAttendanceMode"
    assert node["location"]["name"] == "Salle du Roc"
    assert node["location"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "3 rue Neuve",
        "postalCode": "05200",
        "addressLocality": "Embrun",
        "addressCountry": "FR",
    }
    assert [who["name"] for who in node["organizer"]] == ["La Remise", "Le Rucher"]
    assert node["organizer"][0]["url"] == f"http://testserver{first.url}"
    assert node["offers"] == {
        "@type": "Offer",
        "url": f"http://testserver{page.url}",
        "availability": f"{SCHEMA}InStock",
        "price": 0,
        "priceCurrency": "EUR",
    }
    assert node["isAccessibleForFree"] is True
    assert node["description"] == "On répare."
    assert (node["maximumAttendeeCapacity"], node["typicalAgeRange"]) == (30, "6-")
    assert node["keywords"] == [category.name]
    assert node["image"][0].endswith(".jpg")


def test_each_date_to_come_has_its_node_and_no_more_than_twenty(event, read, embrun):
    found = nodes(
        read(
            event(
                start=START - timedelta(days=700), end=START - timedelta(days=700), commune=embrun, rrule="FREQ=WEEKLY"
            )
        )
    )
    assert len(found) == MOST
    for node in found:
        check(node)
    starts = [node["startDate"] for node in found]
    assert len(set(starts)) == MOST
    assert starts == sorted(starts)


def test_whole_days_are_dates_the_last_one_included(event, read, embrun):
    node = only(read(event(all_day=True, start=at(2027, 5, 1), end=at(2027, 5, 4), commune=embrun)))
    assert (node["startDate"], node["endDate"]) == ("2027-05-01", "2027-05-03")


@pytest.mark.parametrize(
    ("values", "status", "previous"),
    [
        ({"status": "confirmed"}, "EventScheduled", None),
        ({"status": "tentative"}, "EventScheduled", None),
        ({"status": "full"}, "EventScheduled", None),
        ({"status": "cancelled"}, "EventCancelled", None),
        ({"status": "postponed"}, "EventPostponed", None),
        ({"status": "postponed", "former_start": START}, "EventPostponed", None),
        (
            {"status": "postponed", "former_start": at(2027, 2, 27, 14)},
            "EventRescheduled",
            "2027-02-27T14:00:00+01:00",
        ),
    ],
)
def test_states(event, read, embrun, values, status, previous):
    node = only(read(on(event, embrun, **values)))
    assert node["eventStatus"] == SCHEMA + status
    assert node.get("previousStartDate") == previous


def test_what_differs_at_a_date(event, read, embrun):
    page = on(event, embrun, rrule="FREQ=WEEKLY;COUNT=4")
    for weeks, change in (
        (1, {"cancelled": True}),
        (2, {"start": at(2027, 3, 21, 10)}),
        (3, {"place": "Salle du Roc, Gap", "title": "Grand ménage"}),
    ):
        page.date_changes.add(DateChange(recurrence_id=START + timedelta(weeks=weeks), **change))
    page.save()
    plain, cancelled, moved, elsewhere = nodes(read(page))
    for node in (plain, cancelled, moved, elsewhere):
        check(node)
    assert cancelled["eventStatus"] == f"{SCHEMA}EventCancelled"
    assert (moved["startDate"], moved["previousStartDate"]) == (
        "2027-03-21T10:00:00+01:00",
        "2027-03-20T14:00:00+01:00",
    )
    assert moved["endDate"] == "2027-03-21T12:00:00+01:00"
    assert elsewhere["name"] == "Grand ménage"
    assert elsewhere["startDate"] == "2027-03-27T14:00:00+01:00"
    assert elsewhere["location"] == {"@type": "Place", "name": "Salle du Roc, Gap", "address": "Salle du Roc, Gap"}


def test_dates_over_the_change_of_clocks_have_each_their_offset(event, read, embrun):
    first, second = nodes(
        read(event(start=at(2027, 3, 27, 14), end=at(2027, 3, 27, 16), rrule="FREQ=WEEKLY;COUNT=2", commune=embrun))
    )
    assert (first["startDate"][-6:], second["startDate"][-6:]) == ("+01:00", "+02:00")


@pytest.mark.parametrize(
    ("online", "on_site", "mode", "kinds"),
    [
        (True, False, "Online", ["VirtualLocation"]),
        (False, True, "Offline", ["Place"]),
        (True, True, "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_where_one_takes_part(event, read, embrun, online, on_site, mode, kinds):
    values = {"online_url": "https://visio.example/salle"} if online else {}
    node = only(read(on(event, embrun if on_site else None, **values)))
    assert node["eventAttendanceMode"] == f"{SCHEMA}{mode}EventAttendanceMode"
    places = node["location"] if isinstance(node["location"], list) else [node["location"]]
    assert [place["@type"] for place in places] == kinds


def test_nothing_is_said_without_a_place(event, read):
    """A location is required, and none is invented."""
    assert nodes(read(event())) == []


def test_a_place_without_a_commune_has_its_words_as_address(event, read):
    assert only(read(event(place_name="Refuge du Roc")))["location"]["address"] == "Refuge du Roc"


@pytest.mark.parametrize(
    ("price", "text", "expected"),
    [
        ("free", "", 0),
        ("paid", "5 €", 5),
        ("paid", "7,50 euros", 7.5),
        ("paid", "5 € ou 3 €", None),
        ("paid", "selon vos moyens", None),
        ("open", "dès 2 €", None),
        ("", "", None),
    ],
)
def test_the_price_is_given_only_where_it_is_sure(event, read, embrun, price, text, expected):
    node = only(read(on(event, embrun, price=price, price_text=text)))
    assert node.get("offers", {}).get("price") == expected
    assert node.get("isAccessibleForFree") == {"free": True, "paid": False}.get(price)


def test_what_is_full_is_sold_out(event, read, embrun):
    node = only(read(on(event, embrun, status="full", booking_url="https://inscription.example/")))
    assert node["offers"]["availability"] == f"{SCHEMA}SoldOut"
    assert node["offers"]["url"] == "https://inscription.example/"
    assert "price" not in node["offers"]


def test_what_is_over_still_tells_its_last_date(event, read, embrun):
    node = only(
        read(event(start=at(2026, 3, 7, 14), end=at(2026, 3, 7, 16), rdates=["2026-03-14T14:00"], commune=embrun))
    )
    assert node["startDate"] == "2026-03-14T14:00:00+01:00"


def test_a_hostile_title_stays_inside_the_script(event, client, embrun):
    title = '</script><script>alert("1")</script> & \u2028 <!--'
    html = client.get(on(event, embrun, title=title, slug="mauvais").url).text
    assert "<script>alert" not in html
    start = html.index("application/ld+json") + len('application/ld+json">')
    text = html[start : html.index("</script>", start)]
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text)["@graph"][0]["name"] == title
