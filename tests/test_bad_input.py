"""Bad requests: never a breakdown, and the page says what it left out.

Every listing joins LISTINGS; a feature that adds one adds its address here.
"""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.search.asked import MAX_WORDS, groups_of

pytestmark = pytest.mark.django_db

PUBLIC = ["/annuaire/", "/agenda/", "/agenda/mois/2026/12/", "/guides/", "/initiatives/"]
PUBLIC += ["/recherche/", "/en/recherche/"]
MEMBERS = ["/mon-espace/"]
MACHINES = ["/api/v1/structures", "/api/v1/events", "/api/v1/communes", "/api/v1/vallees"]
MACHINES += ["/api/v1/guides", "/api/v1/stories"]
LISTINGS = [*PUBLIC, *MEMBERS, *MACHINES]

# name -> (query string, whether a page in HTML has something to say of it)
BAD_QUERIES = {
    "a page that is a word": ("page=abc", True),
    "a page before the first": ("page=-1", True),
    "page zero": ("page=0", True),
    "a page far past the end": ("page=1000000000", True),
    "a page past any integer": ("page=" + "9" * 60, True),
    "a page with a NUL byte": ("page=1%00", True),
    "a page in other digits": ("page=%C2%B2", True),
    "a page that is a list": ("page[]=1&page[x]=2", True),
    "10 000 characters in a page": ("page=" + "x" * 10_000, True),
    "10 000 characters in an unknown parameter": ("a=" + "x" * 10_000, True),
    "a name of 10 000 characters": ("x" * 10_000 + "=1", True),
    "an unknown parameter": ("couleur=bleu", True),
    "a NUL byte in an unknown parameter": ("couleur=%00", True),
    "a NUL byte in a name": ("%00=1", True),
    "a thousand parameters": ("&".join(f"p{n}=1" for n in range(1000)), True),
    "a thousand values of a parameter": ("&".join(f"inconnu={n}" for n in range(1000)), True),
    "bytes that are not text": ("inconnu=%ff%fe%c3", True),
    "a broken percent encoding": ("inconnu=%zz%4", True),
    "markup": ("inconnu=<script>alert(1)</script>&<b>=1", True),
    "SQL": ("page=1;DROP TABLE core_user&id=1' OR '1'='1", True),
    "tracking parameters": ("utm_source=lettre&fbclid=x", False),
    "nothing but separators": ("&&&", False),
}
# Of single listings; the answer says so too.
BAD_FILTERS = {
    "an unknown field of activity": ("/annuaire/", "domaine=zzz"),
    "a NUL byte in a field of activity": ("/annuaire/", "domaine=caf%00e"),
    "an unknown valley": ("/annuaire/", "vallee=atlantide"),
    "a valley of 10 000 characters": ("/annuaire/", "vallee=" + "x" * 10_000),
    "a valley with a NUL byte": ("/annuaire/", "vallee=%00"),
    "an unknown commune": ("/annuaire/", "commune=paris"),
    "a commune with a NUL byte": ("/annuaire/", "commune=%00"),
    "a good commune beside a bad one": ("/annuaire/", "commune=gap&commune=paris"),
    "a search of 10 000 characters": ("/annuaire/", "q=" + "x" * 10_000),
    "a search with a NUL byte": ("/annuaire/", "q=caf%00e"),
    "an unknown valley of the agenda": ("/agenda/", "vallee=atlantide"),
    "a day that is not one": ("/agenda/", "du=2026-02-30"),
    "a day out of the agenda": ("/agenda/", "du=9999-01-01"),
    "a day with a NUL byte": ("/agenda/", "au=%00"),
    "an unknown period": ("/agenda/", "quand=jamais"),
    "an unknown organiser": ("/agenda/", "organisateur=personne"),
    "a period that ends before it begins": ("/agenda/", "du=2026-12-05&au=2026-12-01"),
    "a bad filter of a month": ("/agenda/mois/2026/12/", "categorie=%00"),
    "a NUL byte in the agenda's valley": ("/agenda/", "vallee=%00"),
    "10 000 characters to search": ("/recherche/", "q=" + "x" * 10_000),
    "a NUL byte to search": ("/recherche/", "q=%00"),
    "NUL bytes in words to search": ("/recherche/", "q=ski%00velo"),
}


@pytest.fixture
def site(portal_site):
    from portal.demo.builders import make_structure
    from tests.rooms import directory

    make_structure(directory(), title="Recyclerie du Champsaur")
    return portal_site


