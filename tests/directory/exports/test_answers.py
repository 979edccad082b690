"""What all the exports share: the listing's own filters, 304, headers, privacy, and a flat number of queries."""

import csv
import gzip
import json
from io import BytesIO, StringIO
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from directory.filters import FACETS, FLAGS, DirectoryForm
from portal.demo.builders import make_structure
from tests.directory.exports.conftest import EMAIL, GZIP, PERSON, body
from tests.rooms import directory, make_private

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def of_csv(raw):
    return [row["Nom"] for row in csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")]


def of_xlsx(raw):
    return [row[1] for row in load_workbook(BytesIO(raw)).active.values][1:]


def of_atom(raw):
    return [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(raw).iter(f"{ATOM}entry")]


NAMES = {
    "/annuaire/export.csv": of_csv,
    "/annuaire/export.xlsx": of_xlsx,
    "/annuaire/export.geojson": lambda raw: [row["properties"]["name"] for row in json.loads(raw)["features"]],
    "/annuaire/export.jsonld": lambda raw: [row["name"] for row in json.loads(raw)["@graph"]],
    "/annuaire/flux.atom": of_atom,
    "/annuaire/widget/": lambda raw: [link.text for link in BeautifulSoup(raw, "html.parser").select("li a")],
    "/api/v1/gogocarto.json": lambda raw: [row["name"] for row in json.loads(raw)["data"]],
    "/api/v1/structures": lambda raw: [row["name"] for row in json.loads(raw)["items"]],
}
CONDITIONAL = [*(address for address in NAMES if address != "/annuaire/widget/"), "/annuaire/carte.json"]
ALL = [*NAMES, "/annuaire/carte.json", "/annuaire/widget/code/"]
QUERIES = dict.fromkeys(ALL, 8)


@pytest.fixture
def many(communes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for name, town, field in (
            ("Atelier Vélo", "Gap", "reemploi"),
            ("Bibliothèque d’objets", "Gap", "culture"),
            ("Café associatif", "Embrun", "alimentation"),
            ("Épicerie", "Briançon", "alimentation"),
        ):
            make_structure(directory(), title=name, commune=communes[town], fields=[field])
        make_structure(directory(), title="Brouillon", live=False)
        make_private(make_structure(directory(), title="Secret"))


QUERIES_ASKED = [
    "",
    "commune=gap",
    "commune=gap&commune=embrun&domaine=reemploi&domaine=alimentation",
    "q=epicerie",
    "autour=embrun&km=20",
    "lat=44.56&lon=6.08&km=5&tri=distance",
    "accessible=1",
    "ouvert=1",
    "tri=verifie",
    "commune=gap&page=9&inconnu=1&tri=xx&km=abc&lat=999&domaine=%00",
    "q=" + "x" * 500,
]


@pytest.mark.parametrize("query", QUERIES_ASKED)
def test_each_address_gives_what_the_listing_shows(client, many, query):
    shown = [card["title"] for card in client.get(f"/annuaire/?{query}").context["cards"]]
    for address, names in NAMES.items():
        found = names(body(client.get(f"{address}?{query}")))
        if address.endswith(".atom"):
            found, expected = sorted(found), sorted(shown)
        else:
            expected = shown
        assert found == expected, address


@pytest.mark.parametrize("address", ALL)
def test_nobody_s_e_mail_nor_name_leaves(client, full, address):
    raw = body(client.get(address)) + body(client.head(address))
    if address.endswith(".xlsx"):
        raw = repr(of_xlsx(raw)).encode() + repr(list(load_workbook(BytesIO(raw)).active.values)).encode()
    assert EMAIL.encode() not in raw
    for word in PERSON.split():
        assert word.encode() not in raw
        assert json.dumps(word).strip('"').encode() not in raw


def test_the_row_of_the_listing_keeps_the_query_in_each_link():
    html = render_to_string("directory/exports.html", {"state_query": "q=a%26b&commune=gap"})
    links = [link["href"] for link in BeautifulSoup(html, "html.parser").select("a")]
    assert len(links) == 7
    assert all(link.endswith("?q=a%26b&commune=gap") for link in links)
    assert "?" not in render_to_string("directory/exports.html", {"state_query": ""})


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(ALL),
    query=st.dictionaries(st.sampled_from([*DirectoryForm.base_fields, "inconnu"]), st.text(max_size=40), max_size=4),
)
def test_whatever_the_parameters_there_is_an_answer(portal_site, address, query):
    client = Client(raise_request_exception=False)
    response = client.get(address, query)
    assert response.status_code == 200
    body(response)


# -- 304 --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", CONDITIONAL)
def test_who_has_the_answer_already_gets_304_and_no_entry_is_read(client, many, address):
    tag = client.get(f"{address}?commune=gap")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"{address}?commune=gap", headers={"if-none-match": tag})
    assert (response.status_code, body(response)) == (304, b"")
    assert response["ETag"] == tag
    assert not [query for query in queries if "search_entry" in query["sql"]]
    assert len(queries) <= 1


