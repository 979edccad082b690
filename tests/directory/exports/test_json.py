"""GeoJSON, JSON-LD, GoGoCarto's JSON and the columns of the map: right in form, and true."""

import json

import pytest
from django.conf import settings

from directory.exports.week import week
from tests.directory.exports.conftest import FORMULA, body

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return json.loads(body(response))


# -- GeoJSON (RFC 7946) -----------------------------------------------------------------------------------------------
def test_geojson_is_a_feature_collection_with_longitude_first(client, three):
    answer = read(client, "/annuaire/export.geojson")
    assert answer["type"] == "FeatureCollection"
    assert [feature["type"] for feature in answer["features"]] == ["Feature"] * 3
    by_id = {feature["id"]: feature for feature in answer["features"]}
    assert by_id[three[0].pk]["geometry"] == {"type": "Point", "coordinates": [6.08, 44.56]}
    assert by_id[three[2].pk]["geometry"] is None
    assert all(isinstance(feature["properties"], dict) for feature in answer["features"])


def test_the_box_holds_every_point(client, three):
    answer = read(client, "/annuaire/export.geojson")
    points = [feature["geometry"]["coordinates"] for feature in answer["features"] if feature["geometry"]]
    longitudes, latitudes = zip(*points, strict=True)
    assert answer["bbox"] == [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    assert answer["bbox"][0] < answer["bbox"][1]  # 6 degrees east, 44 north


def test_without_a_point_there_is_no_box(client, portal_site):
    answer = read(client, "/annuaire/export.geojson")
    assert answer["features"] == []
    assert "bbox" not in answer


def test_properties_are_the_public_facts(client, full):
    [feature] = read(client, "/annuaire/export.geojson")["features"]
    known = feature["properties"]
    assert (known["name"], known["commune"], known["siret"]) == (FORMULA, "Embrun", "73282932000074")
    assert known["url"] == full.full_url


# -- Columns of the map -----------------------------------------------------------------------------------------------
def test_the_map_gets_one_row_a_placed_structure(client, three):
    answer = read(client, "/annuaire/carte.json")
    assert answer["n"] == ["Atelier Vélo", "Épicerie du Coin"]
    assert answer["u"] == ["atelier-velo/", "epicerie-du-coin/"]
    assert (answer["y"][1], answer["x"][1]) == (445600, 60800)
    assert isinstance(answer["v"], int)


# -- JSON-LD ----------------------------------------------------------------------------------------------------------
def test_json_ld_says_what_each_structure_is(client, full, three):
    answer = read(client, "/annuaire/export.jsonld")
    assert answer["@context"] == "https://schema.org"
    nodes = {node["name"]: node for node in answer["@graph"]}
    assert nodes[FORMULA]["@type"] == ["NGO", "LocalBusiness"]
    assert nodes["Réseau"]["@type"] == ["Organization"]
    assert nodes[FORMULA]["sameAs"] == ["https://exemple.social/@coin"]
    assert nodes[FORMULA]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "-1 rue de l’Exemple",
        "postalCode": "05200",
        "addressLocality": "Embrun",
        "addressCountry": "FR",
    }
    mornings = [day["dayOfWeek"] for day in nodes[FORMULA]["openingHoursSpecification"] if day["opens"] == "09:00"]
    assert mornings == ["Monday", "Tuesday", "Thursday", "Friday"]


def test_the_stable_id_leads_to_the_page_even_under_a_new_name(client, three):
    page = three[1]
    node = next(node for node in read(client, "/annuaire/export.jsonld")["@graph"] if node["name"] == page.title)
    assert node["@id"] == f"{settings.BASE_URL}/annuaire/id/{page.pk}/"
    page.slug = "atelier-des-cycles"
    page.save_revision().publish()
    response = client.get(node["@id"].removeprefix(settings.BASE_URL))
    assert (response.status_code, response["Location"]) == (303, "/annuaire/atelier-des-cycles/")


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999", "٣"])
def test_a_stable_id_that_nobody_has_is_not_found(client, portal_site, number):
    assert client.get(f"/annuaire/id/{number}/").status_code == 404


