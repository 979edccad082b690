"""/annuaire/: its form without scripts, its addresses, its figures in SQL; and that no parameter breaks it."""

from urllib.parse import parse_qs, urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from directory.filters import DISTANCES, FACETS, FLAGS
from directory.fragments import card_html, chips_html, dots_html
from directory.listing import MAIN_COMMUNES, listing_context
from directory.shell import SHELL_SECONDS
from portal.core.models import Audience, Commune, Label, LegalFamily
from portal.demo.builders import make_structure
from tests.rooms import directory

pytestmark = pytest.mark.django_db
URL = "/annuaire/"
ALWAYS = "Mo-Su 00:00-24:00"


@pytest.fixture
def four(portal_site):
    """Two in Gap, one in Embrun (32 km away), one nowhere; each filter has somebody."""
    communes = {name: Commune.objects.get(name=name) for name in ("Gap", "Embrun")}
    index = directory()
    words = {m: m.objects.filter(locale=index.locale_id).first() for m in (Label, Audience, LegalFamily)}
    first = make_structure(index, title="Épicerie", commune=communes["Gap"], fields=["alimentation"], access="full")
    first.labels, first.audiences = [words[Label]], [words[Audience]]
    first.legal_family, first.opening_hours = words[LegalFamily], ALWAYS
    first.save()
    make_structure(index, title="Atelier", commune=communes["Gap"], fields=["reemploi"], needs_volunteers=True)
    make_structure(
        index, title="Remise", commune=communes["Embrun"], fields=["reemploi"], last_reviewed_on=timezone.localdate()
    )
    make_structure(index, title="Zoé", fields=["reemploi"])
    return communes


def soup_of(client, query=""):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def names(soup):
    return [link.get_text() for link in soup.select(".grille h3 a")]


def boxes(soup, name):
    """{value: (count, state)} of a facet's boxes."""
    found = {}
    for box in soup.select(f'.facettes input[type=checkbox][name="{name}"]'):
        state = "checked" if box.has_attr("checked") else "disabled" if box.has_attr("disabled") else ""
        found[box["value"]] = int(box.parent.select_one(".n").get_text()), state
    return found


# -- Facets -----------------------------------------------------------------------------------------------------------
def test_counts_follow_the_other_filters_and_zero_is_disabled(client, four):
    soup = soup_of(client, "commune=gap")
    assert boxes(soup, "domaine") == {"alimentation": (1, ""), "reemploi": (1, "")}
    soup = soup_of(client, "commune=embrun&domaine=reemploi")
    assert boxes(soup, "domaine") == {"alimentation": (0, "disabled"), "reemploi": (1, "checked")}


def test_a_facet_s_own_choice_does_not_empty_its_other_values(client, four):
    assert boxes(soup_of(client, "domaine=reemploi"), "domaine")["alimentation"] == (1, "")


def test_single_boxes_have_counts_too(client, four):
    soup = soup_of(client)
    assert boxes(soup, "ouvert") == {"1": (1, "")}
    assert boxes(soup, "accessible") == {"1": (1, "")}
    assert boxes(soup, "benevoles") == {"1": (1, "")}
    assert boxes(soup_of(client, "commune=embrun"), "ouvert") == {"1": (0, "disabled")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ouvert=1", ["Épicerie"]),
        ("accessible=1", ["Épicerie"]),
        ("benevoles=1", ["Atelier"]),
        ("epci={epci}", ["Atelier", "Épicerie"]),
        ("tri=nom", ["Atelier", "Épicerie", "Remise", "Zoé"]),
        ("tri=verifie", ["Remise", "Atelier", "Épicerie", "Zoé"]),
        ("autour=gap&km=5", ["Atelier", "Épicerie"]),
        ("autour=embrun&km=50", ["Remise", "Atelier", "Épicerie"]),
        ("autour=embrun&km=50&tri=nom", ["Atelier", "Épicerie", "Remise"]),
        ("lat=44.564&lon=6.496&km=5", ["Remise"]),
        ("q=epicerie", ["Épicerie"]),
        ("q=epicerie&tri=nom&commune=embrun", []),
    ],
)
def test_each_filter_and_sort(client, four, query, expected):
    assert names(soup_of(client, query.format(epci=four["Gap"].epci.slug))) == expected


def test_the_distance_is_said_to_be_as_the_crow_flies(client, four):
    texts = [meta.get_text() for meta in soup_of(client, "autour=gap&km=50").select(".grille .meta")]
    assert "à moins de 1\u202fkm à vol d’oiseau" in texts[0]
    assert "km à vol d’oiseau" in texts[-1]


# -- Without scripts --------------------------------------------------------------------------------------------------
def controls(soup):
    return {control["name"] for control in soup.select(".facettes input, .facettes select")}


