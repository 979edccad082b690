"""What goes out of one portal and into an empty one goes out of that one the same."""

import zlib

import pytest
from icalendar import Calendar

from agenda.coming_in.refresh import refresh
from agenda.ics.feed import Face, of_event
from agenda.models import DateChange, EventPage
from portal.core.models import Commune, EventCategory
from portal.demo.builders import make_event, make_structure
from tests.agenda.coming_in.calendars import make_feed
from tests.rooms import agenda, at, directory

pytestmark = pytest.mark.django_db
# Of the portal and of the hour, not of the event.
OWN = ("URL", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE")
FACE = Face("Agenda", "/a.ics", "/a")
ONCE = {"start": at(2026, 12, 5, 14), "end": at(2026, 12, 5, 17)}
WEEKLY = ONCE | {"rrule": "FREQ=WEEKLY;COUNT=6"}
CORPUS = {
    "once": ONCE,
    "all day": {"start": at(2026, 12, 5), "end": at(2026, 12, 7), "all_day": True},
    "through the night of a clock change": {"start": at(2026, 10, 24, 22), "end": at(2026, 10, 25, 6)},
    "place": ONCE | {"place_name": "Salle des fêtes", "address": "3 rue du Pont", "commune": "Guillestre"},
    "point": ONCE | {"place_name": "Le Fil", "latitude": 44.55, "longitude": 6.08},
    "online": ONCE | {"online_url": "https://visio.exemple.fr/a"},
    "both": ONCE | {"online_url": "https://visio.exemple.fr/a", "place_name": "Le Fil", "commune": "Gap"},
    "weekly": WEEKLY | {"exdates": ["2026-12-12T14:00"], "rdates": ["2026-12-08T14:00"]},
    "monthly": ONCE | {"rrule": "FREQ=MONTHLY;BYDAY=1SA;UNTIL=20270605T120000Z"},
    "all day, weekly": {
        "start": at(2026, 12, 5),
        "end": at(2026, 12, 6),
        "all_day": True,
        "rrule": "FREQ=WEEKLY;COUNT=3",
    },
    "elsewhere": WEEKLY | {"zone": "Europe/London"},
    "several dates": ONCE | {"rdates": ["2026-12-08T14:00", "2027-01-04T14:00"]},
    "out of school holidays": WEEKLY | {"school": "except"},
    "cancelled": ONCE | {"status": "cancelled"},
    "full": ONCE | {"status": "full"},
    "tentative": ONCE | {"status": "tentative"},
    "facts": ONCE
    | {
        "summary": "On répare ensemble",
        "body": [("text", "<p>Venez, c’est ; simple, n’est-ce pas\\?</p>")],
        "price": "open",
        "price_text": "5 € conseillés",
        "booking_url": "https://exemple.fr/i",
        "booking_phone": "04 92 00 00 01",
        "contact": "Jeanne, 04 92 00 00 00",
        "online_url": "https://visio.exemple.fr/a",
    },
    "not fictional": ONCE | {"is_fictional": False},
}


def exported(page):
    return b"".join([answer]) if isinstance(answer := of_event(FACE, page.pk), bytes) else b"".join(answer)


def events_of(content):
    """The properties of each VEVENT, as icalendar reads them."""
    return [
        sorted(
            (name, value.to_ical() if hasattr(value, "to_ical") else value, str(getattr(value, "params", "")))
            for name, value in event.property_items()
            if name not in OWN
        )
        for event in Calendar.from_ical(content).walk("VEVENT")
    ]


def again(page):
    """Export the event, empty the portal, import it and export it again."""
    before = exported(page)
    page.delete()
    feed = make_feed(make_structure(directory(), title="Ailleurs"), content=zlib.compress(before))
    run = refresh(feed)
    assert run.counts == {"new": 1}, [line.message for line in run.lines.all()]
    return events_of(before), events_of(exported(EventPage.objects.get()))


@pytest.mark.parametrize("name", CORPUS)
def test_an_event_comes_back_as_it_went(portal_site, name):
    values = dict(CORPUS[name])
    if "commune" in values:
        values["commune"] = Commune.objects.get(name=values["commune"])
    values["categories"] = [EventCategory.objects.filter(locale__language_code="fr").first()]
    before, after = again(make_event(agenda(), title="Répare-café, le retour", **values))
    assert before == after


def test_a_series_with_dates_apart_comes_back_as_it_went(portal_site):
    page = make_event(agenda(), title="Repair café", **WEEKLY)
    page.date_changes = [
        DateChange(recurrence_id=at(2026, 12, 12, 14), cancelled=True),
        DateChange(recurrence_id=at(2026, 12, 19, 14), start=at(2026, 12, 20, 15), end=at(2026, 12, 20, 18)),
        DateChange(recurrence_id=at(2026, 12, 26, 14), title="Au chaud", place="La Remise"),
    ]
    page.save()
    before, after = again(page)
    assert len(before) == 4
    assert before == after
