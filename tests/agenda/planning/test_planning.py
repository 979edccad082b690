"""« Choisir une date »: what else happens, for members; what is public only, for the others."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from agenda.engine.clocks import PARIS, midnight
from agenda.models import EventPage
from agenda.planning.around import between, rank
from agenda.planning.days import day_said
from agenda.planning.evenings import evenings, freest
from portal.core.models import Audience, Commune
from portal.demo.builders import make_event, make_member, make_structure, make_user
from tests.rooms import agenda, at, directory, make_private

pytestmark = pytest.mark.django_db
URL = "/admin/agenda/choisir-une-date/"
DAY = date(2027, 3, 6)
MORNING, NIGHT = at(2027, 3, 6), at(2027, 3, 7)


def same_moment(point, start, end, **values):
    """As the screen ranks them."""
    return sorted(between(point, start, end, **values), key=rank)


@pytest.fixture
def member(portal_site):
    return make_member(make_structure(directory(), title="La Remise"), "membre@exemple.fr")


def commune(name):
    return Commune.objects.get(name=name)


def event(title, hour=20, day=DAY, parent=None, **values):
    start = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)
    return make_event(parent or agenda(), title=title, start=start, end=start + timedelta(hours=2), **values)


def titles(found):
    return [one.title for one in found]


# -- What else happens ------------------------------------------------------------------------------------------------
def test_the_nearest_come_first_and_the_same_audience_before_them(portal_site):
    audience = Audience.objects.in_language("fr").first()
    for name in ("Gap", "Embrun", "Guillestre"):
        event(f"À {name}", commune=commune(name))
    event("Pour les mêmes", commune=commune("Gap"), audiences=[audience])
    event("La veille", day=DAY - timedelta(days=1), commune=commune("Embrun"))
    found = same_moment(commune("Embrun").point, MORNING, NIGHT, audiences=[audience.slug])
    assert titles(found) == ["Pour les mêmes", "À Embrun", "À Guillestre", "À Gap"]
    assert [found[0].same_audience, found[1].same_audience] == [True, False]
    assert found[1].km == 0
    assert 15 < found[2].km < 25


def test_what_is_far_away_is_left_out(portal_site):
    event("À Embrun", commune=commune("Embrun"))
    assert same_moment((48.85, 2.35), MORNING, NIGHT) == []
    assert titles(same_moment(None, MORNING, NIGHT)) == ["À Embrun"]


def test_an_event_does_not_clash_with_itself(portal_site):
    page = event("Bal", commune=commune("Embrun"))
    event("Concert", commune=commune("Gap"))
    assert titles(same_moment(page.point, page.start, page.end, without=str(page.translation_key))) == ["Concert"]


def test_only_what_takes_place_counts(portal_site):
    event("Annulé", status=EventPage.Status.CANCELLED)
    event("Reporté", status=EventPage.Status.POSTPONED)
    event("Brouillon", live=False)
    event("Fini à minuit", hour=22, day=DAY - timedelta(days=1))
    event("Complet", status=EventPage.Status.FULL)
    assert titles(same_moment(None, MORNING, NIGHT)) == ["Complet"]


def test_the_public_sees_neither_plans_of_the_network_nor_private_pages(portal_site):
    hidden = make_structure(directory(), title="Groupe fermé")
    event("Réservez la date", visibility="network")
    event("Entre nous", parent=hidden)
    make_private(hidden)
    closed = event("Conseil")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.PASSWORD, password="x")
    event("Public")
    assert titles(same_moment(None, MORNING, NIGHT)) == ["Public"]
    seen = titles(same_moment(None, MORNING, NIGHT, network=True))
    assert sorted(seen) == ["Entre nous", "Public", "Réservez la date"]


def test_an_event_in_two_languages_is_one(portal_site):
    from wagtail.models import Locale

    page = event("Bal")
    english = Locale.objects.get(language_code="en")
    for original in (agenda(), page):
        original.copy_for_translation(english).save_revision().publish()
    assert titles(same_moment(None, MORNING, NIGHT)) == ["Bal"]


def test_three_queries_whatever_there_is(portal_site):
    audience = Audience.objects.in_language("fr").first()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            found = between((44.5, 6.5), MORNING, NIGHT, audiences=[audience.slug], network=True)
        return len(found), len(captured)

    event("Un", audiences=[audience])
    assert queries() == (1, 3)
    for number in range(8):
        event(f"Encore {number}", commune=commune("Gap"), audiences=[audience])
    assert queries() == (9, 3)


# -- The freest evenings ----------------------------------------------------------------------------------------------
def week(*pages_point):
    first, last = DAY, DAY + timedelta(days=6)
    point = pages_point[0] if pages_point else None
    return between(point, midnight(first), midnight(last + timedelta(days=1))), first, last


def test_a_busy_evening_comes_after_a_free_one_and_says_why(portal_site):
    event("Bal", commune=commune("Embrun"))
    event("Marché", hour=9, day=DAY + timedelta(days=1), commune=commune("Embrun"))
    neighbours, first, last = week(commune("Embrun").point)
    found = freest(neighbours, first, last)
    assert found[-1].day == DAY
    assert found[-1].why() == "1 événement : « Bal », à 0 km."
    assert found[0].day == DAY + timedelta(days=1), "a morning leaves its evening free"
    assert found[0].why() == "Rien d’annoncé à moins de 80 km."


def test_what_is_near_and_for_the_same_people_weighs_more(portal_site):
    event("Loin", commune=commune("Gap"))
    event("Ici", day=DAY + timedelta(days=1), commune=commune("Embrun"))
    neighbours, first, last = week(commune("Embrun").point)
    far, here = evenings(neighbours, first, last)[:2]
    assert 0 < far.score < here.score


def test_among_equals_the_asked_day_of_the_week_comes_first(portal_site):
    found = freest([], DAY, DAY + timedelta(days=20), like=DAY)
    assert [evening.day for evening in found[:3]] == [DAY, DAY + timedelta(days=7), DAY + timedelta(days=14)]


def test_an_evening_ends_at_midnight_on_the_night_the_clocks_change(portal_site):
    start = datetime(2027, 3, 28, 0, 30, tzinfo=PARIS)
    make_event(agenda(), title="Nuit", start=start, end=start + timedelta(hours=3))
    days = date(2027, 3, 27), date(2027, 3, 28)
    neighbours = between(None, midnight(days[0]), midnight(date(2027, 3, 29)))
    assert [len(evening.events) for evening in evenings(neighbours, *days)] == [0, 0]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 25), "jour férié, vacances de Noël"),
        (date(2026, 12, 24), "veille de jour férié, vacances de Noël"),
        (date(2027, 3, 10), ""),
    ],
)
def test_holidays_are_said(day, said):
    assert day_said(day) == said


# -- The page ---------------------------------------------------------------------------------------------------------
def test_strangers_and_accounts_without_a_part_do_not_see_it(client, portal_site):
    assert client.get(URL).status_code == 302
    client.force_login(make_user("visiteur@exemple.fr"))
    assert client.get(URL).status_code in (302, 403)
    assert "Les soirées" not in client.get(URL, follow=True).text


@pytest.mark.ignore_template_errors
def test_a_member_sees_the_day_with_the_plans_of_the_network(client, member):
    event("Assemblée", visibility="network", commune=commune("Gap"))
    client.force_login(member)
    html = client.get(URL, {"jour": "6/3/2027", "commune": "embrun"}).text
    assert "Samedi 6 mars 2027 · Embrun" in html
    assert "Assemblée" in html
    assert "pas encore public" in html
    assert "en soirée" in html
    assert len(BeautifulSoup(html, "html.parser").select(".choisir ol li")) == 8


def test_the_fragment_is_what_was_found_and_no_page(client, member):
    client.force_login(member)
    html = client.get(URL, {"jour": "2027-03-06", "fragment": "1"}).text
    assert html.startswith("<div") or html.strip().startswith("<div")
    assert "<html" not in html
    assert "Rien d’annoncé ce jour-là" in html


@pytest.mark.parametrize(
    "query",
    [
        *({"jour": "bientôt"}, {"jour": "31/02/2027"}, {"jour": "9" * 4000}, {"commune": "nulle-part"}),
        *(
            {"commune": "9" * 12},
            {"commune": "\x00"},
            {"public": ["x"] * 500},
            {"public": "\x00"},
            {"sauf": "²"},
            {"sauf": "-1"},
        ),
    ],
)
def test_the_page_never_breaks(client, member, query):
    client.force_login(member)
    response = client.get(URL, query | {"fragment": "1"})
    assert response.status_code == 200
    assert "Les soirées les plus libres" in response.text


def test_the_button_of_the_form_carries_what_is_typed(client, member):
    client.force_login(member)
    audience = Audience.objects.in_language("fr").first()
    form = {"schedule_typed-first": "6/3/2027", "commune": commune("Gap").pk, "audiences": [audience.pk], "title": "x"}
    response = client.post(URL, form)
    assert response.status_code == 302
    assert response.url == f"{URL}?jour=2027-03-06&commune=gap&public={audience.slug}"


def test_the_page_asks_as_much_for_many_events_as_for_one(client, member):
    client.force_login(member)
    soon = timezone.localdate() + timedelta(days=3)
    query = {"jour": soon.isoformat(), "commune": "embrun", "fragment": "1"}

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(URL, query).status_code == 200
        return len(captured)

    event("Un", day=soon, commune=commune("Gap"))
    queries()  # what is kept in memory for good is read once
    one = queries()
    for number in range(12):
        event(f"Encore {number}", day=soon, commune=commune("Gap"))
    assert queries() == one <= 12