def test_every_parameter_can_be_set_in_the_form(client, four):
    parameters = {"q", *FACETS, *FLAGS, "autour", "km", "tri"}
    assert controls(soup_of(client)) == parameters


def sent(soup):
    """What a browser sends of the form as it is."""
    data = []
    for control in soup.select(".facettes input, .facettes select"):
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            data.append((control["name"], chosen["value"]))
        elif control.get("type") != "checkbox" or control.has_attr("checked"):
            data.append((control["name"], control.get("value", "")))
    return data


@pytest.mark.parametrize(
    "query",
    [
        "q=remise&domaine=reemploi",
        "commune=gap&commune=embrun&domaine=reemploi",
        "autour=gap&km=50&tri=nom",
        "lat=44.564&lon=6.496&km=50",
        "ouvert=1&accessible=1",
        "tri=verifie",
    ],
)
def test_sending_the_form_as_it_is_changes_nothing(client, four, query):
    soup = soup_of(client, query)
    again = soup_of(client, urlencode(sent(soup)))
    assert names(again) == names(soup)
    assert again.select_one("[data-results]")["data-state"] == soup.select_one("[data-results]")["data-state"]


def test_a_chip_takes_each_choice_away(client, four):
    query = "q=remise&domaine=reemploi&commune=embrun&ouvert=1&autour=gap&km=50"
    chips = soup_of(client, query).select(".filtres-actifs a")[:-1]
    given_, removed = set(parse_qs(query)), set()
    for chip in chips:
        removed |= given_ - set(parse_qs(chip["href"].partition("?")[2]))
    assert removed == given_
    assert "Gap et à moins de 50 km" in [chip.get_text()[len("Retirer le filtre : ") :] for chip in chips]


@pytest.mark.parametrize("name", ["epci", "label", "public"])
def test_a_long_facet_is_a_list_with_counts_under_boxes_of_the_chosen_ones(client, four, name):
    slug = {"epci": four["Gap"].epci.slug, "label": Label, "public": Audience}[name]
    slug = slug if isinstance(slug, str) else slug.objects.filter(locale=directory().locale_id).first().slug
    option = soup_of(client).select_one(f'select[name="{name}"] option[value="{slug}"]')
    assert option.get_text().endswith(f"({2 if name == 'epci' else 1})")
    soup = soup_of(client, f"commune=embrun&q=remise&{name}={slug}")
    assert boxes(soup, name) == {slug: (0, "checked")}
    assert not soup.select(f'select[name="{name}"] option[value="{slug}"]')
    option = soup_of(client, "commune=embrun").select_one(f'select[name="{name}"] option[value="{slug}"]')
    assert option.has_attr("disabled")
    assert option.get_text().endswith("(0)")


def test_communes_at_hand_are_the_fullest_under_the_other_filters_and_the_chosen_ones(client, four):
    for commune in Commune.objects.in_territory().exclude(name__in=four)[:MAIN_COMMUNES]:
        make_structure(directory(), title=f"À {commune}", commune=commune)
    shown = boxes(soup_of(client), "commune")
    assert len(shown) == MAIN_COMMUNES
    assert next(iter(shown.items())) == ("gap", (2, ""))
    assert boxes(soup_of(client, "domaine=reemploi"), "commune") == {"embrun": (1, ""), "gap": (1, "")}
    assert boxes(soup_of(client, "commune=embrun&domaine=alimentation"), "commune") == {
        "embrun": (0, "checked"),
        "gap": (1, ""),
    }


def test_the_form_does_not_grow_with_the_communes(client, four):
    gap = four["Gap"]
    communes = list(Commune.objects.filter(valley=gap.valley, epci=gap.epci).exclude(pk=gap.pk))
    sizes = []
    for some in (communes[:MAIN_COMMUNES], communes[MAIN_COMMUNES:]):
        assert some
        for commune in some:
            make_structure(directory(), title=f"À {commune}", commune=commune)
        sizes.append(len(soup_of(client).select(".facettes *")))
    assert sizes[0] == sizes[1]


def test_a_distance_chosen_before_its_place_is_kept_in_the_form(client, four):
    soup = soup_of(client, "km=50")
    assert soup.select_one("#id_km option[selected]")["value"] == "50"
    assert soup.select_one("[data-results]")["data-state"] == ""


def test_the_results_can_be_taken_away(client, four):
    for query in ("", "domaine=reemploi&commune=gap"):
        links = soup_of(client, query).select(".emporter a")
        assert links
        assert {link["href"].partition("?")[2] for link in links} == {query}
    assert not soup_of(client, "q=zzzz").select(".emporter")


def test_distances_offered(client, four):
    options = soup_of(client).select("#id_km option")
    assert [int(option["value"]) for option in options] == list(DISTANCES)


