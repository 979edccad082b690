"""Each value's door."""

import pytest

from directory.imports.mapping import guess, mapping_for, remember
from directory.imports.texts import plain as plain_text
from directory.imports.texts import rich
from directory.models import StructurePage
from tests.directory.imports.files import SIRET, cleaned, csv_bytes, imported, plain

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)><b>Gras</b> &lt;script&gt;alert(3)&lt;/script&gt;"


@pytest.fixture(autouse=True)
def site(portal_site):
    return portal_site


def row(**cells):
    return cleaned(csv_bytes([{"Nom": "La Remise"} | cells]))[0]


def test_columns_are_guessed_by_the_names_that_people_and_tools_give():
    assert guess(["bf_titre", "bf_mail", "bf_ville", "bf_code_postal", "carte_google", "id_fiche", "url"]) == {
        "bf_titre": "title", "bf_mail": "email", "bf_ville": "commune", "bf_code_postal": "postal_code",
        "carte_google": "point", "id_fiche": "external_id", "url": "page_name",
    }  # fmt: skip
    assert guess(["Nom *", "Site Internet", "N° SIRET", "Téléphone", "Couleur"]) == {
        "Nom *": "title", "Site Internet": "website", "N° SIRET": "siret", "Téléphone": "phone", "Couleur": "",
    }  # fmt: skip
    assert guess(["geo.latitude", "address.addressLocality"])["address.addressLocality"] == "commune"
    assert guess(["Nom", "Titre"]) == {"Nom": "title", "Titre": ""}


def test_a_mapping_is_remembered_by_source():
    remember("Réseau", {"Nom": "acronym", "Autre": "title"})
    assert mapping_for("Réseau", ["Nom", "Autre", "Ville"]) == {"Nom": "acronym", "Autre": "title", "Ville": "commune"}
    assert mapping_for("Autre base", ["Nom"]) == {"Nom": "title"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Un</p><p>deux</p>", "Un\ndeux"),
        ("a < b & c", "a < b & c"),
        ("&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt;fin", "fin"),
        ("<style>p{}</style>Vu", "Vu"),
        ("Vélo &amp; fils", "Vélo & fils"),
    ],
)
def test_plain_text(text, words):
    assert plain_text(text) == words


def test_rich_text_keeps_a_little_form_and_no_script():
    html = rich('<h2>Titre</h2><p onclick="x()">A <strong>b</strong> <a href="javascript:x()">c</a></p><p></p>')
    assert html == "<p>Titre</p><p>A <b>b</b> <a>c</a></p>"
    assert rich("Un\n\ndeux < trois".replace("< ", "")) == "<p>Un</p><p>deux trois</p>"
    assert rich("<p> </p><br>") == ""


def test_html_and_scripts_in_every_field_come_out_as_words(client):
    names = ["Nom", "Sigle", "Accroche", "Anciens noms", "Description", "Adresse", "Services", "Mots-clés", "Horaires"]
    names += ["Fermetures", "Bénévoles", "Domaines", "Labels", "Publics", "Téléphone", "Courriel", "Site web"]
    _run, plan = imported(dict.fromkeys(names, HOSTILE) | {"Site web": "", "Commune": "Gap"})
    page = StructurePage.objects.get(pk=plan.lines[0].page_id)
    for value in (
        page.title,
        page.acronym,
        page.summary,
        page.former_names,
        page.address,
        page.services,
        page.closures,
    ):
        assert "<" not in value
    assert "script" not in str(page.presentation.raw_data)
    assert all("<" not in tag.name for tag in page.tags.all())
    html = client.get(page.url).text
    assert "alert(" not in html
    assert "onerror" not in html


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
     "java\tscript:alert(1)", "&#106;avascript:alert(1)", "ftp://exemple.fr"],
)  # fmt: skip
def test_a_link_that_is_not_of_the_web_stops_its_row_and_names_the_cell(link):
    for column in ("Site web", "Facebook"):
        found = row(**{column: link})
        assert plain(found.refusals[0]).startswith(f"Ligne 2, colonne « {column} » : le lien")
        assert "website" not in found.values


def test_links():
    assert row(**{"Site web": "https://exemple.fr/a?b=c"}).values["website"] == "https://exemple.fr/a?b=c"
    assert row(**{"Site web": "www.exemple.fr"}).values["website"] == "https://www.exemple.fr"
    assert "laissé de côté" in row(**{"Site web": "en travaux"}).notes[0]


def test_phones_are_written_alike():
    for text in ("0492510000", "+33 4 92 51 00 00", "04.92.51.00.00", "492510000"):
        assert row(Tel=text).values["phone"] == "04 92 51 00 00"
    found = row(Tel="12")
    assert "phone" not in found.values
    assert plain(found.notes[0]).startswith("Ligne 2, colonne « Tel » : « 12 » n’est pas un numéro")


def test_a_siret_with_a_wrong_key_stops_its_row():
    assert row(SIRET="732 829 320 00074").values["siret"] == SIRET
    assert row(SIRET=SIRET).values["siren"] == SIRET[:9]
    found = row(SIRET="73282932000075")
    assert plain(found.refusals[0]).startswith("Ligne 2, colonne « SIRET » : Le SIRET « 73282932000075 »")
    assert "RNA" in row(RNA="W12").refusals[0]