def test_a_structure_taken_offline_has_no_stable_address(client, three):
    three[0].unpublish()
    assert client.get(f"/annuaire/id/{three[0].pk}/").status_code == 404


def test_the_numbers_of_a_merged_structure_lead_to_the_one_that_took_it_over(client, three):
    kept, old, _other = three
    old.status, old.merged_into = old.Status.MERGED, kept
    old.save()
    old.unpublish()
    for address in ("/annuaire/id/{}/", "/api/v1/structures/{}"):
        response = client.get(address.format(old.pk))
        assert (response.status_code, response["Location"]) == (301, address.format(kept.pk))
    kept.unpublish()
    assert client.get(f"/annuaire/id/{old.pk}/").status_code == 404
    assert client.get(f"/api/v1/structures/{old.pk}").status_code == 404


def test_json_ld_says_where_it_acts_and_with_whom(client, three):
    page, network, _other = three
    page.networks, page.served_communes = [network], [page.commune]
    page.save()
    node = next(n for n in read(client, "/annuaire/export.jsonld")["@graph"] if n["name"] == page.title)
    assert node["areaServed"] == ["Gap"]
    assert [group["@id"] for group in node["memberOf"]] == [f"{settings.BASE_URL}/annuaire/id/{network.pk}/"]


@pytest.mark.parametrize(("status", "word"), [("dormant", "En sommeil"), ("closed", "A fermé")])
def test_a_structure_that_sleeps_or_has_closed_is_open_nowhere(client, three, status, word):
    page = three[0]
    page.opening_hours, page.address = "24/7", "1 rue de l’Exemple"
    page.save()
    assert [card["title"] for card in client.get("/annuaire/?ouvert=1").context["cards"]] == [page.title]
    page.status = status
    page.save()
    assert client.get("/annuaire/?ouvert=1").context["cards"] == []
    card = next(c for c in client.get("/annuaire/").context["cards"] if c["title"] == page.title)
    assert card["meta"][0] == word
    assert client.get(page.url).context["open_state"] == ""
    node = next(n for n in read(client, "/annuaire/export.jsonld")["@graph"] if n["name"] == page.title)
    assert "openingHoursSpecification" not in node
    names = [element["name"] for element in read(client, "/api/v1/gogocarto.json")["data"]]
    assert (page.title in names) == (status == "dormant")


# -- GoGoCarto --------------------------------------------------------------------------------------------------------
def test_gogocarto_finds_what_its_importer_reads(client, full):
    answer = read(client, "/api/v1/gogocarto.json")
    assert answer["ontology"] == "gogofull"
    [element] = answer["data"]
    assert element["id"] == str(full.pk)
    assert element["name"] == FORMULA
    assert set(element["geo"]) == {"latitude", "longitude"}
    assert element["address"]["addressLocality"] == "Embrun"
    assert element["address"]["postalCode"] == "05200"
    assert len(element["categories"]) == 2
    assert [full["name"] for full in element["categoriesFull"]] == element["categories"]
    assert element["openHours"]["Mo"] == "09:00-12:00 & 14:00-18:00"
    assert "We" not in element["openHours"]
    assert "email" not in element


def test_an_element_without_a_place_still_has_what_the_importer_needs(client, three):
    elements = {element["name"]: element for element in read(client, "/api/v1/gogocarto.json")["data"]}
    assert "geo" not in elements["Réseau"]
    assert elements["Réseau"]["categories"] == []


# -- Opening hours ----------------------------------------------------------------------------------------------------
def test_a_plain_week_is_told_and_seasons_are_not():
    assert week("Mo 09:00-12:00; Tu off") == {"Mo": [("09:00", "12:00")]}
    assert week("24/7")["Su"] == [("00:00", "23:59")]
    assert week("Jul-Aug Mo 09:00-12:00") == {}
    assert week("SH Mo 09:00-12:00") == {}
    assert week("n’importe quoi") == {}
    assert week("") == {}