# -- Addresses --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("", ""),
        ("vallee={valley}&domaine=reemploi", "?domaine=reemploi&vallee={valley}"),
        ("domaine=reemploi&domaine=alimentation", "?domaine=alimentation&domaine=reemploi"),
        ("domaine=reemploi&domaine=reemploi&couleur=bleu&utm_source=x", "?domaine=reemploi"),
        ("domaine=zzz", ""),
        ("domaine=zzz&domaine=reemploi", "?domaine=reemploi"),
        ("km=10&autour=gap", "?autour=gap"),
        ("autour=gap&lat=44&lon=6", "?autour=gap"),
        ("lon=6.49612&lat=44.5641", "?lat=44.564&lon=6.496"),
        ("lat=44.5", ""),
        ("km=20&tri=distance&page=1", ""),
        ("tri=nom", ""),
        ("tri=pertinence&q=a", "?q=a"),
        ("page=99", ""),
    ],
)
def test_one_question_has_one_address(client, four, asked, canonical):
    order = ("alimentation", "reemploi")
    asked, canonical = (text.format(valley=four["Embrun"].valley.slug) for text in (asked, canonical))
    found = soup_of(client, asked).select_one('link[rel="canonical"]')["href"]
    if "domaine=alimentation" in canonical:  # the order of people
        boxes_ = [value for value in boxes(soup_of(client), "domaine") if value in order]
        canonical = "?" + "&".join(f"domaine={value}" for value in boxes_)
    assert found == f"http://testserver{URL}{canonical}"


def test_the_second_page_is_an_address_of_its_own(client, portal_site):
    for number in range(21):
        make_structure(directory(), title=f"Structure {number:02}")
    link = soup_of(client, "page=2").select_one('link[rel="canonical"]')["href"]
    assert link == f"http://testserver{URL}?page=2"


def test_a_position_is_never_repeated_more_precisely_than_100_m(client, four):
    html = client.get(f"{URL}?lat=44.5641234&lon=6.4967891").text
    assert "44.5641" not in html
    assert "6.4967" not in html


# -- What is kept between two requests --------------------------------------------------------------------------------
def test_the_frame_follows_the_pages(client, four):
    client.get(URL)
    index = directory()
    index.seo_title = "Qui fait quoi"
    index.save_revision().publish()
    assert "<title>Qui fait quoi" in client.get(URL).text
    index.unpublish()
    assert client.get(URL).status_code == 404


def test_nothing_of_a_person_is_kept(client, four, django_user_model):
    member = Client()
    member.force_login(django_user_model.objects.create_user("membre@exemple.fr"))
    signed_in = member.get(URL).text
    assert client.get(URL).text == signed_in
    assert "membre@exemple.fr" not in signed_in
    assert SHELL_SECONDS <= 60


@pytest.mark.parametrize("words", ["<script>alert", '"><b>', "{{ q }}", "-canonical-", "&amp;"])
def test_what_is_typed_is_printed_as_text(client, four, words):
    soup = soup_of(client, urlencode({"q": words}))
    assert soup.select_one("#id_q")["value"] == words
    assert words in soup.select_one("h2.nombre").get_text()
    assert not soup.select("main script, main b")


# -- Printed by functions as by templates -----------------------------------------------------------------------------
def alike(one, other):
    """The same elements, attributes and words, whatever the blanks between them."""
    return [BeautifulSoup(" ".join(html.split()).replace("> <", "><"), "html.parser") for html in (one, other)]


HOSTILE = "<b>&\"'é"


@pytest.mark.parametrize("lang", ["", "it"])
@pytest.mark.parametrize("meta", [[], [HOSTILE, "Gap"]])
@pytest.mark.parametrize("summary", ["", HOSTILE])
@pytest.mark.parametrize("freshness", ["", "Fiche vérifiée"])
def test_a_card_is_that_of_the_component(lang, meta, summary, freshness):
    card = {"url": "/a?b=1&c=2", "title": HOSTILE, "meta": meta, "summary": summary, "chips": meta, "lang": lang}
    card["freshness"] = freshness
    one, other = alike(card_html(card), render_to_string("components/card.html", {"card": card}))
    assert one == other


