"""Stored lines: written when an event is published, and SEQUENCE rises when those who noted it must be told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from agenda.models import DateChange, EventLines, EventPage, Place
from agenda.rebuild import rebuild_dates, write_dates
from portal.core.bulk import add_pages
from portal.core.models import Commune
from tests.agenda.ics.conftest import event
from tests.agenda.ics.corpus import CORPUS
from tests.rooms import agenda, at, in_hours

pytestmark = pytest.mark.django_db


def lines(page):
    return EventLines.objects.get(event=page)


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()
    return lines(page)


def test_a_new_title_changes_the_lines_and_not_the_revision(portal_site):
    page = event("Bal")
    page.title, page.summary, page.price = "Grand bal", "Avec orchestre", "free"
    row = publish(page)
    assert row.sequence == 0
    assert "SUMMARY:Grand bal\r\n" in row.text
    assert "SEQUENCE:0\r\n" in row.text
    assert f"DTSTAMP:{page.last_published_at:%Y%m%dT%H%M%SZ}" in row.text


@pytest.mark.parametrize(
    "values",
    [
        {"start": at(2026, 12, 5, 15)},
        {"end": at(2026, 12, 5, 18)},
        {"status": "cancelled"},
        {"rrule": "FREQ=WEEKLY;COUNT=2"},
        {"rdates": ["2026-12-06T14:00"]},
        {"place_name": "Ailleurs"},
        {"online_url": "https://visio.exemple/"},
    ],
)
def test_what_people_must_be_told_raises_the_revision_once(portal_site, values):
    page = event("Bal", at(2026, 12, 5, 14), at(2026, 12, 5, 17))
    for name, value in values.items():
        setattr(page, name, value)
    assert publish(page).sequence == 1
    assert publish(page).sequence == 1
    assert "SEQUENCE:1\r\n" in lines(page).text


def test_a_cancelled_date_raises_the_revision(portal_site):
    page = event("Bal", **CORPUS["weekly for ever"])
    page.date_changes = [DateChange(recurrence_id=at(2026, 12, 12, 14), cancelled=True)]
    assert publish(page).sequence == 1


def test_a_draft_changes_nothing(portal_site):
    page = event("Bal")
    before = lines(page)
    page.title, page.start = "Brouillon", page.start - timedelta(hours=1)
    page.save_revision()
    assert (lines(page).text, lines(page).sequence) == (before.text, 0)


def test_what_was_never_published_has_no_lines_and_begins_at_revision_0(portal_site):
    page = event("Bal", live=False)
    assert not EventLines.objects.exists()
    page.start -= timedelta(hours=1)
    page.save()
    assert not EventLines.objects.exists()
    assert publish(page).sequence == 0


def test_time_that_passes_moves_the_lines_and_not_the_revision(portal_site):
    """A series out of school holidays ends, for calendars, at the last date that we know."""
    page = event("Bal", **CORPUS["out of school holidays"])
    before = lines(page).text
    later = timezone.now() + timedelta(days=30)
    assert write_dates([page], later) == [page]
    assert lines(page).text != before
    assert lines(page).sequence == 0
    assert write_dates([page], later) == []


def test_translations_are_one_event_for_calendars(portal_site):
    page = event("Bal", at(2026, 12, 5, 14), at(2026, 12, 5, 17))
    page.start = at(2026, 12, 5, 15)
    publish(page)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.live = True
    english.title = "Dance"
    english.save()
    assert english.global_uid == page.global_uid
    assert f"UID:{page.global_uid}\r\n" in lines(english).text
    assert lines(english).sequence == 1


def test_pages_made_in_bulk_get_their_lines_from_a_rebuild_in_a_flat_number_of_queries(portal_site):
    commune = Commune.objects.filter(epci__isnull=False).first()
    places = [{"commune": commune}, {"place": Place.objects.create(name="Ici", commune=commune)}]

    def pages(count):
        for number in range(count):
            yield EventPage(title=f"Atelier {number}", start=in_hours(24), end=in_hours(25), **places[number % 2])

    counts = []
    for count in (5, 50):
        keys = add_pages(agenda(), pages(count))
        assert not EventLines.objects.filter(event__in=keys).exists()
        with CaptureQueriesContext(connection) as captured:
            rebuild_dates(EventPage.objects.filter(pk__in=keys))
        assert EventLines.objects.filter(event__in=keys).count() == count
        assert not any("outline" in query["sql"] for query in captured)  # some 5 KB an event
        counts.append(len(captured))
    assert counts[1] <= counts[0] + 1  # several statements of rows
    assert rebuild_dates() == 55


def test_a_published_page_without_a_date_of_publication_keeps_the_same_stamp(portal_site):
    page = event("Bal")
    EventPage.objects.filter(pk=page.pk).update(last_published_at=None)
    EventLines.objects.all().delete()
    rebuild_dates()
    before = lines(page).text
    rebuild_dates(now=timezone.now() + timedelta(hours=5))
    assert lines(page).text == before
