"""An event in a calendar: the dates that our engine gives, whoever reads it, and lines that no text can break."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from agenda.engine import horizon
from agenda.ics.clean import address
from agenda.ics.lines import event_lines
from agenda.models import DateChange, EventLines
from portal.core.models import Commune, EventCategory, PortalImage
from tests.agenda.ics.conftest import event, occurrences, vevents
from tests.agenda.ics.corpus import CHANGED, CORPUS
from tests.core.test_images import picture_file
from tests.rooms import at

pytestmark = pytest.mark.django_db
FAR = datetime(2060, 1, 1, tzinfo=UTC)


@pytest.fixture
def communes(portal_site):
    return {name: Commune.objects.get(name=name) for name in ("Gap", "Embrun")}


def calendar(page):
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text(page)}END:VCALENDAR\r\n".encode()


def text(page):
    return EventLines.objects.get(event=page).text


def changed(page, rows):
    page.date_changes = [DateChange(**row) for row in rows]
    page.save()
    return page


def ours(page):
    """What the engine gives, in the words of `occurrences`."""
    return sorted(
        (
            moment.start,
            moment.end,
            (moment.change and moment.change.title) or page.title,
            moment.cancelled or page.is_cancelled,
        )
        for moment in page.moments()
    )


def read(page, values):
    is_ours = values.get("rrule") and ("COUNT" in values["rrule"] or "UNTIL" in values["rrule"] or "school" in values)
    return occurrences(calendar(page), FAR if is_ours or not values.get("rrule") else horizon(timezone.now()))


# -- The same dates ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", CORPUS)
def test_another_reader_finds_the_dates_that_the_engine_finds(portal_site, name):
    values = CORPUS[name]
    page = event(name, **values)
    expected = ours(page)
    assert bool(expected) is (name not in ("all taken away", "never in school holidays"))
    if values["start"] == values["end"] or values.get("all_day"):
        expected = [(start, max(end, start), *rest) for start, end, *rest in expected]
    assert read(page, values) == expected


@pytest.mark.parametrize("name", CHANGED)
def test_dates_that_differ_are_found_too(portal_site, name):
    values, rows = CHANGED[name]
    page = changed(event(name, **values), rows)
    assert read(page, values) == ours(page)
    assert any(moment.change for moment in page.moments())


@pytest.mark.parametrize("name", CORPUS)
def test_the_lines_are_what_rfc_5545_asks_for(portal_site, name):
    page = event(name, **CORPUS[name])
    for line in text(page).removesuffix("\r\n").split("\r\n"):
        assert len(line.encode()) <= 75
        assert not set("\r\n") & set(line)
    assert not [vevent.errors for vevent in vevents(calendar(page)) if vevent.errors]


# -- What it says -----------------------------------------------------------------------------------------------------
def only(page):
    (vevent,) = vevents(calendar(page))
    return vevent


def test_a_whole_event_says_all_that_a_calendar_can_show(portal_site, communes, settings):
    settings.BASE_URL = "https://portail.example"
    category = EventCategory.objects.filter(locale__language_code="fr").first()
    page = event(
        "Bal, « grand » ; petit \\ bal",
        at(2026, 12, 5, 20),
        at(2026, 12, 6, 2),
        summary="On danse.",
        body=[("text", "<p>Venez <b>nombreux</b> &amp; à l’heure.</p>")],
        categories=[category],
        place_name="Salle des fêtes",
        address="3 rue de l’Exemple",
        commune=communes["Gap"],
        latitude=44.5612349,
        longitude=6.08,
        online_url="https://visio.exemple/salle",
        price="free",
        price_text="on passe le chapeau",
        booking_url="https://exemple.fr/inscription",
        booking_phone="+33492000000",
        contact="Awa",
    )
    vevent = only(page)
    assert vevent["UID"] == str(page.translation_key)
    assert vevent["SUMMARY"] == "Bal, « grand » ; petit \\ bal"
    assert vevent["LOCATION"] == "Salle des fêtes, 3 rue de l’Exemple, Gap"
    assert vevent["URL"] == f"https://portail.example{page.get_url()}"
    assert (vevent["GEO"].latitude, vevent["GEO"].longitude) == (44.561235, 6.08)
    assert vevent["CONFERENCE"] == "https://visio.exemple/salle"
    assert vevent["CONFERENCE"].params["VALUE"] == "URI"
    assert vevent["CATEGORIES"].cats == [category.name]
    assert (vevent["STATUS"], vevent["CLASS"], vevent["TRANSP"]) == ("CONFIRMED", "PUBLIC", "OPAQUE")
    assert vevent["DESCRIPTION"].split("\n") == [
        "On danse.",
        "Venez nombreux & à l’heure.",
        "Tarif : gratuit, on passe le chapeau",
        "Inscription : https://exemple.fr/inscription, +33492000000",
        "À distance : https://visio.exemple/salle",
        "Contact : Awa",
        "Exemple fictif.",
    ]
    assert vevent["DTSTAMP"].dt == vevent["LAST-MODIFIED"].dt == page.last_published_at.replace(microsecond=0)
    assert vevent["CREATED"].dt == page.first_published_at.replace(microsecond=0)


def test_a_picture_is_told_with_its_address(portal_site, settings):
    settings.BASE_URL = "https://portail.example"
    image = PortalImage.objects.create(
        title="Bal", file=ContentFile(picture_file("PNG"), name="bal.png"), description="Un bal"
    )
    vevent = only(event(listing_image=image))
    assert vevent["IMAGE"] == f"https://portail.example{image.file.url}"
    assert dict(vevent["IMAGE"].params) == {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": "image/png"}


@pytest.mark.parametrize(
    ("status", "word", "said"),
    [
        ("confirmed", "CONFIRMED", ""),
        ("tentative", "TENTATIVE", "Date à confirmer."),
        ("cancelled", "CANCELLED", "Annulé."),
        ("postponed", "TENTATIVE", "Reporté : d’abord annoncé pour le 1ᵉʳ décembre 2026."),
        ("full", "CONFIRMED", "Complet."),
    ],
)
def test_the_state_is_said_in_the_property_and_in_words(portal_site, status, word, said):
    vevent = only(event(status=status, former_start=at(2026, 12, 1, 20), is_fictional=False))
    assert vevent["STATUS"] == word
    assert str(vevent.get("DESCRIPTION", "")).replace("1er", "1ᵉʳ") == said


def test_what_differs_that_day_is_said_that_day(portal_site):
    values, rows = CHANGED["moved, cancelled, elsewhere"]
    page = changed(event("Atelier", place_name="Gap", **values), rows)
    _master, moved, cancelled, elsewhere = vevents(calendar(page))
    assert moved["RECURRENCE-ID"].to_ical() == b"20261212T140000"
    assert moved["RECURRENCE-ID"].params["TZID"] == "Europe/Paris"
    assert (cancelled["STATUS"], cancelled["DESCRIPTION"].split("\n")[0]) == ("CANCELLED", "Neige")
    assert (elsewhere["SUMMARY"], elsewhere["LOCATION"]) == ("Goûter", "Chez Zoé, à l’étage; porte 2")
    assert "GEO" not in elsewhere


def test_dates_left_out_carry_their_hour_and_zone(portal_site):
    values = CORPUS["out of school holidays"]
    lines = text(event(**values)).replace("\r\n ", "")
    assert "\r\nEXDATE;TZID=Europe/Paris:20261223T140000,20261230T140000," in lines
    assert "UNTIL=" in lines
    assert "COUNT" not in lines
    whole = text(event("Sortie", **CORPUS["whole days out of school holidays"])).replace("\r\n ", "")
    assert "\r\nEXDATE;VALUE=DATE:20261219," in whole
    assert "\r\nDTSTART;VALUE=DATE:20261205\r\n" in whole


# -- Texts that would be lines ----------------------------------------------------------------------------------------
HOSTILE = "Bal\r\nBEGIN:VALARM\nATTACH:http://x\x00\x07\u2028SUMMARY:y\x85DTSTART:z\x0b\u202eé🧺" + "\ud800"


def test_no_text_can_add_a_line(portal_site):
    page = event(slug="bal")
    names = ("title", "summary", "place_name", "address", "price_text", "booking_phone", "contact", "uid")
    for name in names:
        setattr(page, name, HOSTILE)
    page.online_url = page.booking_url = "https://x/\r\nATTENDEE:mailto:a@b"
    page.body = [("text", HOSTILE)]
    now = timezone.now()
    lines = event_lines(page, page.moments(), sequence=0, stamp=now, now=now)
    names = {line.partition(":")[0].partition(";")[0] for line in lines.replace("\r\n ", "").splitlines()}
    asked = {"BEGIN", "UID", "DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "SUMMARY", "STATUS", "CLASS", "TRANSP"}
    assert names == asked | {"DESCRIPTION", "URL", "LOCATION", "DTSTART", "DTEND", "END"}
    assert not set(lines) & {"\x00", "\x07", "\x0b", "\x85", "\u2028", "\u202e", "\ud800"}
    (vevent,) = vevents(f"BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n".encode())
    assert vevent["SUMMARY"].startswith("Bal BEGIN:VALARM ATTACH")
    assert not vevent.subcomponents


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "https://x/ y", "https://x/\n", "data:text/html,x", "HTTPS:x"])
def test_an_address_that_nobody_should_follow_is_left_out(bad):
    assert address(bad) == ""
    assert address("https://exemple.fr/à?b=ç") == "https://exemple.fr/%C3%A0?b=%C3%A7"


def test_a_long_text_is_cut_and_folded_between_letters(portal_site):
    page = event("é🧺" * 100, summary="🧺" * 300, body=[("text", "é🧺 " * 5000)])
    assert len(text(page).encode()) < 30_000
    assert max(len(line.encode()) for line in text(page).split("\r\n")) <= 75
    vevent = only(page)
    assert vevent["SUMMARY"] == page.title
    assert vevent["DESCRIPTION"].startswith("🧺" * 300)
    assert "…" in vevent["DESCRIPTION"]