def test_points():
    found = row(Latitude="44,56", Longitude="6,08", Commune="Gap")
    assert (found.values["latitude"], found.values["longitude"]) == (44.56, 6.08)
    assert not found.notes
    swapped = row(Latitude="6.08", Longitude="44.56")
    assert (swapped.values["latitude"], swapped.values["longitude"]) == (44.56, 6.08)
    assert "inversées" in swapped.notes[0]
    for column, text in (("Point", "44.56, 6.08"), ("carte_google", "44.56|6.08"), ("Point", "44,56 6,08")):
        assert row(**{column: text}).values["longitude"] == 6.08
    assert row(Point='{"latitude":"44.56","longitude":"6.08","geometries":null}').values["latitude"] == 44.56


@pytest.mark.parametrize(("latitude", "longitude"), [("48.85", "2.35"), ("999", "0"), ("-44.5", "6"), ("abc", "6")])
def test_a_point_elsewhere_stops_its_row(latitude, longitude):
    found = row(Latitude=latitude, Longitude=longitude)
    assert plain(found.refusals[0]).startswith("Ligne 2, colonnes « Latitude », « Longitude » :")
    assert "latitude" not in found.values


def test_half_a_point_and_nowhere_are_left_out():
    assert "manque" in row(Latitude="44.5", Longitude="").notes[0]
    assert "n’est pas un lieu" in row(Latitude="0", Longitude="0").notes[0]


def test_a_point_far_from_its_commune_is_said():
    assert "mairie (Briançon)" in row(Latitude="44.56", Longitude="6.08", Commune="Briançon").notes[0]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Commune": "gap"}, "05061"),
        ({"Commune": "GAP CEDEX 9", "Code postal": "05010"}, "05061"),
        ({"Commune": "05000 Gap"}, "05061"),
        ({"INSEE": "5061"}, "05061"),
        ({"INSEE": "05001"}, "05001"),
        ({"Commune": "Ristolas"}, "05001"),
        ({"Commune": "St Bonnet en Champsaur"}, "05132"),
        ({"Commune": "L’Argentière la Bessée"}, "05006"),
        ({"Commune": "La Rochette", "Code postal": "05000"}, "05124"),
        ({"Code postal": "05460"}, "05001"),
    ],
)
def test_communes_by_code_name_former_name_and_postal_code(cells, code):
    found = row(**cells)
    assert found.refusals == []
    assert found.values["commune"] == code


def test_an_ambiguous_commune_is_a_question_with_the_choices():
    for cells in ({"Commune": "La Rochette"}, {"Code postal": "05000"}):
        refusal = plain(row(**cells).refusals[0])
        assert "plusieurs communes possibles" in refusal
        assert "La Rochette (05124)" in refusal or "Gap (05061)" in refusal
    assert "ne va pas avec le reste" in plain(row(Commune="Gap", INSEE="05046").refusals[0])
    assert "ne va pas avec le reste" in plain(row(**{"Commune": "Gap", "Code postal": "05100"}).refusals[0])
    assert "Le code postal 05200 est celui de" in plain(row(**{"Commune": "Paris", "Code postal": "05200"}).refusals[0])
    assert "code INSEE" in row(INSEE="75056").refusals[0]


def test_words_of_the_vocabularies_by_name_or_slug_and_the_others_said():
    found = row(Domaines="Réemploi et déchets, culture, soudure", Labels="ESUS|Qualiopi", Statut="association")
    assert found.values["fields_of_activity"] == ["culture", "reemploi"]
    assert "« soudure »" in plain(found.notes[0])
    assert found.values["labels"] == ["esus", "qualiopi"]
    assert found.values["legal_family"] == "association"
    whole = row(Statut="Coopérative (SCOP, SCIC, CAE ou autre)")
    assert whole.values["legal_family"] == "cooperative"


def test_years_e_mails_hours_and_choices():
    assert row(**{"Année de création": "12/05/2004"}).values["year_founded"] == 2004
    assert row(**{"Année de création": "2999"}).notes
    assert row(Courriel="mailto:a@exemple.fr").values["email"] == "a@exemple.fr"
    assert row(Courriel="a à exemple").notes
    assert row(Horaires="Mo-Fr 09:00-12:00").values["opening_hours"] == "Mo-Fr 09:00-12:00"
    assert row(Horaires="quand on veut").notes
    assert row(PMR="Oui").values["access"] == "full"
    assert row(Accroche="x" * 161).notes


def test_a_row_without_a_name_is_refused():
    rows = cleaned(csv_bytes([{"Nom": "", "Commune": "Gap"}]))
    assert plain(rows[0].refusals[0]) == "Ligne 2 : pas de nom."


def test_the_name_of_the_former_page_is_found_in_its_address():
    for text in ("EpicerieDuCoin", "https://wiki.exemple/?EpicerieDuCoin", "https://wiki.exemple/wakka.php?wiki=EpicerieDuCoin",
                 "https://wiki.exemple/EpicerieDuCoin"):  # fmt: skip
        assert row(Page=text).page_name == "EpicerieDuCoin"
    assert row(Page="https://wiki.exemple/?../<b>").page_name == ""
    assert row(Page="http://[wiki/?Page").page_name == ""
