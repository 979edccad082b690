"""Structures to take away: three plain ones, and one whose every field is hostile or private."""

import pytest

from directory.models import NamedContact, SocialAccount
from portal.core.models import Commune, LegalFamily
from portal.demo.builders import make_structure
from portal.search.sync import sync_pages
from tests.rooms import directory

EMAIL, PERSON = "secret@exemple.fr", "Zoé Confidentielle"
FORMULA = '=HYPERLINK("http://x";"Épicerie; « 🧺 »")'
GZIP = {"accept-encoding": "gzip"}


@pytest.fixture
def communes(portal_site):
    return {name: Commune.objects.get(name=name) for name in ("Gap", "Embrun", "Briançon")}


@pytest.fixture
def three(communes):
    """A grocery and a repair workshop in Gap, an institution nobody has placed."""
    index = directory()
    return [
        make_structure(
            index,
            title="Épicerie du Coin",
            summary="Des légumes d’ici",
            commune=communes["Gap"],
            fields=["alimentation"],
            latitude=44.56,
            longitude=6.08,
        ),
        make_structure(index, title="Atelier Vélo", commune=communes["Gap"], fields=["reemploi"]),
        make_structure(index, title="Réseau", kind="institution", is_fictional=False),
    ]


@pytest.fixture
def full(communes):
    """Everything filled in, with an e-mail address and a person who agreed to appear on the page."""
    family = LegalFamily.objects.get(slug="association", locale__language_code="fr")
    page = make_structure(
        directory(),
        title=FORMULA,
        slug="formule",
        acronym="@SUM(1)",
        summary="Ligne 1\nLigne 2",
        commune=communes["Embrun"],
        legal_family=family,
        siret="73282932000074",
        rna="W051000001",
        year_founded=1999,
        address="-1 rue de l’Exemple",
        opening_hours="Mo-Fr 09:00-12:00,14:00-18:00; We off; PH off",
        phone="+33492000000",
        website="https://exemple.fr/",
        email=EMAIL,
        services="prêt de matériel\ncafé",
        fields=["reemploi", "alimentation"],
    )
    NamedContact.objects.create(
        structure=page, name=PERSON, consent_given_on="2026-01-01", consent_recorded_by="Awa", consent_text="Oui"
    )
    SocialAccount.objects.create(structure=page, network="Mastodon", url="https://exemple.social/@coin")
    sync_pages([page])
    return page


def body(response):
    """The bytes of an answer, streamed or not, without looking at its compression."""
    return b"".join(response.streaming_content) if response.streaming else response.content
