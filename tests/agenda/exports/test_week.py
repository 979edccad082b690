"""/agenda/semaine.txt and /agenda/semaine.pdf: the right week, wrapped, and never a second page."""

from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from agenda.sheets import text
from agenda.sheets.week import monday_of, share
from tests.agenda.exports.conftest import SECRETS, event, monday, read_pdf, week_name, words_of

pytestmark = pytest.mark.django_db


def week(client, query=None):
    response = client.get(f"/agenda/semaine.txt?{query or 'semaine=' + week_name()}")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.text


def page(client, query=None):
    response = client.get(f"/agenda/semaine.pdf?{query or 'semaine=' + week_name()}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return read_pdf(response.content)


# -- Text -------------------------------------------------------------------------------------------------------------
def test_the_week_is_by_day_with_hour_title_place_organiser_and_link(client, several):
    lines = week(client).splitlines()
    heading = next(line for line in lines if line.startswith("VENDREDI "))
    assert lines[lines.index(heading) + 1] == "-" * len(heading)
    start = lines.index(next(line for line in lines if "Bal folk" in line))
    assert lines[start].replace("\xa0", " ") == "21 h – 2 h : Bal folk"
    assert lines[start + 1] == "  Salle Dum’Art, Gap"
    assert lines[start + 2] == f"  {settings.BASE_URL}/agenda/bal-folk/"
    assert any("[ANNULÉ] Balade" in line for line in lines)
    assert "  La Remise" in lines
    days = [line.split()[0] for line in lines if line.isupper() and " " in line and "ANNULÉ" not in line]
    assert days == ["MARDI", "MERCREDI", "VENDREDI", "SAMEDI"]
    year, number, _day = monday().isocalendar()
    assert lines[-1] == f"{settings.BASE_URL}/agenda/semaine/{year}/{number}/"


def test_no_line_is_longer_than_72_columns_but_an_address(client, communes):
    event("Un titre très long, " * 12 + "M" * 15, place_name="Une salle " * 14, commune=communes["Gap"], slug="a" * 90)
    lines = week(client).splitlines()
    assert max(len(line) for line in lines if "http" not in line) in range(60, 73)
    assert [line.strip() for line in lines if "a" * 90 in line] == [f"{settings.BASE_URL}/agenda/{'a' * 90}/"]


def test_hostile_text_stays_on_its_line(client, portal_site):
    event("Titre\u2028coupé \u202eretourné\x85", place_name="Salle\x9bX")
    said = week(client)
    assert "Titre coupé retourné" in said
    for char in "\u2028\u202e\x85\x9b":
        assert char not in said


@pytest.mark.parametrize(
    ("asked", "first"),
    [("2026-W49", date(2026, 11, 30)), ("2026w1", date(2025, 12, 29)), ("2026S53", date(2026, 12, 28))],
)
def test_a_week_is_read_as_browsers_and_people_write_it(asked, first):
    assert monday_of(asked) == first


@pytest.mark.parametrize("asked", ["2026-W54", "2025-W53", "1999-W01", "2100-W52x", "abc", "9999-W52", "٢٠٢٦-W01", "-"])
def test_what_is_no_week_is_said_and_gives_this_week(client, portal_site, asked):
    assert monday_of(asked) is None
    said = " ".join(week(client, f"semaine={asked}").replace("\u202f", " ").split())
    assert "n’est pas une semaine" in said
    year, number, _day = timezone.localdate().isocalendar()
    assert said.endswith(f"/agenda/semaine/{year}/{number}/")


def test_an_empty_week_says_so_and_filters_are_named(client, several):
    said = week(client, "semaine=2031-W10&commune=gap")
    assert "Rien n’est annoncé" in said
    assert "Gap" in said
    assert "?commune=gap" in said
    assert "Bal folk" in week(client, f"semaine={week_name()}&commune=gap")
    assert "Visio" not in week(client, f"semaine={week_name()}&commune=gap")


def test_the_days_asked_for_in_the_listing_choose_the_week(client, several):
    assert "Bal folk" in week(client, f"du={monday()}&au={monday()}")


def test_past_the_limit_each_day_says_how_many_more(client, portal_site, monkeypatch):
    monkeypatch.setattr(text, "MOST", 3)
    for number in range(5):
        event(f"Lundi {number}")
    event("Mardi", 1)
    said = week(client)
    assert "et 3 autres dates" in said
    assert "Mardi" in said


def test_the_fullest_days_give_way_first():
    assert share([1, 9, 5], 9) == [1, 4, 4]
    assert share([2, 3], 9) == [2, 3]
    assert share([5, 5], 1) == [0, 0]


# -- PDF --------------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("pdf_engine")
@pytest.mark.parametrize("count", [0, 1, 10, 30, 200])
def test_the_week_is_one_page_in_reading_order(client, communes, count):
    for number in range(count):
        event(f"Rendez-vous {number:03}", number * 7 // count, 9 + number % 12, commune=communes["Gap"])
    reader = page(client)
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    said = words_of(reader)
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    assert said.index("L’agenda de la semaine") < said.index("Tout l’agenda")
    body = said[said.index("Imprimé le") :].lower()
    places = [body.index(day) for day in days if count >= 10]
    assert places == sorted(places)
    shown = said.count("Rendez-vous")
    if count <= 30:
        assert shown == count
    else:
        assert 28 <= shown < count
        assert "autres" in said
    assert ("Rien n’est annoncé" in said) is (count == 0)


@pytest.mark.usefixtures("pdf_engine")
def test_long_words_and_long_days_are_one_page_too(client, communes):
    for number in range(60):
        event("M" * 240, number % 3, place_name="Une salle au nom sans fin " * 5, commune=communes["Gap"])
    assert len(page(client).pages) == 1


@pytest.mark.usefixtures("pdf_engine")
def test_the_page_is_tagged_says_states_and_leads_to_the_agenda(client, several, secrets):
    reader = page(client)
    said = words_of(reader)
    assert "annulé" in said
    assert "21 h – 2 h Bal folk" in said
    for secret in SECRETS:
        assert secret not in said
    catalog = reader.trailer["/Root"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/Lang"] == "fr"
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert links == [f"{settings.BASE_URL}/agenda/"]


@pytest.mark.usefixtures("pdf_engine")
def test_what_people_typed_stays_text_on_paper(client, hostile):
    assert "=HYPERLINK" in words_of(page(client))
    event("<img src=http://evil.example/x.png><style>*{display:none}</style>")
    assert "<img src=" in words_of(page(client))
