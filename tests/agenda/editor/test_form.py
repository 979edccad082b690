"""The event's form in Wagtail's editor, sent as a browser without scripts does."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from agenda.models import DateChange, EventPage
from portal.demo.builders import make_event, make_member, make_structure, make_user
from tests.admin_forms import form_values
from tests.rooms import agenda, at, directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Wagtail’s own templates
NAME = "schedule_typed"


@pytest.fixture
def admin(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    return client


def series(parent=None, **values):
    """Saturdays from 6 March 2027, 14 h to 17 h: in winter time, then in summer time."""
    given = {
        "title": "Repair café",
        "start": at(2027, 3, 6, 14),
        "end": at(2027, 3, 6, 17),
        "rrule": "FREQ=WEEKLY;BYDAY=SA",
    }
    return make_event(parent or agenda(), **given | values)


def sent(client, page, action="action-publish", **values):
    """Send the form of a page back, changed; returns the response and the page as it is then."""
    address = f"/admin/pages/{page.pk}/edit/"
    given = (
        form_values(client, address)
        | {"body-count": "0"}
        | {f"{NAME}-{name}": value for name, value in values.items()}
        | {action: "1"}
    )
    response = client.post(address, given, follow=True)
    return response, EventPage.objects.get(pk=page.pk)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_the_form_sent_back_as_it_came_changes_nothing(admin):
    page = series(rdates=["2027-03-09T18:00"], exdates=["2027-03-13T14:00"], school="except")
    before = page.schedule()
    response, page = sent(admin, page)
    assert page.schedule() == before
    assert response.redirect_chain


def test_the_form_shows_the_rhythm_in_words_and_the_next_six_dates(admin):
    html = admin.get(f"/admin/pages/{series().pk}/edit/").text
    shown = BeautifulSoup(html, "html.parser").select_one("[data-schedule-dates]")
    assert "Tous les samedis" in shown.text
    assert len(shown.select("li time")) == 6
    assert shown.select_one("time")["datetime"] == "2027-03-06T14:00+01:00"


def test_a_new_event_is_written_by_its_form(admin):
    address = f"/admin/pages/add/agenda/eventpage/{agenda().pk}/"
    values = form_values(admin, address) | {
        "body-count": "0",
        "title": "Chorale",
        "slug": "chorale",
        "action-publish": "1",
    }
    when = {"first": "2027-03-01", "from": "20:00", "to": "22:00", "how": "weekly", "days": ["1"], "ends": "count"}
    when["count"] = "5"
    response = admin.post(address, values | {f"{NAME}-{name}": value for name, value in when.items()}, follow=True)
    page = EventPage.objects.get(slug="chorale")
    assert page.rrule == "FREQ=WEEKLY;COUNT=5;BYDAY=TU"
    assert page.occurrences.count() == 5
    assert page.start == at(2027, 3, 2, 20)
    assert any("La première date est le mardi 2 mars 2027" in text for text in messages_of(response))


def test_what_the_editor_saves_by_itself_says_nothing(admin):
    page = series()
    address = f"/admin/pages/{page.pk}/edit/"
    values = form_values(admin, address) | {"body-count": "0", f"{NAME}-first": "2027-03-01"}
    response = admin.post(address, values, headers={"accept": "application/json"})
    assert response.json()["success"]
    assert EventPage.objects.get(pk=page.pk).get_latest_revision_as_object().start == at(2027, 3, 6, 14)
    assert messages_of(admin.get(address)) == []


def test_a_new_event_without_a_day_is_not_an_error_of_the_portal(admin):
    address = f"/admin/pages/add/agenda/eventpage/{agenda().pk}/"
    values = form_values(admin, address) | {"body-count": "0", "title": "Chorale", "slug": "chorale"}
    response = admin.post(address, values)
    assert response.status_code == 200
    assert "Quel jour ? Écrivez au moins la première date." in response.text
    assert not EventPage.objects.filter(slug="chorale").exists()


def test_a_faulty_form_is_shown_again_as_it_was_typed(admin):
    response, _page = sent(admin, series(), dates="demain", **{"except": "12/12/2027"})
    html = BeautifulSoup(response.text, "html.parser")
    assert html.select_one(f'[name="{NAME}-dates"]').text == "demain"
    assert html.select_one(f'[name="{NAME}-except"]').text == "12/12/2027"
    assert "n’est pas une date" in html.select_one(f"#id_{NAME}-dates-error").text


def test_a_rule_that_the_form_cannot_say_is_kept_until_another_is_chosen(admin):
    page = series(rrule="FREQ=YEARLY;BYMONTH=3;BYDAY=1SA")
    html = admin.get(f"/admin/pages/{page.pk}/edit/").text
    assert "comme jusqu’ici : chaque année, le premier samedi de mars" in html
    _response, page = sent(admin, page)
    assert page.rrule == "FREQ=YEARLY;BYMONTH=3;BYDAY=1SA"
    _response, page = sent(admin, page, how="daily")
    assert page.rrule == "FREQ=DAILY"


def test_a_rule_that_nothing_reads_does_not_break_the_form(admin):
    page = series()
    EventPage.objects.filter(pk=page.pk).update(rrule="FREQ=SECONDLY")
    assert admin.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_when_the_hour_moves_for_all_dates_nothing_is_lost(admin):
    page = series(exdates=["2027-03-13T14:00"], rdates=["2027-03-09T14:00", "2027-03-10T10:00"])
    cancelled, moved = at(2027, 3, 20, 14), at(2027, 4, 3, 14)  # before and after the change of clocks
    page.date_changes = [
        DateChange(recurrence_id=cancelled, cancelled=True),
        DateChange(recurrence_id=moved, start=at(2027, 4, 4, 9)),
    ]
    page.save_revision().publish()
    _response, page = sent(admin, page, **{"from": "15:30", "to": "18:00"})
    assert page.exdates == ["2027-03-13T15:30"]
    assert page.rdates == ["2027-03-09T15:30", "2027-03-10T10:00"]
    rows = page.occurrences.filter(start__lt=at(2027, 4, 12)).order_by("start")
    assert [(row.start, row.cancelled) for row in rows] == [
        (at(2027, 3, 6, 15, 30), False),
        (at(2027, 3, 9, 15, 30), False),
        (at(2027, 3, 10, 10), False),
        (at(2027, 3, 20, 15, 30), True),
        (at(2027, 3, 27, 15, 30), False),
        (at(2027, 4, 4, 9), False),
        (at(2027, 4, 10, 15, 30), False),
    ]


def test_when_the_day_of_the_week_moves_what_differs_moves_too(admin):
    page = series()
    page.date_changes = [DateChange(recurrence_id=at(2027, 3, 20, 14), cancelled=True)]
    page.save_revision().publish()
    _response, page = sent(admin, page, first="2027-03-07", days=["6"])
    assert [row.start for row in page.occurrences.filter(cancelled=True)] == [at(2027, 3, 21, 14)]


def test_what_can_no_longer_follow_is_kept_and_said(admin):
    page = series()
    page.date_changes = [DateChange(recurrence_id=at(2027, 3, 20, 14), cancelled=True)]
    page.save_revision().publish()
    response, page = sent(admin, page, how="same_day")
    assert page.date_changes.count() == 1
    assert any("1 date à part ne correspond plus" in text for text in messages_of(response))
    assert "ne correspondent plus à la série" in admin.get(f"/admin/agenda/{page.pk}/dates/").text


def test_the_second_of_two_hours_stays_the_second(admin):
    """On 25 October 2026 the clocks show 2:30 twice; a feed may well mean the second."""
    second = at(2026, 10, 25, 2, 30).replace(fold=1)
    page = make_event(agenda(), title="Nuit des étoiles", start=second, end=at(2026, 10, 25, 5))
    _response, page = sent(admin, page)
    assert page.start.astimezone(UTC) == second.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_two_versions_of_a_page_are_compared_by_their_times(admin):
    page = series()
    page.save_revision()
    sent(admin, page, "action-save", **{"from": "15:30"})
    first, second = page.revisions.order_by("pk")[:2]
    html = admin.get(f"/admin/pages/{page.pk}/revisions/compare/{first.pk}...{second.pk}/").text
    assert "Début" in html


# -- Preview ----------------------------------------------------------------------------------------------------------
PREVIEW = "/admin/agenda/apercu-des-dates/"


def test_the_preview_gives_the_dates_of_what_is_typed(admin):
    typed = {"first": "1/3/2027", "from": "20:00", "how": "weekly", "days": "1"}
    html = admin.get(PREVIEW, {f"{NAME}-{name}": value for name, value in typed.items()}).text
    assert "Tous les mardis" in html
    assert html.count("<time") == 6
    assert "mardi 2 mars 2027, 20" in html


@pytest.mark.parametrize("first", ["", "demain", "9" * 3000, "0000-00-00"])
def test_the_preview_never_breaks(admin, first):
    response = admin.get(PREVIEW, {f"{NAME}-first": first, f"{NAME}-how": "\x00"})
    assert response.status_code == 200
    assert "<time" not in response.text


def test_a_stranger_has_no_preview(client, portal_site):
    assert client.get(PREVIEW).status_code == 302


def test_members_write_events_of_their_structure(client, portal_site):
    structure = make_structure(directory(), title="La Remise")
    page = series(structure)
    client.force_login(make_member(structure, "membre@exemple.fr"))
    before = page.start
    _response, page = sent(client, page, "action-submit", **{"from": "15:00"})
    assert page.start == before, "it waits for moderation"
    assert page.get_latest_revision_as_object().start == at(2027, 3, 6, 15)
