"""/agenda/: list, month, week, day; filters, addresses, counts; who sees the network's plans."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.filters import FACETS, FLAGS, agenda_shelf, read_form
from agenda.found import by_day, rows
from agenda.fragments import event_row_html
from agenda.models import EventPage, Occurrence
from agenda.nightly import extend_series
from agenda.period import month, week
from agenda.timeline import start_of
from portal.core.models import Audience, Commune, EventCategory
from portal.demo.builders import make_event, make_member, make_structure, make_user
from portal.search.catalogue import find
from tests.rooms import agenda, at, directory, in_hours, make_private

pytestmark = pytest.mark.django_db
URL = "/agenda/"


def event(title, start=None, hours=2, parent=None, **values):
    start = start or in_hours(2)
    return make_event(parent or agenda(), title=title, start=start, end=start + timedelta(hours=hours), **values)


def soup_of(client, address=URL, query=""):
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def titles(client, query="", address=URL):
    return [link.get_text() for link in soup_of(client, address, query).select(".evt h3 a")]


@pytest.fixture
def gap(portal_site):
    return Commune.objects.get(name="Gap")


# -- The list ---------------------------------------------------------------------------------------------------------
def test_a_series_is_one_line_at_its_next_date_with_its_rhythm_in_words(client, portal_site):
    start = timezone.localtime().replace(hour=23, minute=50, second=0, microsecond=0) - timedelta(days=70)
    event("Repair café", start, hours=0, rrule="FREQ=WEEKLY")
    (line,) = soup_of(client).select(".evt")
    assert line.select_one("time")["datetime"] == timezone.localdate().isoformat()
    assert line.select_one(".puce").get_text().startswith("tou")


def test_a_date_that_is_cancelled_is_not_the_next_one(client, portal_site):
    start = in_hours(2)
    page = event("Chorale", start, rrule="FREQ=WEEKLY;COUNT=3")
    page.date_changes.create(recurrence_id=start, cancelled=True)
    page.save()
    (line,) = soup_of(client).select(".evt")
    assert line.select_one("time")["datetime"] == timezone.localdate(start + timedelta(days=7)).isoformat()


def test_what_is_over_today_is_past_and_what_is_going_on_is_not(client, portal_site):
    event("Fini", in_hours(-5))
    event("En cours", in_hours(-1))
    assert titles(client) == ["En cours"]
    assert titles(client, "quand=passe") == ["Fini"]


@pytest.mark.parametrize("hours", [-30, -5, -1, 1, 30])
def test_each_event_is_either_to_come_or_past(client, portal_site, hours):
    event("Unique", in_hours(hours))
    assert len(titles(client)) + len(titles(client, "quand=passe")) == 1


def test_a_row_is_printed_as_its_component(portal_site):
    row = {
        "url": "/x/",
        "title": "<b>L’été & l’hiver",
        "iso": "2026-12-05",
        "month": "déc.",
        "day": 5,
        "meta": ["14 h", "Gap"],
        "chip": "annulé",
        "chip_tone": "rouge",
        "cancelled": True,
        "lang": "",
    }
    printed = BeautifulSoup(event_row_html(row), "html.parser").prettify()
    component = render_to_string("components/event_row.html", {"event": row})
    assert printed.split() == BeautifulSoup(component, "html.parser").prettify().split()


# -- Filters ----------------------------------------------------------------------------------------------------------
def test_every_filter_keeps_its_own(client, gap):
    structure = make_structure(directory(), title="La Remise", commune=gap)
    category, audience = EventCategory.objects.get(slug="atelier", locale=1), Audience.objects.filter(locale=1).first()
    chosen = event(
        "Le bon",
        organiser=structure,
        commune=gap,
        price=EventPage.Price.FREE,
        online_url="https://exemple.fr/",
        access_mi=True,
        categories=[category],
        audiences=[audience],
    )
    event("L’autre")
    assert chosen.get_commune() == gap
    for query in (
        f"categorie={category.slug}",
        f"vallee={gap.valley.slug}",
        f"epci={gap.epci.slug}",
        "commune=gap",
        f"public={audience.slug}",
        "accessible=moteur",
        "organisateur=la-remise",
        "gratuit=1",
        "en_ligne=1",
        "autour=gap",
        "q=bon",
    ):
        assert titles(client, query) == ["Le bon"], query
    assert {name.split("=")[0] for name in ("categorie", "vallee")} < {*FACETS, *FLAGS}


def test_days_choose(client, portal_site):
    today = timezone.localdate()
    event("Tout de suite", timezone.now() + timedelta(seconds=30), hours=0)
    event("Plus tard", in_hours(24 * 40))
    far = (today + timedelta(days=40)).isoformat()
    assert titles(client, "quand=aujourdhui") == ["Tout de suite"]
    assert titles(client, f"du={far}&au={far}") == ["Plus tard"]
    assert titles(client, f"du={far}") == ["Plus tard"]
    html = client.get(f"{URL}?du={far}&au={today}").text
    assert "échangées" in html


def test_counts_of_facets_follow_the_days(client, gap):
    embrun = Commune.objects.get(name="Embrun")
    event("Ici", commune=gap)
    event("Là", in_hours(24 * 60), commune=embrun)
    soup = soup_of(client, query="quand=aujourdhui" if timezone.localtime().hour < 21 else "")
    boxes = {box["value"]: box.has_attr("disabled") for box in soup.select("input[name=vallee]")}
    assert boxes[gap.valley.slug] is False


# -- Calendars --------------------------------------------------------------------------------------------------------
def test_the_month_is_a_table_of_weeks_with_holidays_said(client, portal_site):
    event("Bal", at(2026, 12, 23, 20), rrule="FREQ=DAILY;COUNT=2")
    soup = soup_of(client, "/agenda/mois/2026/12/")
    assert soup.h1.get_text() == "Décembre 2026"
    assert soup.select_one(".mois thead th abbr")["title"] == "lundi"
    assert "Vacances de Noël" in soup.select_one(".mois caption").get_text()
    cells = {
        cell.select_one(".date").get_text().split()[0]: cell for cell in soup.select(".mois tbody td:not(.hors-mois)")
    }
    assert len(cells) == 31
    assert [day for day, cell in cells.items() if "Bal" in cell.get_text()] == ["23", "24"]
    assert "vacances scolaires" in cells["25"].get_text()
    assert "férié" in cells["25"].get_text()
    assert "vacances" not in cells["2"].get("class", [])
    assert cells["23"].select_one("a.date")["href"] == "/agenda/jour/2026/12/23/"


def test_a_full_day_of_the_month_says_how_many_more(client, portal_site):
    for number in range(7):
        event(f"Fête {number}", at(2026, 12, 5, 10 + number))
    soup = soup_of(client, "/agenda/mois/2026/12/")
    assert len(soup.select(".mois .puce")) == 4
    assert soup.select_one(".suite-jour").get_text() == "et 3 autres"
    assert len(titles(client, address="/agenda/jour/2026/12/05/".replace("/05/", "/5/"))) == 7


def test_a_week_and_a_day_show_each_date_of_a_series(client, portal_site):
    event("Permanence", at(2026, 12, 1, 9), rrule="FREQ=DAILY;COUNT=10")
    assert len(titles(client, address="/agenda/semaine/2026/49/")) == 6
    assert len(titles(client, address="/agenda/jour/2026/12/3/")) == 1


def test_what_lasts_several_days_is_on_each_and_not_on_the_day_that_only_begins(portal_site):
    make_event(agenda(), title="Festival", start=at(2026, 12, 4), end=at(2026, 12, 7), all_day=True)
    form = read_form(_get(""))
    days = week(date(2026, 11, 30))
    found = by_day(find(form.query(days)), days)
    assert [day.day for day, lines in found.items() if lines] == [4, 5, 6]


def test_what_ends_at_midnight_is_of_the_evening_not_of_the_next_day(client, portal_site):
    today = timezone.localdate()
    evening = timezone.localtime().replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=2)
    event("Bal", evening, hours=4, rrule="FREQ=DAILY;COUNT=2")
    day = (today + timedelta(days=3)).isoformat()
    (line,) = soup_of(client, query=f"du={day}&au={day}").select(".evt")
    assert line.select_one("time")["datetime"] == day


def _get(query):
    from django.http import QueryDict

    return QueryDict(query)


def test_rows_come_by_start_and_each_once(portal_site):
    starts = [in_hours(hours) for hours in (50, 3, 26)]
    for number, start in enumerate(starts):
        event(f"E{number}", start, rrule="FREQ=WEEKLY;COUNT=4")
    form = read_form(_get(""))
    lines = rows(find(form.query()), form)
    found = [start_of(line.packed) for line in lines]
    assert found == sorted(found)
    assert [line.count for line in lines] == [4, 4, 4]


@pytest.mark.parametrize(
    "address",
    ["mois/2026/13/", "mois/0/1/", "mois/99999/1/", "semaine/2026/54/", "semaine/2025/53/", "jour/2026/2/30/"],
)
def test_a_day_that_does_not_exist_is_not_found(client, portal_site, address):
    assert client.get(f"{URL}{address}").status_code == 404


def test_arrows_keep_the_filters(client, gap):
    soup = soup_of(client, "/agenda/mois/2026/12/", "commune=gap")
    assert soup.select_one('a[rel~="prev"]')["href"] == "/agenda/mois/2026/11/?commune=gap"
    assert soup.select_one('a[rel~="next"]')["href"] == "/agenda/mois/2027/1/?commune=gap"


# -- Figures ----------------------------------------------------------------------------------------------------------
def test_queries_do_not_grow_with_events(client, gap):
    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    today = timezone.localdate()
    addresses = (URL, f"/agenda/mois/{today.year}/{today.month}/", "/agenda/?commune=gap&q=fete")
    event("Fête", commune=gap, rrule="FREQ=DAILY;COUNT=5")
    few = [count(address) for address in addresses]
    for number in range(30):
        event(f"Fête {number}", in_hours(number + 1), commune=gap)
    many = [count(address) for address in addresses]
    assert many == few == [2, 2, 3]


# -- The network's plans ----------------------------------------------------------------------------------------------
def test_network_plans_are_for_members_only(client, portal_site):
    structure = make_structure(directory(), title="La Remise")
    plan = event("Projet secret", parent=structure, visibility=EventPage.Visibility.NETWORK, rrule="FREQ=DAILY;COUNT=3")
    today = timezone.localdate()
    public = (URL, "/", structure.url, "/recherche/?q=secret", f"/agenda/mois/{today.year}/{today.month}/")
    public += ("/sitemap-pages.xml",)
    for address in public:
        assert "Projet secret" not in client.get(address).text, address
        assert plan.slug not in client.get(address).text, address
    assert client.get("/agenda/reseau/").status_code == 302
    assert client.get(plan.url).status_code == 302
    client.force_login(make_user("sans.role@exemple.fr"))
    assert client.get("/agenda/reseau/").status_code == 403
    client.force_login(make_member(structure, "membre@exemple.fr"))
    assert "Projet secret" in client.get("/agenda/reseau/").text
    assert "réservé au réseau" in client.get(URL).text
    assert client.get(plan.url).status_code == 200


def test_a_plan_that_becomes_public_is_listed_and_back(client, portal_site):
    page = event("Bal", visibility=EventPage.Visibility.NETWORK)
    assert titles(client) == []
    page.visibility = EventPage.Visibility.PUBLIC
    page.save_revision().publish()
    assert titles(client) == ["Bal"]
    page.visibility = EventPage.Visibility.NETWORK
    page.save_revision().publish()
    assert titles(client) == []


def test_a_restriction_set_by_hand_stays_when_a_public_event_is_published_again(client, portal_site):
    page = event("Réunion")
    make_private(page)
    page.save_revision().publish()
    assert titles(client) == []


# -- Occurrences ------------------------------------------------------------------------------------------------------
def test_rows_that_are_right_are_kept_when_an_event_is_saved_again(portal_site):
    page = event("Cours", rrule="FREQ=WEEKLY;COUNT=5")
    before = set(page.occurrences.values_list("pk", flat=True))
    page.title = "Cours du soir"
    page.save()
    assert set(page.occurrences.values_list("pk", flat=True)) == before
    page.rrule = "FREQ=WEEKLY;COUNT=3"
    page.save()
    assert set(page.occurrences.values_list("pk", flat=True)) < before


def test_a_draft_of_changes_moves_no_date(portal_site):
    page = event("Cours", rrule="FREQ=WEEKLY;COUNT=5")
    page.rrule = "FREQ=WEEKLY;COUNT=2"
    page.save_revision()
    assert page.occurrences.count() == 5


def test_each_night_endless_series_go_on(portal_site, monkeypatch):
    event("Cours", rrule="FREQ=WEEKLY")
    last = Occurrence.objects.latest("start").start
    later = timezone.now() + timedelta(days=30)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert extend_series(later) == 1
    assert Occurrence.objects.latest("start").start > last
    assert extend_series(later) == 0
    far = timezone.localdate(Occurrence.objects.latest("start").start)
    held = agenda_shelf("fr")
    assert held.facets["jour"][far.isoformat()] == held.all


def test_a_month_in_full(portal_site):
    assert [day.day for day in month(2028, 2).days()][-1] == 29
