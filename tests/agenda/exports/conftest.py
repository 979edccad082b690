"""Events of next week to take away: four plain ones, one whose every field is hostile, and some that never leave."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from agenda.models import EventPage
from agenda.period import monday_of
from portal.core.models import Audience, Commune, EventCategory
from portal.core.pdf import PdfUnavailable, load_engine
from portal.demo.builders import make_event, make_structure
from tests.rooms import agenda, at, directory, make_private
from tools.machine import PANGO, how_to_install

FORMULA = '=HYPERLINK("http://x";"Bal; « 🧺 »")'
SECRETS = ("Brouillon caché", "Réservé au réseau", "Page privée")


def monday():
    """Of next week: all of it is to come."""
    return monday_of(timezone.localdate()) + timedelta(days=7)


def week_name():
    year, number, _day = monday().isocalendar()
    return f"{year}-W{number:02}"


def moment(days=0, hour=14, minute=0):
    """A moment of next week."""
    day = monday() + timedelta(days=days)
    return at(day.year, day.month, day.day, hour, minute)


def event(title, days=0, hour=14, hours=2, parent=None, **values):
    start = moment(days, hour)
    return make_event(parent or agenda(), title=title, start=start, end=start + timedelta(hours=hours), **values)


@pytest.fixture
def communes(portal_site):
    return {name: Commune.objects.get(name=name) for name in ("Gap", "Embrun", "Briançon")}


@pytest.fixture
def structure(communes):
    return make_structure(directory(), title="La Remise", commune=communes["Embrun"])


@pytest.fixture
def several(communes, structure):
    """A series, a ball, a talk online, a cancelled walk, and a party of long ago."""
    return [
        event("Fête passée", -60, commune=communes["Gap"]),
        event(
            "Repair café", 5, parent=structure, commune=communes["Embrun"], rrule="FREQ=WEEKLY;COUNT=60", price="free"
        ),
        event(
            "Bal folk",
            4,
            21,
            5,
            commune=communes["Gap"],
            place_name="Salle Dum’Art",
            price="open",
            price_text="5 € conseillés",
        ),
        event("Visio", 1, 18, online_url="https://visio.example.org/salle", co_organisers=[structure]),
        event("Balade", 2, 9, commune=communes["Briançon"], status=EventPage.Status.CANCELLED),
    ]


@pytest.fixture
def secrets(portal_site):
    event(SECRETS[0], 1, live=False)
    event(SECRETS[1], 1, visibility=EventPage.Visibility.NETWORK)
    make_private(event(SECRETS[2], 1))


@pytest.fixture
def hostile(communes):
    return event(
        FORMULA,
        3,
        slug="formule",
        summary="<script>alert(1)</script>\nligne 2 & ]]>",
        commune=communes["Gap"],
        place_name="@SUM(1)",
        address="-1 rue de l’Exemple",
        contact="+33 4\u202e à l’envers",
        price_text="\t=1+1",
        booking_url="https://example.org/?a=1&b=2",
        booking_phone="+33492000000",
        booking_email="inscription@example.org",
        seats=20,
        age_min=6,
        age_max=12,
        access_mi=True,
        access_hi=True,
        categories=list(EventCategory.objects.filter(locale__language_code="fr")[:2]),
        audiences=list(Audience.objects.filter(locale__language_code="fr")[:1]),
    )


@pytest.fixture
def pdf_engine():
    try:
        return load_engine()
    except PdfUnavailable:
        pytest.skip(f"{PANGO.label} manque : {how_to_install(PANGO)}")


def body(response):
    """The bytes of an answer, streamed or not, without looking at its compression."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def read_pdf(content):
    return PdfReader(io.BytesIO(content))


def words_of(reader):
    """All the words, with ordinary spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