def test_chips_and_pages_are_those_of_the_components(client, portal_site):
    for number in range(21):
        make_structure(directory(), title=f"Atelier {number:02}", needs_volunteers=True)
    for query in ("benevoles=1&q=atelier", "benevoles=1&q=atelier&page=2"):
        response = client.get(f"{URL}?{query}")
        printed = BeautifulSoup(response.text, "html.parser")
        found = next(context for context in response.context if "found" in context)
        asked = {name: found[name] for name in ("page_obj", "query_prefix")}
        pages = BeautifulSoup(render_to_string("components/pagination.html", asked), "html.parser")
        assert str(printed.select_one("nav.pagination")) == str(pages.select_one("nav"))
    chip = {"text": HOSTILE, "url": "/?a=1&b=2"}
    one = chips_html([chip], "Retirer le filtre :", {"text": "Tout effacer", "url": URL})
    other = render_to_string("components/chip.html", chip | {"tone": "active", "remove": True})
    assert BeautifulSoup(one, "html.parser").select_one("a") == BeautifulSoup(other, "html.parser").select_one("a")


def test_the_map_is_that_of_the_component(four):
    from django.http import QueryDict

    context = listing_context(QueryDict("domaine=reemploi"), URL)
    component = render_to_string("components/map.html", {"map": context["map"]})
    links = BeautifulSoup(component, "html.parser").find_all("a")
    assert links == BeautifulSoup(dots_html(context["map"].dots), "html.parser").find_all("a")
    printed = BeautifulSoup(context["parts"]["results"], "html.parser").select_one("svg.carte")
    svg = BeautifulSoup(component, "html.parser").select_one("svg")
    assert [tag.name for tag in printed.find_all()] == [tag.name for tag in svg.find_all()]
    assert printed.attrs == svg.attrs


def test_dots_stay_where_they_are_whatever_the_filter(client, four):
    places = {dot.label: (dot.x, dot.y) for dot in client.get(URL).context["map"].dots}
    filtered = client.get(f"{URL}?domaine=reemploi").context["map"].dots
    assert all(places[dot.label] == (dot.x, dot.y) for dot in filtered)


# -- Queries ----------------------------------------------------------------------------------------------------------
def queries(client, query):
    client.get(f"{URL}?{query}")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{URL}?{query}")
    return len(captured)


@pytest.mark.parametrize("query", ["", "domaine=reemploi&ouvert=1", "autour=gap", "page=2", "tri=verifie", "a=b"])
def test_a_listing_takes_two_queries(client, four, query):
    """What changed since, and the twenty entries."""
    assert queries(client, query) <= 2


def test_words_take_one_more(client, four):
    assert queries(client, "q=atelier") == 3


def test_after_a_change_it_takes_five_at_most(client, four):
    """What changed, the new entry, the words, the new words since few were found, the cards."""
    client.get(f"{URL}?q=atelier&ouvert=1")
    make_structure(directory(), title="Atelier neuf")
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{URL}?q=atelier&ouvert=1")
    assert len(captured) <= 5


# -- Anything ---------------------------------------------------------------------------------------------------------
VALUES = st.one_of(
    st.sampled_from(
        [
            "",
            "1",
            "0",
            "gap",
            "05200",
            "embrum",
            "Saint",
            "reemploi",
            "nan",
            "inf",
            "-inf",
            "1e400",
            "90",
            "-90.0001",
            "180",
            "44.5",
            "\x00",
        ]
        + ["5", "50", "1000", "distance", "pertinence", "verifie", "²", "１", "é" * 300, "<b>", "%", "'", '"', "*"]
    ),
    st.text(max_size=30),
)
NAMES = st.sampled_from(["q", *FACETS, *FLAGS, "autour", "lat", "lon", "km", "tri", "page", "x"])


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pairs=st.lists(st.tuples(NAMES, VALUES), max_size=8))
@example(pairs=[("lat", "nan"), ("lon", "nan")])
@example(pairs=[("lat", "90"), ("lon", "180"), ("km", "50"), ("tri", "distance")])
@example(pairs=[("autour", "gap"), ("lat", "x"), ("tri", "distance"), ("q", "a")])
@example(pairs=[("page", "9" * 400)])
def test_no_parameter_breaks_it(four, pairs):
    client = Client(raise_request_exception=False)
    for address in (URL, "/api/v1/structures", f"/en{URL}"):
        response = client.get(address, QUERY_STRING=urlencode(pairs))
        assert response.status_code < 500, (address, pairs)
    response = client.get(URL, QUERY_STRING=urlencode(pairs))
    assert response.status_code == 200
    assert "\x00" not in response.text


# -- In another language ----------------------------------------------------------------------------------------------
def test_a_published_translation_has_its_own_listing_and_canonical_address(client, four):
    english = Locale.objects.get_or_create(language_code="en")[0]
    index = directory().copy_for_translation(english)
    index.slug = "annuaire"
    index.save_revision().publish()
    response = client.get("/en/annuaire/?km=20&autour=gap")
    assert response.status_code == 200
    canonical = BeautifulSoup(response.text, "html.parser").select_one("link[rel=canonical]")["href"]
    assert canonical.endswith("/en/annuaire/?autour=gap&km=20")
