"""Every search is a feed: the same question and answer as the page, as Atom, CSV, GeoJSON, ICS and JSON."""

import csv
import io
import json

import pytest
from defusedxml.ElementTree import fromstring
from django.utils.timezone import localtime
from icalendar import Calendar

from portal.core.models import Commune
from portal.demo.builders import make_event, make_guide, make_structure
from tests.rooms import agenda, directory, guides, in_hours, make_private

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = ("/recherche/flux.atom", "/recherche/export.csv", "/recherche/export.geojson", "/recherche/agenda.ics")
ADDRESSES += ("/api/v1/search",)


@pytest.fixture
def content(portal_site):
    gap, embrun = (Commune.objects.get(name=name) for name in ("Gap", "Embrun"))
    make_structure(directory(), title="Chaudron du Champsaur", summary="=HYPERLINK(1)", commune=gap)
    make_structure(directory(), title="Le Fournil", commune=embrun)
    make_event(agenda(), title="Fête du chaudron", start=in_hours(20), end=in_hours(21), commune=embrun)
    make_event(agenda(), title="Bal", start=in_hours(20), end=in_hours(21), commune=embrun)
    make_guide(guides(), title="Monter un chaudron")
    make_private(make_structure(directory(), title="Chaudron secret"))


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def get(client, address, **parameters):
    response = client.get(address, parameters)
    assert response.status_code == 200
    return body(response)


def names(client, address, **parameters):
    """The titles that an answer holds, whatever its format."""
    content = get(client, address, **parameters)
    if address.endswith("atom"):
        return [item.findtext(f"{ATOM}title") for item in fromstring(content).iter(f"{ATOM}entry")]
    if address.endswith("csv"):
        return [row["Titre"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")]
    if address.endswith("geojson"):
        return [feature["properties"]["title"] for feature in json.loads(content)["features"]]
    if address.endswith("ics"):
        return [str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT")]
    return [item["title"] for item in json.loads(content)["items"]]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "chaudron"}, {"Chaudron du Champsaur", "Fête du chaudron", "Monter un chaudron"}),
        ({"q": "chaudron", "type": "evenement"}, {"Fête du chaudron"}),
        ({"q": "chaudrn"}, {"Chaudron du Champsaur", "Fête du chaudron", "Monter un chaudron"}),
        ({"q": "chaudrn", "sans": "correction"}, set()),
        ({"q": "chaudron embrun"}, {"Fête du chaudron"}),
        ({"type": "evenement"}, {"Fête du chaudron", "Bal"}),
        ({"q": "introuvable"}, set()),
        ({}, set()),
    ],
)
def test_the_same_question_has_the_same_answer_everywhere(client, content, address, parameters, expected):
    expected = expected & {"Fête du chaudron", "Bal"} if address.endswith("ics") else expected
    found = names(client, address, **parameters)
    assert set(found) == expected
    assert len(found) == len(expected)


def test_files_keep_the_order_of_the_page(client, content):
    shown = [hit.title for hit in client.get("/recherche/", {"q": "chaudron"}).context["hits"]]
    for address in ("/recherche/export.csv", "/recherche/export.geojson", "/api/v1/search"):
        assert names(client, address, q="chaudron") == shown


def test_a_spreadsheet_runs_nothing(client, content):
    rows = list(
        csv.DictReader(
            io.StringIO(get(client, "/recherche/export.csv", q="chaudron").decode("utf-8-sig")), delimiter=";"
        )
    )
    (row,) = [row for row in rows if row["Titre"] == "Chaudron du Champsaur"]
    assert row["En une phrase"] == "'=HYPERLINK(1)"
    assert (row["Type"], row["Commune"]) == ("Structure", "Gap")


def test_the_api_counts_types_and_says_what_it_understood(client, content):
    answer = json.loads(get(client, "/api/v1/search", q="chaudrn embrun"))
    assert answer["count"] == 1
    assert answer["types"] == {"structure": 0, "evenement": 1, "mini-guide": 0, "initiative": 0, "page": 0}
    assert answer["understood"] == {"lieu": "Embrun"}
    assert answer["corrected"] == {"chaudrn": ["chaudron"]}
    assert answer["items"][0]["next_date"].startswith(f"{localtime(in_hours(20)):%Y-%m-%dT%H}")


def test_the_api_pages_within_bounds(client, content):
    every = names(client, "/api/v1/search", q="chaudron")
    assert [names(client, "/api/v1/search", q="chaudron", limit=1, offset=n)[0] for n in range(3)] == every
    assert names(client, "/api/v1/search", q="chaudron", offset=3) == []
    for bad in ({"limit": 101}, {"limit": 0}, {"offset": -1}, {"offset": 10**30}, {"limit": "x"}):
        assert client.get("/api/v1/search", {"q": "chaudron"} | bad).status_code == 422


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_has_not_changed_is_not_sent_again(client, content, address):
    first = client.get(address, {"q": "chaudron"})
    body(first)
    again = client.get(address, {"q": "chaudron"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    other = client.get(address, {"q": "fournil"}, headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200
    make_structure(directory(), title="Chaudron neuf")
    assert client.get(address, {"q": "chaudron"}, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_has_no_body(client, content, address):
    response = client.head(address, {"q": "chaudron"})
    assert response.status_code == 200
    assert body(response) == b""


def test_a_feed_names_each_entry_once_and_for_ever(client, content):
    ids = [
        item.findtext(f"{ATOM}id")
        for item in fromstring(get(client, "/recherche/flux.atom", q="chaudron")).iter(f"{ATOM}entry")
    ]
    agenda_ids = [
        item.findtext(f"{ATOM}id") for item in fromstring(get(client, "/agenda/flux.atom")).iter(f"{ATOM}entry")
    ]
    assert len(set(ids)) == 3
    assert len(set(ids) & set(agenda_ids)) == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_queries_do_not_grow_with_results(client, content, address, django_assert_max_num_queries):
    get(client, address, q="chaudron")
    for number in range(15):
        make_structure(directory(), title=f"Chaudron {number}")
    get(client, address, q="chaudron")
    with django_assert_max_num_queries(14):
        get(client, address, q="chaudron", tri="nom")
