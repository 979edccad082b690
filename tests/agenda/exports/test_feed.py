"""/agenda/flux.atom and /agenda/export.csv: dates in words and in cells, hostile text as text."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.conf import settings

from agenda.exports import press
from portal.search.models import Entry
from tests.agenda.exports.conftest import FORMULA, body, event, moment, monday

pytestmark = pytest.mark.django_db
NS = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, query=""):
    response = client.get(f"/agenda/flux.atom?{query}")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(body(response))


def text(node, name):
    return node.findtext(f"a:{name}", namespaces=NS)


def rows(client, query=""):
    response = client.get(f"/agenda/export.csv?{query}")
    assert response.streaming
    raw = body(response)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


# -- Atom -------------------------------------------------------------------------------------------------------------
def test_a_feed_has_all_that_rfc_4287_asks_for(client, several):
    root = feed(client, "commune=gap")
    (entry,) = root.findall("a:entry", NS)
    for node in (root, entry):
        assert text(node, "id")
        assert text(node, "title")
        assert datetime.fromisoformat(text(node, "updated")).tzinfo
    assert text(entry, "id").startswith("urn:uuid:")
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}
    assert links["self"] == f"{settings.BASE_URL}/agenda/flux.atom?commune=gap"
    assert links["alternate"] == f"{settings.BASE_URL}/agenda/?commune=gap"


def test_the_newest_comes_first_thirty_at_most(client, portal_site):
    for number in range(32):
        event(f"Date {number:02}", number % 7)
    titles = [text(entry, "title") for entry in feed(client).findall("a:entry", NS)]
    assert len(titles) == 30
    assert titles[:2] == ["Date 31", "Date 30"]


def test_dates_are_in_words_the_first_five_and_how_many_more(client, several):
    summaries = {text(entry, "title"): text(entry, "summary") for entry in feed(client).findall("a:entry", NS)}
    lines = summaries["Repair café"].split("\n")
    assert lines[0].startswith("samedi ")
    assert "14 h – 16 h" in lines[0]
    assert lines[5] == "et 55 autres dates"
    assert "La Remise" in lines[-1]
    assert summaries["Balade"].split("\n")[0].endswith("– annulé")
    assert "en ligne" in summaries["Visio"]


def test_hostile_text_is_text_in_the_feed(client, hostile):
    Entry.objects.filter(page_id=hostile.pk).update(summary="<script>alert(1)</script>\x0b & ]]>")
    (entry,) = feed(client).findall("a:entry", NS)
    assert text(entry, "title") == FORMULA
    assert text(entry, "summary").startswith("&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;")


def test_an_empty_feed_is_the_same_each_day(client, portal_site):
    assert text(feed(client), "updated") == "2000-01-01T00:00:00+00:00"


# -- CSV --------------------------------------------------------------------------------------------------------------
def test_there_is_one_row_a_date_in_the_order_of_time(client, several):
    found = rows(client, f"du={monday()}&au={monday() + timedelta(days=13)}")
    assert [row["Titre"] for row in found] == ["Visio", "Balade", "Bal folk", "Repair café", "Repair café"]
    ball = found[2]
    assert ball["Date"] == f"{moment(4):%d/%m/%Y}"
    assert (ball["Jour"], ball["Heure"], ball["Heure de fin"]) == ("vendredi", "21:00", "02:00")
    assert ball["Date de fin"] == f"{moment(5):%d/%m/%Y}"
    assert ball["Tarif"] == "prix libre – 5 € conseillés"
    assert (ball["Lieu"], ball["Commune"]) == ("Salle Dum’Art", "Gap")
    assert found[1]["État"] == "annulé"
    assert found[0]["En ligne"] == "https://visio.example.org/salle"
    assert found[0]["Organisé par"] == found[3]["Organisé par"] == "La Remise"


def test_what_is_over_is_left_out_unless_all_of_it_is(client, several):
    assert "Fête passée" not in [row["Titre"] for row in rows(client, "du=2026-01-01")]
    day = moment(-60).date()
    assert [row["Titre"] for row in rows(client, f"du={day}&au={day}")] == ["Fête passée"]
    assert [row["Titre"] for row in rows(client, "quand=passe")] == ["Fête passée"]


def test_one_date_of_a_series_has_its_own_title_place_and_state(client, portal_site):
    page = event("Chorale", rrule="FREQ=WEEKLY;COUNT=3")
    page.date_changes.create(recurrence_id=moment(7), title="Chorale en plein air", place="Au lac", note="Un pull !")
    page.date_changes.create(recurrence_id=moment(14), cancelled=True)
    page.save()
    usual, other, cancelled = rows(client)
    assert (usual["Titre"], usual["Lieu"], usual["État"]) == ("Chorale", "", "")
    assert (other["Titre"], other["Lieu"], other["À savoir ce jour-là"]) == (
        "Chorale en plein air",
        "Au lac",
        "Un pull !",
    )
    assert cancelled["État"] == "annulé"


def test_whole_days_have_no_hour_and_end_on_their_last_day(client, portal_site):
    event("Festival", hour=0, hours=72, all_day=True)
    (row,) = rows(client)
    assert (row["Heure"], row["Heure de fin"]) == ("", "")
    assert (row["Date"], row["Date de fin"]) == (f"{moment(0):%d/%m/%Y}", f"{moment(2):%d/%m/%Y}")


def test_no_cell_is_a_formula(client, hostile):
    (row,) = rows(client)
    assert row["Titre"] == f"'{FORMULA}"
    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["Inscription"] == "https://example.org/?a=1&b=2 | +33492000000 | inscription@example.org"
    assert row["Accessibilité"].count("handicap") == 2
    assert row["Âges"] == "de 6 à 12 ans"


def test_a_list_that_is_cut_says_so(client, several, monkeypatch):
    monkeypatch.setattr(press, "MOST", 3)
    found = rows(client)
    assert len(found) == 4
    assert "s’arrête aux 3 premières dates sur 63" in found[-1]["Date"]
