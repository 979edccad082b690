"""On a machine without Pango, PDF addresses say what to do; all the rest works."""

import logging

import pytest

from portal.core import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_engine(monkeypatch):
    def missing():
        raise pdf.PdfUnavailable("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "load_engine", missing)


@pytest.mark.parametrize("address", ["/annuaire/carnet.pdf", "/annuaire/la-remise/affiche.pdf"])
def test_a_page_of_ours_says_what_to_do(client, structures, no_engine, address, caplog):
    with caplog.at_level(logging.WARNING):
        response = client.get(address)
    assert response.status_code == 503
    assert "ne sait pas encore faire de PDF" in response.text
    assert "imprimer la page" in response.text
    assert "libpango" not in response.text
    assert "libpango" in caplog.text
    assert client.get(address).status_code == 503  # the place was given back


@pytest.mark.parametrize("address", ["/annuaire/", "/annuaire/la-remise/", "/annuaire/la-remise/vcard.vcf"])
def test_all_the_rest_works(client, structures, no_engine, address):
    assert client.get(address).status_code == 200
    assert client.get("/annuaire/la-remise/qr.svg").status_code == 200
