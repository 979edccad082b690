"""What all that goes out of the agenda shares: the listing's filters, 304, headers, privacy, few queries."""

import csv
import gzip
import json
from io import StringIO
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.filters import AgendaForm
from agenda.period import A_DAY
from portal.demo.builders import make_member
from tests.agenda.exports.conftest import SECRETS, body, event, monday, week_name
from tests.directory.exports.conftest import GZIP
from tests.rooms import at

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def of_csv(raw):
    rows = csv.DictReader(StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    return list(dict.fromkeys(row["Titre"] for row in rows))


def of_atom(raw):
    return [entry.findtext(f"{ATOM}title") for entry in ElementTree.fromstring(raw).iter(f"{ATOM}entry")]


NAMES = {
    "/agenda/export.csv": of_csv,
    "/agenda/flux.atom": of_atom,
    "/agenda/openagenda.json": lambda raw: [row["title"]["fr"] for row in json.loads(raw)["events"]],
    "/agenda/widget/": lambda raw: [link.text for link in BeautifulSoup(raw, "html.parser").select("li a")],
    "/api/v1/events": lambda raw: [row["title"] for row in json.loads(raw)["items"]],
}
SHEETS = ["/agenda/semaine.txt", "/agenda/semaine.pdf"]
CONDITIONAL = [*(address for address in NAMES if address != "/agenda/widget/"), *SHEETS]
ALL = [*NAMES, "/agenda/semaine.txt", "/agenda/widget/code/"]

QUERIES_ASKED = [
    "",
    "commune=gap",
    "commune=gap&commune=embrun",
    "gratuit=1",
    "en_ligne=1",
    "organisateur=la-remise",
    "q=bal",
    "autour=embrun&km=20",
    "du={monday}",
    "du={monday}&au={tuesday}",
    "au={tuesday}&du={monday}&commune=gap",
    "quand=passe",
    "quand=week-end",
    "du=2001-01-01&au=2001-12-31",
    "commune=gap&page=9&inconnu=1&quand=xx&km=abc&lat=999&categorie=%00&du=hier&au=2026-99-99",
    "q=" + "x" * 500,
]


@pytest.mark.parametrize("query", QUERIES_ASKED)
def test_each_address_gives_what_the_listing_shows(client, several, secrets, query):
    days = {"monday": monday().isoformat(), "tuesday": (monday() + A_DAY).isoformat()}
    query = query.format(**days)
    page = BeautifulSoup(client.get(f"/agenda/?{query}").content, "html.parser")
    shown = [link.get_text() for link in page.select(".evt h3 a")]
    for address, names in NAMES.items():
        found = names(body(client.get(f"{address}?{query}")))
        if address.endswith(".atom"):  # the newest first
            assert sorted(found) == sorted(shown), address
        else:
            assert found == shown, address


@pytest.mark.parametrize("address", ALL)
def test_what_is_not_public_never_leaves_even_for_a_member(client, several, secrets, structure, address):
    client.force_login(make_member(structure, "awa@exemple.fr"))
    for query in ("", f"semaine={week_name()}", "q=réservé"):
        raw = body(client.get(f"{address}?{query}"))
        assert raw
        for secret in SECRETS:
            assert secret.encode() not in raw
            assert json.dumps(secret).strip('"').encode() not in raw


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=st.sampled_from(ALL),
    query=st.dictionaries(
        st.sampled_from([*AgendaForm.base_fields, "semaine", "inconnu"]), st.text(max_size=40), max_size=4
    ),
)
def test_whatever_the_parameters_there_is_an_answer(portal_site, address, query):
    client = Client(raise_request_exception=False)
    response = client.get(address, query)
    assert response.status_code == 200
    body(response)


@pytest.mark.parametrize("address", ALL)
def test_an_empty_agenda_is_an_answer(client, portal_site, address):
    response = client.get(address)
    assert response.status_code == 200
    assert body(response)


# -- 304 --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", CONDITIONAL)
def test_who_has_the_answer_already_gets_304_and_no_entry_is_read(client, several, address, pdf_engine):
    tag = client.get(f"{address}?commune=gap")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"{address}?commune=gap", headers={"if-none-match": tag})
    assert (response.status_code, body(response)) == (304, b"")
    assert response["ETag"] == tag
    assert len(queries) <= 1


