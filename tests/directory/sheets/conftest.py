"""Structures to print, and the PDF engine, without which its tests are skipped aloud."""

import io

import pytest
from pypdf import PdfReader

from portal.core.models import Commune
from portal.core.pdf import PdfUnavailable, load_engine
from portal.demo.builders import make_structure
from tests.rooms import directory
from tools.machine import PANGO, how_to_install


@pytest.fixture
def pdf_engine():
    try:
        return load_engine()
    except PdfUnavailable:
        pytest.skip(f"{PANGO.label} manque : {how_to_install(PANGO)}")


@pytest.fixture
def communes(portal_site):
    return {name: Commune.objects.get(name=name) for name in ("Gap", "Embrun", "Barcelonnette", "Briançon")}


@pytest.fixture
def structures(communes):
    """Three: two in Gap, one in Embrun."""
    index = directory()
    return [
        make_structure(index, title="Épicerie du Coin", commune=communes["Gap"], fields=["alimentation"]),
        make_structure(index, title="Atelier Vélo", commune=communes["Gap"], fields=["reemploi"]),
        make_structure(
            index,
            title="La Remise",
            summary="Réemploi, prêt d’outils ; et un café où l’on s’arrête",
            commune=communes["Embrun"],
            fields=["reemploi"],
            address="12, rue de la Liberté",
            phone="+33492430000",
            website="https://laremise.example.org/",
            email="secret@laremise.example.org",
            opening_hours="Mo-Fr 09:00-12:00",
            acronym="LR",
        ),
    ]


def read_pdf(content):
    return PdfReader(io.BytesIO(content))


def text_of(reader):
    """All the words, with ordinary spaces: pages one after the other."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