@pytest.fixture
def visitor(client, site):
    client.raise_request_exception = False
    return client


@pytest.fixture
def member(visitor):
    visitor.force_login(get_user_model().objects.create_user("membre@exemple.fr"))
    return visitor


def says_what_it_left_out(response):
    return "alerte attention" in response.text


@pytest.mark.parametrize("case", BAD_QUERIES)
def test_a_bad_query_never_breaks_a_listing_and_is_answered(member, case):
    query, to_say = BAD_QUERIES[case]
    for address in LISTINGS:
        response = member.get(address, QUERY_STRING=query)
        if address in MACHINES:
            assert response.status_code == 200 or 400 <= response.status_code < 500, address
            continue
        assert response.status_code == 200, address
        assert says_what_it_left_out(response) is to_say, address
        assert "<script>alert" not in response.text, address
        assert "\x00" not in response.text, address


@pytest.mark.parametrize("case", BAD_FILTERS)
def test_a_bad_filter_never_breaks_a_listing_and_is_answered(visitor, case):
    address, query = BAD_FILTERS[case]
    response = visitor.get(address, QUERY_STRING=query)
    assert response.status_code == 200
    assert says_what_it_left_out(response)
    assert "\x00" not in response.text


def test_a_good_query_has_nothing_to_say(visitor):
    for address in PUBLIC:
        response = visitor.get(address, QUERY_STRING="page=1")
        assert response.status_code == 200
        assert not says_what_it_left_out(response), address


@pytest.mark.parametrize(
    "query",
    ["limit=abc", "limit=-1", "limit=0", "offset=-1", "offset=x", "limit=1000000000", "offset=1000000000"]
    + ["offset=" + "9" * 30, "limit=" + "9" * 30, "limit=%00", "offset=" + "9" * 5000],
)
def test_a_bad_page_of_the_machine_interface_is_refused_or_empty(visitor, query):
    response = visitor.get("/api/v1/structures", QUERY_STRING=query)
    assert response.status_code in (200, 400, 422)


def test_the_machine_interface_gives_at_most_100_structures_at_a_time(visitor):
    schema = visitor.get("/api/v1/openapi.json").json()["paths"]["/api/v1/structures"]["get"]["parameters"]
    limit = next(parameter for parameter in schema if parameter["name"] == "limit")["schema"]
    assert limit["default"] == 100
    assert limit["maximum"] <= 1000


# -- Addresses and headers --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "a b", "testserver:abc", "<script>", ""])
def test_a_forged_host_gets_our_page_of_error_400(visitor, host):
    for address in ("/", "/annuaire/", "/inconnu/", "/recherche/", "/mon-espace/", "/api/v1/", "/en/"):
        response = visitor.get(address, headers={"host": host})
        assert response.status_code == 400, address
        assert "Erreur 400" in response.text or "Error 400" in response.text, address
        assert "evil.example" not in response.text, address


@pytest.mark.parametrize("address", ["/annuaire/", "/inconnu/", "/mon-espace/connexion/"])
def test_the_host_that_a_proxy_is_said_to_have_seen_is_not_believed(visitor, address):
    response = visitor.get(address, headers={"x-forwarded-host": "evil.example"})
    assert response.status_code in (200, 404)
    assert "evil.example" not in response.text


BAD_PATHS = {
    "a NUL byte": ("/annuaire/%00", 400),
    "a NUL byte in the middle": ("/annu%00aire/", 400),
    "bytes that are not text": ("/annuaire/%ff%fe/", 404),
    "10 000 characters": ("/" + "a" * 10_000 + "/", 404),
    "a thousand folders": ("/a" * 1000 + "/", 404),
    "two slashes": ("//evil.example/", 404),
    "dots": ("/annuaire/../../etc/passwd", 404),
    "an unknown page with a NUL byte in its query": ("/inconnu/?a=%00", 404),
    "an unknown page of the machine interface": ("/api/v1/inconnu/", 404),
    "an unknown part of the sitemap": ("/sitemap-inconnu.xml", 404),
    "a page of the sitemap that is not one": ("/sitemap-pages.xml?p=abc", 404),
    "a page of the sitemap far past the end": ("/sitemap-pages.xml?p=99999999999999999999", 404),
    "a page of the sitemap with a NUL byte": ("/sitemap-pages.xml?p=%00", 404),
    "a document that does not exist": ("/documents/99999999999999999999/x.pdf", 404),
    "a document number with a NUL byte": ("/documents/1/x%00.pdf", 400),
}