@pytest.mark.parametrize("address", CONDITIONAL)
def test_the_tag_changes_with_the_catalogue_the_query_and_the_hour(client, several, address, pdf_engine, monkeypatch):
    def tag(query=""):
        return client.get(f"{address}?{query}")["ETag"]

    tags = {tag(), tag("commune=gap"), tag("commune=embrun")}
    if address in SHEETS:
        tags |= {tag("semaine=2026-W49"), tag("semaine=2026-W50")}
    event("Dernier venu")
    tags.add(tag())
    assert len(tags) == (6 if address in SHEETS else 4)
    assert tag("utm_source=x&inconnu=2") in tags


@pytest.mark.parametrize("address", [address for address in CONDITIONAL if address != "/agenda/semaine.pdf"])
def test_an_answer_is_an_hour_late_at_most(client, several, address, monkeypatch):
    tags = []
    for now in (at(2026, 11, 20, 9, 10), at(2026, 11, 20, 9, 50), at(2026, 11, 20, 10)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        tags.append(client.get(address)["ETag"])
    assert tags[0] == tags[1] != tags[2]


def test_pages_of_the_api_have_tags_of_their_own(client, several):
    assert len({client.get(f"/api/v1/events?{page}")["ETag"] for page in ("", "limit=1", "limit=1&offset=1")}) == 3


# -- Headers and methods ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [*ALL, "/agenda/semaine.pdf"])
def test_head_answers_without_a_body_and_other_methods_are_refused(client, several, address, pdf_engine):
    got, head = client.get(address), client.head(address)
    assert (head.status_code, body(head)) == (200, b"")
    assert head["Content-Type"] == got["Content-Type"]
    if address in CONDITIONAL:
        assert head["ETag"] == got["ETag"]
    for method in ("post", "put", "delete"):
        assert getattr(client, method)(address).status_code == 405, method


@pytest.mark.parametrize("address", CONDITIONAL)
def test_an_answer_says_where_people_read_it_and_that_others_may_keep_it(client, several, address, pdf_engine):
    response = client.get(f"{address}?commune=gap")
    assert '/agenda/?commune=gap>; rel="alternate"' in response["Link"]
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_files_have_names(client, several, pdf_engine):
    names = {address: client.get(address).get("Content-Disposition", "") for address in CONDITIONAL}
    assert names["/agenda/export.csv"].startswith('attachment; filename="agenda-20')
    assert client.get(f"/agenda/semaine.txt?semaine={week_name()}")["Content-Disposition"] == (
        f'inline; filename="agenda-{week_name()}.txt"'
    )
    assert names["/agenda/semaine.pdf"].endswith('.pdf"')


def test_the_kept_json_is_the_same_compressed_or_not(client, several):
    address = "/agenda/openagenda.json"
    plain = body(client.get(address))
    first, again = (client.get(address, headers=GZIP) for _time in range(2))
    assert first["Content-Encoding"] == again["Content-Encoding"] == "gzip"
    packed = body(first)
    assert gzip.decompress(packed) == plain
    assert body(again) == packed
    event("Dernier venu")
    assert b"Dernier venu" in body(client.get(address))


# -- Queries ----------------------------------------------------------------------------------------------------------
def queries_of(address):
    client = Client()
    for once in ("/agenda/openagenda.json?q=rien", "/agenda/widget/code/"):  # what is read once a version
        body(client.get(once))
    with CaptureQueriesContext(connection) as queries:
        body(client.get(address))
    return len(queries)


def test_the_number_of_queries_is_pinned_and_flat(communes, structure, django_capture_on_commit_callbacks):
    counts = []
    for number in (3, 40):
        with django_capture_on_commit_callbacks(execute=True):
            for index in range(number - 3 * len(counts)):
                event(f"Rendez-vous {number} {index}", index % 7, commune=communes["Gap"], organiser=structure)
        counts.append({address: queries_of(f"{address}?commune=gap&semaine={week_name()}") for address in ALL})
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 6, counts[0]
