"""« Recherches sans réponse »: who reads it, what it adds up, filters, sheets, and what is dealt with."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.finding.missing.noting import KEPT_DAYS, keep_wish, note_unanswered
from portal.finding.models import SavedSearch, UnansweredSearch, Wish
from portal.finding.models.saved_search import key_of
from tests.rooms import at, directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/admin/reports/recherches-sans-reponse/"
TODAY = date(2027, 3, 10)
MARCH, FEBRUARY = date(2027, 3, 1), date(2027, 2, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(2027, 3, 10, 12))


@pytest.fixture
def coordinator(portal_site):
    return make_user(
        "coordination@exemple.fr", first_name="Anne", last_name="Roux", groups=[Group.objects.get(name=COORDINATORS)]
    )


@pytest.fixture
def reader(client, coordinator):
    client.force_login(coordinator)
    return client


def asked(words, count=1, month=MARCH, language="fr", **values):
    dates = {"created_on": month, "last_on": month}
    return UnansweredSearch.objects.create(
        words=words, language=language, month=month, count=count, **dates | {"is_open": True} | values
    )


def follow(words, number, language="fr", is_confirmed=True):
    email = f"camille{number}@exemple.fr"
    SavedSearch.objects.create(
        email=email,
        query=f"q={words}",
        words=words,
        language=language,
        key=key_of(email, words, language),
        confirmed_at=timezone.now() if is_confirmed else None,
    )


def table(client, **filters):
    """The cells of each row that the list shows, the box to tick left out."""
    response = client.get(LIST, filters)
    assert response.status_code == 200
    rows = BeautifulSoup(response.text, "html.parser").select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")[1:]] for row in rows]


def words(client, **filters):
    return [row[0] for row in table(client, **filters)]


def marking(*keys):
    ids = "&".join(f"id={key}" for key in keys)
    return f"{reverse('wagtail_bulk_action', args=['finding', 'unansweredsearch', 'traitee'])}?{ids}&next={LIST}"


# -- Who reads it -----------------------------------------------------------------------------------------------------
def has_item(client):
    return LIST in client.get("/admin/").text


def test_the_coordination_reads_it_among_the_reports(reader):
    assert has_item(reader)
    assert reader.get(LIST).status_code == 200


def test_a_member_neither_reads_it_nor_marks_anything(client, portal_site):
    row = asked("epicerie")
    client.force_login(make_member(make_structure(directory(), title="La Remise"), "membre@exemple.fr"))
    for address in (LIST, f"{LIST}resultats/", f"{LIST}?export=csv", marking(row.pk)):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, "/admin/"), address
    client.post(marking(row.pk))
    assert UnansweredSearch.objects.get().is_open
    assert not has_item(client)


def test_a_stranger_is_led_to_sign_in_and_marks_nothing(client, portal_site):
    row = asked("epicerie")
    assert client.get(LIST)["Location"].startswith("/mon-espace/connexion/")
    client.post(marking(row.pk))
    assert UnansweredSearch.objects.get().is_open


# -- What it adds up --------------------------------------------------------------------------------------------------
def test_nothing_is_said_when_everything_was_found(reader):
    assert "Aucune recherche sans réponse" in reader.get(LIST).text


def test_months_are_added_up_by_words_and_language_most_asked_first(reader):
    asked("epicerie", 2, FEBRUARY, understood="à Embrun")
    asked("epicerie", 3)
    asked("cinema", 4)
    asked("epicerie", 9, language="en")
    assert [row[:5] for row in table(reader)] == [
        ["epicerie", "English", "9", "mars 2027", ""],
        ["epicerie", "Français", "5", "mars 2027", "à Embrun"],
        ["cinema", "Français", "4", "mars 2027", ""],
    ]


def test_it_says_what_visitors_said_and_how_many_follow_without_their_addresses(reader):
    asked("epicerie")
    asked("epicerie", month=FEBRUARY)
    for text in ("Ouverte le soir", "<b>À Embrun</b>"):
        keep_wish(text, "epicerie", "fr")
    keep_wish("En anglais", "epicerie", "en")
    for number in range(3):
        follow("epicerie", number)
    follow("epicerie", 3, is_confirmed=False)
    follow("epicerie", 4, language="en")
    french = next(row for row in table(reader) if row[1] == "Français")
    assert french[5:7] == ["<b>À Embrun</b> | Ouverte le soir", "3"]
    assert "camille" not in reader.get(LIST).text
    assert "camille" not in str(sheet(reader, "csv"))


def test_a_wish_without_words_has_its_line_and_no_alert(reader):
    keep_wish("Un cinéma", "", "fr")
    follow("", 1)
    [row] = table(reader)
    assert [row[0], *row[5:7]] == ["(sans mots)", "Un cinéma", "0"]


def test_what_is_older_than_twelve_months_does_not_count(reader):
    old = TODAY - timedelta(days=KEPT_DAYS + 1)
    asked("epicerie", 7, old.replace(day=1), last_on=old)
    asked("epicerie", 2)
    assert table(reader)[0][2] == "2"


def test_it_is_filtered_and_a_month_counts_its_own(reader):
    asked("epicerie", 2, FEBRUARY)
    asked("epicerie", 3)
    asked("cinema", 4, FEBRUARY, language="en")
    asked("piscine", 1, is_open=False, handled_on=TODAY)
    assert [row[:3] for row in table(reader, month="2027-02-01")] == [
        ["cinema", "English", "4"],
        ["epicerie", "Français", "2"],
    ]
    assert words(reader, language="en") == ["cinema"]
    assert words(reader, state="handled") == ["piscine"]
    assert set(words(reader, state="open")) == {"epicerie", "cinema"}


def test_it_is_ordered_by_words_too(reader):
    for text, count in (("b", 1), ("a", 2), ("c", 3)):
        asked(text, count)
    assert words(reader) == ["c", "a", "b"]
    assert words(reader, ordering="words") == ["a", "b", "c"]
    assert words(reader, ordering="times") == ["b", "a", "c"]


@pytest.mark.parametrize(
    "query", ["month=abc", "month=2027-02-30", "language=x", "state=x", "ordering=pk", "p=999", "p=x", "month=x" * 4000]
)
def test_a_filter_that_is_none_breaks_nothing(reader, query):
    asked("epicerie")
    assert reader.get(f"{LIST}?{query}").status_code == 200


def test_thirty_rows_take_as_many_queries_as_three(reader, coordinator):
    def fill(numbers):
        for number in numbers:
            asked(f"mot {number}", is_open=False, handled_on=TODAY, handled_by=coordinator)
            keep_wish("Un souhait", f"mot {number}", "fr")
            follow(f"mot {number}", number)

    def count():
        reader.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert len(table(reader)) == UnansweredSearch.objects.count()
        return len(queries)

    fill(range(3))
    few = count()
    fill(range(3, 30))
    assert count() == few


# -- Sheets -----------------------------------------------------------------------------------------------------------
def sheet(client, kind, **filters):
    response = client.get(LIST, {"export": kind} | filters)
    assert response.status_code == 200
    assert "recherches-sans-reponse-2027-03-10" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode())))
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_holds_what_the_list_shows_and_no_formula(reader, kind):
    asked("epicerie", 5)
    keep_wish("=1+1", "epicerie", "fr")
    [heading, row] = sheet(reader, kind)
    assert heading[:4] == ["Mots cherchés", "Langue", "Fois", "Dernier mois"]
    expected = ["epicerie", "Français", "5", "mars 2027", "", "'=1+1", "0", "à traiter"]
    assert [str(cell or "") if cell != 0 else "0" for cell in row] == expected


def test_a_sheet_holds_more_than_a_screen(reader):
    for number in range(120):
        asked(f"mot {number}")
    keep_wish("Un souhait", "mot 7", "fr")
    rows = sheet(reader, "csv")
    assert len(rows) == 121
    assert [row[5] for row in rows if row[0] == "mot 7"] == ["Un souhait"]


# -- Dealt with -------------------------------------------------------------------------------------------------------
def test_one_is_marked_for_all_its_months_and_goes_to_the_end(reader):
    old, row, other = asked("epicerie", 8, FEBRUARY), asked("epicerie", 3), asked("cinema")
    english = asked("epicerie", language="en")
    assert "1 recherche choisie" in reader.get(marking(row.pk)).text
    assert UnansweredSearch.objects.filter(is_open=False).count() == 0
    assert reader.post(marking(row.pk))["Location"] == LIST
    assert set(UnansweredSearch.objects.filter(is_open=False)) == {old, row}
    assert table(reader)[-1][-1] == "traitée le 10 mars 2027 par Anne Roux"
    assert set(UnansweredSearch.objects.filter(is_open=True)) == {other, english}


def test_one_that_is_asked_again_comes_back_and_says_that_it_was_handled(reader):
    row = asked("epicerie", 3, FEBRUARY)
    reader.post(marking(row.pk))
    note_unanswered("Épicerie", "fr")
    assert table(reader, state="open")[0][-1].startswith("à traiter : redemandée depuis le 10 mars 2027")
    reader.post(marking(UnansweredSearch.objects.get(month=MARCH).pk))
    note_unanswered("épicerie", "fr")
    assert words(reader, state="open") == ["epicerie"]


def test_one_of_which_a_visitor_says_more_comes_back(reader):
    row = asked("epicerie")
    reader.post(marking(row.pk))
    keep_wish("Toujours rien", "epicerie", "fr")
    assert words(reader, state="open") == ["epicerie"]


def test_the_account_that_handled_one_may_go(reader, coordinator):
    row = asked("epicerie")
    reader.post(marking(row.pk))
    other = make_user("autre@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)])
    coordinator.delete()
    reader.force_login(other)
    assert table(reader)[0][-1] == "traitée le 10 mars 2027 par un compte effacé"


def test_all_of_a_filtered_list_are_marked_and_no_more(reader):
    for number in range(60):
        asked(f"mot {number}", month=FEBRUARY)
    asked("cinema")
    assert marking().split("?")[0] in reader.get(LIST).text
    reader.post(marking("all") + "&month=2027-02-01")
    assert words(reader, state="open") == ["cinema"]


@pytest.mark.parametrize("key", ["abc", "9" * 40, "-1", "", "²"])
def test_a_number_that_is_none_is_not_found(reader, key):
    asked("epicerie")
    assert reader.get(marking(key)).status_code == 404


def test_wishes_go_with_their_search(reader):
    keep_wish("Un cinéma", "cinema", "fr")
    UnansweredSearch.objects.all().delete()
    assert not Wish.objects.exists()