@pytest.mark.parametrize("case", BAD_PATHS)
def test_a_bad_address_gets_one_of_our_error_pages(visitor, case):
    path, status = BAD_PATHS[case]
    path, _, query = path.partition("?")
    response = visitor.get("/", PATH_INFO=_as_a_server_reads(path), QUERY_STRING=query)
    assert response.status_code == status
    assert f"Erreur {status}" in response.text


def _as_a_server_reads(path):
    """Percent-decoded bytes in latin-1: what WSGI puts in PATH_INFO (PEP 3333)."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


@pytest.mark.parametrize(
    "language", ["", "xx", "fr;q=abc", "*;q=99999", "a" * 5000, ",".join(["fr"] * 1000), "é", "../../etc/passwd"]
)
def test_a_strange_language_header_gets_the_french_page(visitor, language):
    response = visitor.get("/annuaire/", headers={"accept-language": language})
    assert response.status_code == 200
    assert '<html lang="fr">' in response.text


@pytest.mark.parametrize(
    "cookies",
    ["sessionid=%00", "sessionid=" + "x" * 4000, "csrftoken=<script>", "messages=xxx", "=;=;;", "django_language=xx"],
)
def test_strange_cookies_break_nothing(visitor, cookies):
    for address in ("/annuaire/", "/mon-espace/connexion/"):
        assert visitor.get(address, HTTP_COOKIE=cookies).status_code == 200


def test_a_listing_answers_head_like_get_without_body(member):
    for address in LISTINGS:
        response = member.head(address)
        assert response.status_code in (200, 405), address
        assert response.content == b"", address


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_listing_sent_something_answers_or_refuses(member, method):
    for address in LISTINGS:
        sent = {"page": "abc"} if method == "post" else ""
        assert getattr(member, method)(address, data=sent).status_code < 500, address


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x00\xff", "application/x-www-form-urlencoded"),
        (b"--x", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\x00\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (b"{", "application/json"),
        (b"username=%00&password=%00", "application/x-www-form-urlencoded"),
        (b"a=1&" * 20_000, "application/x-www-form-urlencoded"),
        (b"username=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_broken_form_is_refused_without_a_breakdown(visitor, body, content_type):
    response = visitor.generic("POST", "/mon-espace/connexion/", body, content_type)
    assert response.status_code in (200, 400, 403, 413)
    response = visitor.generic("POST", "/mon-espace/mot-de-passe/", body, content_type)
    assert response.status_code in (200, 302, 400, 403, 413)


def test_a_reset_link_that_is_nonsense_says_so(visitor):
    for path in ("x/y", "MQ/set-password", "zzzz/abc-123", "%C3%A9/abc-1"):
        assert visitor.get(f"/mon-espace/mot-de-passe/{path}/").status_code in (200, 404)


# -- Words to search --------------------------------------------------------------------------------------------------
ENGINE_SYNTAX = [
    '"',
    "*",
    "AND (",
    "NEAR(a b)",
    "a:b",
    "^a",
    "-",
    "'",
    "a'b",
    "!&|",
    "a & !b",
    ":*",
    "\\",
    "{}",
    "%",
    "_",
]
ENGINE_SYNTAX += [
    "velo " * 2000,
    "🚲",
    "\u202eולע",
    "e\u0301" * 50,
    "مرحبا",
    "\ud7ff\uffff",
    "a\u200db",
    "<->",
    "$$",
    "--",
]


@pytest.mark.parametrize("address", ["/annuaire/", "/recherche/"])
def test_an_engine_s_own_syntax_is_only_words(visitor, address):
    for words in ENGINE_SYNTAX:
        assert visitor.get(address, {"q": words}).status_code == 200, words[:50]


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(max_size=300))
@example(words='"')
@example(words="AND (")
@example(words="\x00")
def test_whatever_is_typed_the_search_answers(site, words):
    client = Client(raise_request_exception=False)
    for address in ("/recherche/", "/annuaire/"):
        assert client.get(address, {"q": words}).status_code == 200


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(words=st.text(max_size=500))
@example(words="𝐀")
@example(words="e" + "\u0301" * 10_000)
@example(words="\u202eepicerie\u200b")
def test_what_engines_are_asked_is_plain_ascii_of_bounded_length(words):
    """No sign that an engine reads as its own (quotes, stars, colons) passes, and no word is endless."""
    groups = groups_of(words, {})
    assert len(groups) <= MAX_WORDS
    terms = [term for group in groups for part in group.alternatives for term in part]
    assert all(re.fullmatch(r"[a-z0-9]{1,40}", term) for term in terms)
