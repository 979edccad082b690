"""/annuaire/: filters, the map of the same query, empty states, and pages that say only what is known."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from directory.models import StructurePage
from portal.core.models import Commune, LegalFamily
from portal.demo.builders import make_event, make_structure
from tests.rooms import agenda, directory, in_hours, make_private

pytestmark = pytest.mark.django_db
URL = "/annuaire/"


@pytest.fixture
def communes(portal_site):
    return {name: Commune.objects.get(name=name) for name in ("Gap", "Embrun", "Barcelonnette", "Briançon")}


@pytest.fixture
def three(communes):
    """A grocery and a repair workshop in Gap, a repair workshop in Embrun."""
    index = directory()
    return [
        make_structure(index, title="Épicerie du Coin", commune=communes["Gap"], fields=["alimentation"]),
        make_structure(index, title="Atelier Vélo", commune=communes["Gap"], fields=["reemploi"]),
        make_structure(index, title="La Remise", commune=communes["Embrun"], fields=["reemploi"]),
    ]


def listed(client, query=""):
    """The titles of the cards, in order."""
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return [card["title"] for card in response.context["cards"]]


def dots(client, query=""):
    return sum(dot.count for dot in client.get(f"{URL}?{query}").context["map"].dots)


def test_the_directory_lists_everybody_by_name_whatever_the_accents(client, three):
    assert listed(client) == ["Atelier Vélo", "Épicerie du Coin", "La Remise"]


def test_two_values_of_a_filter_mean_either(client, three):
    assert listed(client, "domaine=reemploi&domaine=alimentation") == ["Atelier Vélo", "Épicerie du Coin", "La Remise"]
    assert listed(client, "commune=embrun&commune=gap") == ["Atelier Vélo", "Épicerie du Coin", "La Remise"]


def test_two_filters_mean_both(client, three, communes):
    assert listed(client, "domaine=reemploi&commune=gap") == ["Atelier Vélo"]
    valley = communes["Embrun"].valley.slug
    assert listed(client, f"domaine=reemploi&vallee={valley}") == ["La Remise"]
    assert listed(client, f"domaine=alimentation&vallee={valley}") == []


def test_words_are_found_without_their_accents(client, portal_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_structure(directory(), title="Épicerie du Coin")
        make_structure(directory(), title="La Remise")
    for words in ("epicerie", "ÉPICERIE", "Épicerie coin", "coin%20epicerie!"):
        assert listed(client, f"q={words}") == ["Épicerie du Coin"], words
    assert listed(client, "q=epicerie+introuvable") == []


def test_each_filter_has_a_chip_that_takes_it_away(client, three):
    response = client.get(f"{URL}?commune=gap&domaine=reemploi")
    chips = {chip["text"]: chip["url"] for chip in response.context["active"]}
    assert len(chips) == 2
    assert chips["Gap"] == f"{URL}?domaine=reemploi"
    links = [link["href"] for link in BeautifulSoup(response.text, "html.parser").select(".filtres-actifs a")]
    assert links == [*chips.values(), URL]


def test_the_box_of_a_chosen_filter_is_ticked(client, three):
    soup = BeautifulSoup(client.get(f"{URL}?domaine=reemploi").text, "html.parser")
    assert [box["value"] for box in soup.select(".facettes input[checked]")] == ["reemploi"]


def test_the_map_counts_what_the_list_counts(client, three):
    assert dots(client) == 3
    assert dots(client, "domaine=reemploi") == 2
    assert dots(client, "domaine=reemploi&commune=gap") == 1


def test_a_dot_leads_to_its_commune_and_keeps_the_filter(client, three):
    response = client.get(f"{URL}?domaine=reemploi")
    dot = next(dot for dot in response.context["map"].dots if dot.label == "Gap")
    assert [card["title"] for card in client.get(dot.url).context["cards"]] == ["Atelier Vélo"]


def test_a_structure_that_nobody_has_placed_is_listed_but_not_on_the_map(client, three):
    make_structure(directory(), title="Réseau sans adresse")
    assert "Réseau sans adresse" in listed(client)
    assert dots(client) == 3


def test_an_empty_directory_says_so(client, portal_site):
    response = client.get(URL)
    assert "Aucune structure n’est encore inscrite" in response.text


def test_filters_that_nobody_fits_say_so_and_offer_a_way_out(client, three):
    response = client.get(f"{URL}?commune=barcelonnette")
    assert "Aucune structure ne répond à tout cela" in response.text
    assert BeautifulSoup(response.text, "html.parser").select_one(f'.vide-etat a[href="{URL}"]')


def test_drafts_and_private_pages_are_neither_listed_nor_counted(client, three, communes):
    make_structure(directory(), title="Brouillon", commune=communes["Gap"], live=False)
    make_private(make_structure(directory(), title="Secret", commune=communes["Gap"]))
    assert len(listed(client)) == 3
    assert dots(client) == 3


def test_twenty_structures_make_a_page_and_the_links_keep_the_filters(client, communes):
    for number in range(21):
        make_structure(directory(), title=f"Structure {number:02}", commune=communes["Gap"])
    response = client.get(f"{URL}?commune=gap")
    assert len(response.context["cards"]) == 20
    link = BeautifulSoup(response.text, "html.parser").select_one('a[rel="next"]')["href"]
    assert link == "?commune=gap&page=2"
    assert len(client.get(URL + link).context["cards"]) == 1


def test_a_translated_structure_is_still_one_structure(client, three):
    """On the map of the home page, in the directory and in the machine interface."""
    from wagtail.models import Locale

    structure = three[0]
    english = Locale.objects.get(language_code="en")
    for page in (directory(), structure):
        copy = page.copy_for_translation(english)
        copy.save_revision().publish()
    assert listed(client).count("Épicerie du Coin") == 1
    assert sum(dot.count for dot in client.get("/").context["map"].dots) == 3
    names = [row["name"] for row in client.get("/api/v1/structures").json()["items"]]
    assert names.count("Épicerie du Coin") == 1


# -- A structure's page -----------------------------------------------------------------------------------------------
def facts(client, page):
    soup = BeautifulSoup(client.get(page.url).text, "html.parser")
    return {row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in soup.select("aside .faits > div")}


def chips(client, page):
    soup = BeautifulSoup(client.get(page.url).text, "html.parser")
    return [chip.get_text(strip=True) for chip in soup.select(".entete-fiche .puce")]


def test_a_page_of_which_only_the_name_is_known_says_nothing_more(client, portal_site):
    page = make_structure(directory(), title="La Remise", is_fictional=False)
    assert facts(client, page) == {}
    html = client.get(page.url).text
    assert "Une fiche à compléter" in html
    assert "None" not in html
    assert "fictif" not in html
    assert 'class="carte"' not in html


def test_a_page_shows_each_known_fact(client, communes):
    family = LegalFamily.objects.filter(locale__language_code="fr").first()
    page = make_structure(
        directory(),
        title="La Remise",
        commune=communes["Embrun"],
        legal_family=family,
        source="Liste 2019",
        is_fictional=False,
    )
    found = facts(client, page)
    assert found["Commune"] == "Embrun"
    assert found["Source"] == "Liste 2019"
    assert found["Vallée"] == communes["Embrun"].valley.name
    assert found["Intercommunalité"] == communes["Embrun"].epci.name
    assert chips(client, page) == [family.name]


def test_an_institution_says_so_where_its_legal_family_is_not_known(client, portal_site):
    page = make_structure(directory(), title="La Région", kind=StructurePage.Kind.INSTITUTION, is_fictional=False)
    assert chips(client, page) == ["Institution partenaire"]


def test_a_fictional_structure_is_named_as_such(client, portal_site):
    page = make_structure(directory(), title="La Remise", is_fictional=True)
    assert "Exemple fictif" in client.get(page.url).text


def test_a_structure_is_on_its_own_map_where_it_says_or_at_its_town_hall(client, communes):
    placed = make_structure(directory(), title="A", commune=communes["Gap"])
    assert placed.point == communes["Gap"].point
    exact = make_structure(directory(), title="B", commune=communes["Gap"], latitude=44.6, longitude=6.1)
    assert exact.point == (44.6, 6.1)
    assert client.get(exact.url).context["map"].dots


def test_half_a_point_is_refused(portal_site):
    with pytest.raises(ValidationError, match="aucune des deux"):
        StructurePage(title="A", latitude=44.6).clean()


def test_a_structure_shows_its_next_dates_and_not_those_of_drafts(client, portal_site):
    page = make_structure(directory(), title="La Remise")
    for title, live in (("Repair café", True), ("Réunion secrète", False)):
        make_event(agenda(), title=title, start=in_hours(2), end=in_hours(4), organiser=page, live=live)
    make_event(agenda(), title="Fête passée", start=in_hours(-9), end=in_hours(-8), organiser=page)
    html = client.get(page.url).text
    assert "Repair café" in html
    assert "Réunion secrète" not in html
    assert "Fête passée" not in html


def test_an_event_written_under_a_structure_shows_on_its_page(client, portal_site):
    page = make_structure(directory(), title="La Remise")
    make_event(page, title="Repair café", start=in_hours(2), end=in_hours(4))
    assert "Repair café" in client.get(page.url).text


def test_hostile_text_of_a_structure_is_printed_as_text(client, communes):
    text = "<script>alert(1)</script>"
    page = make_structure(
        directory(), title=text, summary=text, source=text, commune=communes["Gap"], latitude=44.6, longitude=6.1
    )
    for address in (page.url, URL, "/", "/recherche/?q=alert"):
        assert text not in client.get(address).text


def test_the_machine_interface_gives_what_the_page_shows_and_only_public_pages(client, three):
    make_structure(directory(), title="Brouillon", live=False)
    make_private(make_structure(directory(), title="Secret"))
    answer = client.get("/api/v1/structures").json()
    assert answer["count"] == 3
    row = next(row for row in answer["items"] if row["name"] == "La Remise")
    assert (row["commune"], row["code_insee"], row["facets"]["domaine"]) == ("Embrun", "05046", ["reemploi"])
    assert row["url"] == three[2].full_url