@pytest.mark.parametrize("address", CONDITIONAL)
def test_the_tag_changes_with_the_catalogue_and_with_the_query(client, many, address):
    tags = {client.get(f"{address}?{query}")["ETag"] for query in ("", "commune=gap", "commune=embrun")}
    make_structure(directory(), title="Dernière venue")
    tags.add(client.get(address)["ETag"])
    assert len(tags) == 4
    assert client.get(f"{address}?utm_source=x&inconnu=2")["ETag"] in tags


def test_pages_of_the_api_have_tags_of_their_own(client, many):
    tags = {client.get(f"/api/v1/structures?{page}")["ETag"] for page in ("", "limit=1", "limit=1&offset=1")}
    assert len(tags) == 3


# -- Compressed answers -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/annuaire/export.geojson", "/annuaire/carte.json", "/api/v1/gogocarto.json"])
def test_a_kept_answer_is_the_same_compressed_or_not(client, many, address):
    plain = body(client.get(address))
    first, again = (client.get(address, headers=GZIP) for _time in range(2))
    assert first["Content-Encoding"] == again["Content-Encoding"] == "gzip"
    packed = body(first)
    assert gzip.decompress(packed) == plain
    assert body(again) == packed
    assert "Accept-Encoding" in again["Vary"]


def test_a_kept_answer_is_not_given_for_another_query_nor_after_a_change(client, many):
    def names(query=""):
        return NAMES["/annuaire/export.geojson"](body(client.get(f"/annuaire/export.geojson?{query}")))

    for _time in range(2):
        assert len(names()) == 4
        assert len(names("commune=gap")) == 2
    make_structure(directory(), title="Dernière venue")
    assert len(names()) == 5


# -- Headers and methods ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ALL)
def test_head_answers_without_a_body_and_other_methods_are_refused(client, many, address):
    got, head = client.get(address), client.head(address)
    assert (head.status_code, body(head)) == (200, b"")
    assert head["Content-Type"] == got["Content-Type"]
    if address in CONDITIONAL:
        assert head["ETag"] == got["ETag"]
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(address).status_code == 405, method


@pytest.mark.parametrize("address", CONDITIONAL)
def test_an_answer_says_where_people_read_it_and_that_others_may_keep_it(client, many, address):
    response = client.get(f"{address}?commune=gap")
    assert '/annuaire/?commune=gap>; rel="alternate"' in response["Link"]
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_the_api_describes_every_parameter_of_the_listing(client, portal_site):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    wanted = set(DirectoryForm.base_fields) - {"page"}
    for address in ("/api/v1/structures", "/api/v1/gogocarto.json"):
        assert set(paths[address]) == {"get"}
        assert wanted <= {parameter["name"] for parameter in paths[address]["get"]["parameters"]}


# -- Queries ----------------------------------------------------------------------------------------------------------
def queries_of(address):
    client = Client()
    body(client.get("/annuaire/"))  # what is read once a version
    with CaptureQueriesContext(connection) as queries:
        body(client.get(address))
    return len(queries)


def test_the_number_of_queries_is_pinned_and_flat(communes, django_capture_on_commit_callbacks):
    counts = []
    for number in (3, 60):
        with django_capture_on_commit_callbacks(execute=True):
            for index in range(number - 3 * len(counts)):
                make_structure(
                    directory(), title=f"Structure {number} {index}", commune=communes["Gap"], fields=["reemploi"]
                )
        counts.append({address: queries_of(f"{address}?commune=gap") for address in ALL})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 5, counts[0]


def test_one_structure_is_answered_as_the_list_is(client, full):
    address = f"/api/v1/structures/{full.pk}"
    response = client.get(address)
    assert response.json()["name"] == full.title
    assert set(response.json()["facets"]) <= {*FACETS, *FLAGS}
    assert f'<{full.full_url}>; rel="alternate"' in response["Link"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.head(address).status_code == 200
    for number in (0, 2**63, "x"):
        assert client.get(f"/api/v1/structures/{number}").status_code == 422
