"""The vCard is read back line by line, as a phone does (RFC 6350)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.sheets import vcard as made
from portal.demo.builders import make_structure
from portal.search.models import Entry
from tests.rooms import directory, make_private

pytestmark = pytest.mark.django_db


def unfold(content):
    """The logical lines, after checking the physical ones."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def read(content):
    """{property: [(parameters, value)]}"""
    found = {}
    for line in unfold(content):
        name, parameters, value = re.fullmatch(r'([A-Z-]+)((?:;[A-Z]+=(?:"[^"]*"|[^";:]*))*):(.*)', line).groups()
        found.setdefault(name, []).append((parameters, value))
    return found


def unescape(text):
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text)


def get(client, page):
    response = client.get(f"{page.url}vcard.vcf")
    assert response.status_code == 200
    return response


def test_a_phone_reads_all_that_the_page_says(client, structures):
    response = get(client, structures[2])
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="la-remise.vcf"'
    lines = unfold(response.content)
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-1] == "END:VCARD"
    card = read(response.content)
    assert card["KIND"] == [("", "org")]
    assert card["FN"] == card["ORG"] == [("", "La Remise")]
    assert card["NICKNAME"] == [("", "LR")]
    assert card["TEL"] == [(';TYPE="work,voice";VALUE=uri', "tel:+33-4-92-43-00-00")]
    assert [value for _parameters, value in card["URL"]] == [
        "https://laremise.example.org/",
        "http://testserver/annuaire/la-remise/",
    ]
    assert card["SOURCE"] == [("", "http://testserver/annuaire/la-remise/vcard.vcf")]
    assert card["ADR"] == [(";TYPE=work", r";;12\, rue de la Liberté;Embrun;;05200;France")]
    latitude, longitude = structures[2].point
    assert card["GEO"] == [("", f"geo:{latitude:.6f},{longitude:.6f}")]
    assert unescape(card["NOTE"][0][1]).startswith("Réemploi, prêt d’outils ; et un café")
    assert "9\xa0h" in card["NOTE"][0][1]
    assert re.fullmatch(r"\d{8}T\d{6}Z", card["REV"][0][1])


def test_it_holds_neither_address_of_a_mailbox_nor_person(client, structures):
    content = get(client, structures[2]).text
    assert "secret" not in content
    assert "EMAIL" not in content
    assert "\r\nN:" not in content


def test_what_nobody_has_said_is_left_out(client, portal_site):
    page = make_structure(directory(), title="Rien de plus")
    assert {"TEL", "ADR", "GEO", "NOTE", "NICKNAME", "CATEGORIES"}.isdisjoint(read(get(client, page).content))


def test_its_number_stays_when_its_name_and_address_change(client, structures):
    page = structures[0]
    before = read(get(client, page).content)
    page.title, page.slug = "Épicerie d’en face", "epicerie-den-face"
    page.save_revision().publish()
    after = read(client.get("/annuaire/epicerie-den-face/vcard.vcf").content)
    assert after["FN"] != before["FN"]
    assert after["UID"] == before["UID"]
    assert after["UID"][0][1].startswith("urn:uuid:")
    assert after["UID"] != read(get(client, structures[1]).content)["UID"]


NASTY = "Bar; l’Été, \\n 🏔️👩🏽‍🌾\r\nEMAIL:pirate@example.org\u2028TEL:1\x01\x0b\x85"


def test_nothing_typed_can_add_a_line(client, structures):
    key = Entry.objects.get(page_id=structures[2].pk).pk
    data = Entry.objects.get(pk=key).data | {
        **{"address": NASTY, "commune": NASTY, "acronym": NASTY, "phone": NASTY, "fields": [NASTY, "b"]},
        "website": "https://a.example/\r\nEMAIL:pirate@example.org",
        "closures": NASTY,
    }
    Entry.objects.filter(pk=key).update(title=NASTY, summary=NASTY, data=data)
    content = client.get("/annuaire/la-remise/vcard.vcf").content
    names = set(read(content))
    assert "EMAIL" not in names
    assert len(read(content)["TEL"]) == 1
    assert len(content.decode().splitlines()) == content.count(b"\r\n")
    shown = unescape(read(content)["FN"][0][1])
    assert shown.startswith("Bar; l’Été, \\n 🏔️👩🏽‍🌾\nEMAIL:pirate@example.org\nTEL:1")
    assert len(re.split(r"(?<!\\);", read(content)["ADR"][0][1])) == 7
    assert len(re.split(r"(?<!\\),", read(content)["CATEGORIES"][0][1])) == 2


@given(st.text(max_size=300))
def test_any_text_stays_on_its_line_and_comes_back(text):
    line = f"NOTE:{made.escape(text)}"
    assert line.splitlines() == [line]
    folded = (made.fold(line) + "\r\n").encode()
    assert unfold(folded) == [line]
    assert unescape(made.escape(text)).split() == made.CONTROLS.sub(" ", made.LINE_ENDS.sub("\n", text)).split()


def test_a_number_that_is_none_is_kept_as_typed():
    assert made.telephone("demander à l’accueil; merci") == "TEL;TYPE=work:demander à l’accueil\\; merci"
    assert made.telephone("04 92 43 00 00") == 'TEL;TYPE="work,voice";VALUE=uri:tel:+33-4-92-43-00-00'


@pytest.mark.parametrize("sheet", ["vcard.vcf", "qr.svg", "affiche.pdf"])
def test_only_what_visitors_may_see_can_be_taken_away(client, structures, sheet):
    draft = make_structure(directory(), title="Brouillon", live=False)
    make_private(structures[0])
    for slug in ("inconnue", draft.slug, structures[0].slug):
        response = client.get(f"/annuaire/{slug}/{sheet}")
        assert response.status_code == 404, slug
        assert "n’existe pas" in response.text
    assert client.post(f"/annuaire/la-remise/{sheet}").status_code == 405


@pytest.mark.parametrize("below", ["vcard.vcf", "qr.svg", "affiche.pdf", "ecrire/"])
def test_old_addresses_lead_to_the_new_one(client, structures, below, django_capture_on_commit_callbacks):
    page = structures[0]
    old, page.slug, page.email = page.url, "un-nouveau-nom", "accueil@exemple.fr"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get(old + below)
    assert (response.status_code, response.headers["Location"]) == (301, f"/annuaire/un-nouveau-nom/{below}")
    assert client.get(f"/annuaire/jamais-vue/{below}").status_code == 404


def test_a_structure_renamed_and_named_again_leads_nowhere_in_circles(
    client, structures, django_capture_on_commit_callbacks
):
    page = structures[0]
    first = page.slug
    for slug in ("autrement", first):
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
    assert client.get(f"{page.url}ecrire/").status_code == 404  # nobody can be written to: it has no e-mail
