"""/agenda/: nothing is both past and to come, local time through clock changes, and only what is public."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from agenda.cards import hours, occurrence_in_words, occurrence_row, week_heading
from agenda.models import EventPage, Occurrence
from portal.core.models import Commune
from portal.demo.builders import make_event, make_structure, make_user
from tests.admin_forms import form_values
from tests.rooms import agenda, at, directory, in_hours, make_private

pytestmark = pytest.mark.django_db
URL = "/agenda/"


def event(title="Repair café", start=None, end=None, parent=None, **values):
    return make_event(parent or agenda(), title=title, start=start or in_hours(2), end=end or in_hours(4), **values)


def titles(client, query=""):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return [link.get_text() for link in BeautifulSoup(response.text, "html.parser").select(".evt h3 a")]


# -- Past and to come -------------------------------------------------------------------------------------------------
def test_every_occurrence_is_either_past_or_to_come_even_at_the_instant_it_ends(portal_site):
    now = at(2026, 12, 5, 17)
    for start, end in ((-3, -1), (-3, 0), (-1, 1), (0, 0), (0, 2), (1, 2)):
        event(f"De {start} à {end}", now + timedelta(hours=start), now + timedelta(hours=end))
    instants = [now + timedelta(microseconds=shift) for shift in (-1, 0, 1)]
    for instant in instants:
        upcoming = set(Occurrence.objects.upcoming(instant))
        past = set(Occurrence.objects.past(instant))
        assert upcoming | past == set(Occurrence.objects.all())
        assert not upcoming & past
    titles = {row.event.title for row in Occurrence.objects.upcoming(now)}
    assert "De -3 à 0" in titles
    assert "De -3 à -1" not in titles


def test_the_agenda_shows_what_is_going_on_and_what_comes_soonest_first(client, portal_site):
    event("Demain", in_hours(24), in_hours(25))
    event("En cours", in_hours(-1), in_hours(1))
    event("Hier", in_hours(-25), in_hours(-24))
    assert titles(client) == ["En cours", "Demain"]


def test_an_event_of_several_dates_shows_once_at_the_next_one(client, portal_site):
    others = [(in_hours(48), in_hours(49)), (in_hours(-48), in_hours(-47))]
    event("Atelier", in_hours(24), in_hours(25), others=others)
    (line,) = BeautifulSoup(client.get(URL).text, "html.parser").select(".evt")
    assert line.select_one("time")["datetime"] == timezone.localdate(in_hours(24)).isoformat()


def test_the_home_shows_each_event_of_the_week_once(client, portal_site):
    event("Atelier", in_hours(3), in_hours(4), others=[(in_hours(27), in_hours(28))])
    event("Dans un mois", in_hours(24 * 30), in_hours(24 * 30 + 1))
    assert [row["title"] for row in client.get("/").context["events"]] == ["Atelier"]


def test_the_coming_days_end_at_midnight_on_the_clocks_of_here(portal_site):
    """On Sunday 25 October 2026 the clocks go back: a day of 25 hours."""
    now = at(2026, 10, 18, 12)
    event("Juste avant minuit", at(2026, 10, 25, 23, 59), at(2026, 10, 26, 1))
    event("À minuit", at(2026, 10, 26, 0, 0), at(2026, 10, 26, 1))
    found = [row.event.title for row in Occurrence.objects.in_coming_days(now, 7)]
    assert found == ["Juste avant minuit"]


# -- Dates that make sense --------------------------------------------------------------------------------------------
def test_an_end_before_the_start_is_refused_by_the_page():
    with pytest.raises(ValidationError) as error:
        EventPage(title="Bal", start=at(2026, 12, 5, 14), end=at(2026, 12, 5, 13)).clean()
    assert "end" in error.value.message_dict


def test_an_end_before_the_start_is_refused_by_the_database(portal_site):
    page = event()
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.create(
            event=page, recurrence_id=at(2026, 12, 5, 14), start=at(2026, 12, 5, 14), end=at(2026, 12, 5, 13)
        )


@pytest.mark.ignore_template_errors
def test_the_editor_s_form_says_that_the_end_is_before_the_start(client, portal_site):
    page = event(start=at(2026, 12, 5, 14), end=at(2026, 12, 5, 15))
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    address = f"/admin/pages/{page.pk}/edit/"
    values = form_values(client, address) | {"body-count": "0"}
    bad = client.post(address, values | {"schedule_typed-to": "13:00"})
    assert bad.status_code == 200
    assert "La fin est avant le début." in bad.text
    good = client.post(address, values | {"schedule_typed-to": "16:00", "action-publish": "1"})
    assert good.status_code == 302, "times are entered on the clocks of here"
    page.refresh_from_db()
    assert (page.start, page.end) == (at(2026, 12, 5, 14), at(2026, 12, 5, 16))


# -- Words of dates ---------------------------------------------------------------------------------------------------
def words(start, end):
    with translation.override("fr"):
        return occurrence_in_words(Occurrence(start=start, end=end))["text"]


def test_a_date_reads_as_people_say_it():
    assert words(at(2026, 12, 5, 14), at(2026, 12, 5, 17, 30)) == "samedi 5 décembre 2026, 14 h – 17 h 30"


def test_the_first_of_the_month_is_premier():
    assert words(at(2027, 5, 1, 9), at(2027, 5, 1, 9)).startswith("samedi 1er mai 2027, 9 h")


def test_an_event_over_several_days_says_when_it_ends():
    assert words(at(2026, 12, 5, 9), at(2026, 12, 7, 18)).endswith("9 h, jusqu’au 7 décembre 2026")


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), "23 h 30"),  # the evening before: still winter time
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "1 h 59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "3 h"),  # 2 o'clock does not exist that night
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), "0 h 30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2 h 30"),  # the first 2:30
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2 h 30"),  # and the second
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "3 h"),
    ],
)
def test_hours_are_those_of_the_clocks_of_here_on_the_nights_when_they_change(utc, local):
    with translation.override("fr"):
        assert hours(Occurrence(start=utc, end=utc)) == local


def test_the_day_is_the_one_of_here_not_of_greenwich(portal_site):
    page = event(start=datetime(2026, 6, 30, 22, 30, tzinfo=UTC), end=datetime(2026, 6, 30, 23, tzinfo=UTC))
    with translation.override("fr"):
        row = occurrence_row(Occurrence.objects.with_card_data().get(event=page))
    assert (row["iso"], row["day"]) == ("2026-07-01", 1)


def test_a_time_for_machines_has_its_offset():
    moment = occurrence_in_words(Occurrence(start=at(2026, 12, 5, 14), end=at(2026, 12, 5, 15)))
    assert moment["iso"] == "2026-12-05T14:00+01:00"


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (at(2026, 11, 23), "Semaine du 23 novembre"),
        (at(2026, 11, 29), "Semaine du 23 novembre"),
        (at(2026, 11, 30), "Semaine du 30 novembre"),
        (at(2027, 1, 2), "Semaine du 28 décembre"),
        (at(2026, 6, 3), "Semaine du 1er juin"),
    ],
)
def test_a_week_is_named_after_its_monday(day, heading):
    with translation.override("fr"):
        assert week_heading(day.date()) == heading


def test_the_agenda_is_grouped_by_week(client, portal_site):
    monday = timezone.localtime() + timedelta(days=14 - timezone.localtime().weekday())
    monday = monday.replace(hour=10, minute=0, second=0, microsecond=0)
    for title, days in (("A", 0), ("B", 6), ("C", 7)):
        event(title, monday + timedelta(days=days), monday + timedelta(days=days, hours=1))
    parts = BeautifulSoup(client.get(URL).text, "html.parser").select(".pile > *")
    found = [part.get_text() if part.name == "h2" else part.h3.get_text() for part in parts]
    assert found == [week_heading(monday.date()), "A", "B", week_heading(monday.date() + timedelta(days=7)), "C"]


# -- State ------------------------------------------------------------------------------------------------------------
def test_a_cancelled_event_says_so_and_is_struck_everywhere(client, portal_site):
    structure = make_structure(directory(), title="La Remise")
    page = event(status=EventPage.Status.CANCELLED, organiser=structure)
    for address in (URL, "/", structure.url):
        row = BeautifulSoup(client.get(address).text, "html.parser").select_one("article.evt")
        assert "annule" in row["class"], address
        assert "annulé" in row.get_text(), address
    assert "Cet événement est annulé." in client.get(page.url).text


def test_the_sheet_strikes_what_is_cancelled(settings):
    css = (settings.BASE_DIR / "static" / "css" / "event.css").read_text(encoding="utf-8")
    rule = css[css.index(".annule") :]
    assert "line-through" in rule[: rule.index("}")]


def test_a_confirmed_event_is_not_struck(client, portal_site):
    event()
    assert "annule" not in BeautifulSoup(client.get(URL).text, "html.parser").select_one("article.evt")["class"]


def test_an_event_that_is_over_says_so(client, portal_site):
    page = event(start=in_hours(-5), end=in_hours(-4))
    assert "Cet événement est passé." in client.get(page.url).text


# -- Who sees what ----------------------------------------------------------------------------------------------------
def test_neither_drafts_nor_private_events_are_shown(client, portal_site):
    structure = make_structure(directory(), title="La Remise")
    hidden = make_structure(directory(), title="Groupe fermé")
    event("Brouillon", live=False, organiser=structure)
    make_private(event("Secret", organiser=structure))
    event("Réunion interne", parent=hidden)
    make_private(hidden)
    event("Public", organiser=structure)
    for address in (URL, "/", structure.url):
        html = client.get(address).text
        assert "Public" in html, address
        for title in ("Brouillon", "Secret", "Réunion interne"):
            assert title not in html, (address, title)


@pytest.mark.parametrize("hidden", ["draft", "private"])
def test_an_event_does_not_name_an_organiser_that_is_not_public(client, portal_site, hidden):
    structure = make_structure(directory(), title="Structure cachée", live=hidden != "draft")
    if hidden == "private":
        make_private(structure)
    page = event(organiser=structure)
    for address in (URL, page.url, "/"):
        html = client.get(address).text
        assert page.title in html
        assert f'href="{structure.url}"' not in html
        assert "Structure cachée" not in html


def test_the_valley_keeps_its_events_only(client, portal_site):
    embrun, gap = (Commune.objects.get(name=name) for name in ("Embrun", "Gap"))
    assert embrun.valley != gap.valley
    event("À Embrun", commune=embrun)
    event("À Gap", commune=gap)
    assert titles(client, f"vallee={embrun.valley.slug}") == ["À Embrun"]


def test_an_empty_agenda_and_an_empty_valley_say_so(client, portal_site):
    assert "Rien n’est encore annoncé" in client.get(URL).text
    valley = Commune.objects.get(name="Gap").valley.slug
    html = client.get(f"{URL}?vallee={valley}").text
    assert "Rien d’annoncé avec ces filtres" in html
    assert BeautifulSoup(html, "html.parser").select_one(f'.vide-etat a[href="{URL}"]')


def test_a_translated_event_is_still_one_event(client, portal_site):
    from wagtail.models import Locale

    page = event()
    english = Locale.objects.get(language_code="en")
    for original in (agenda(), page):
        original.copy_for_translation(english).save_revision().publish()
    assert titles(client) == ["Repair café"]
    assert [row["title"] for row in client.get("/").context["events"]] == ["Repair café"]
