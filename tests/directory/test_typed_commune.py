"""A commune as people type it in /annuaire/: understood, or asked about beside the field; never guessed, never lost."""

import time
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.communes import CommuneIndex
from portal.core.models import Commune
from portal.demo.builders import make_structure
from tests.directory.test_listing import URL, boxes, names, soup_of
from tests.rooms import directory

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(portal_site):
    for name in ("Gap", "Embrun", "Abriès-Ristolas"):
        make_structure(directory(), title=f"À {name}", commune=Commune.objects.get(name=name), fields=["reemploi"])


def ask(client, **values):
    return soup_of(client, urlencode(values))


def state(soup):
    return soup.select_one("[data-results]")["data-state"]


def question(soup, name="autour"):
    """(sentence, {words: address}) beside a field, None when nothing is asked."""
    field, asked = soup.select_one(f"#id_{name}"), soup.select_one(f"#{name}-question")
    assert (field.get("aria-invalid") == "true") is bool(asked)
    if not asked:
        return None
    assert field["aria-describedby"] == asked["id"]
    assert soup.select_one("details.repli").has_attr("open"), "folded away on a phone"
    return asked.select_one("p").get_text(), {link.get_text(): link["href"] for link in asked.select("a")}


# -- Understood -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("embrun", "embrun"),
        ("  EMBRUN ", "embrun"),
        ("abries ristolas", "abries-ristolas"),
        ("Abriès", "abries-ristolas"),  # what it was called
        ("05001", "abries-ristolas"),  # INSEE
        ("05460", "abries-ristolas"),  # a postal code of its own
        ("05000 Gap Cedex", "gap"),
        ("Gap (05)", "gap"),
        ("75001 Gap", "gap"),  # no number of ours
        ("st jean st nicolas", "saint-jean-saint-nicolas"),
        ("Val d’Oronaye", "val-d-oronaye"),
        ("Sigoyer", "sigoyer-05"),  # the other one has no point
    ],
)
def test_any_writing_of_a_commune_is_understood_and_the_address_holds_its_slug(client, towns, typed, slug):
    soup = ask(client, autour=typed, km=20)
    assert question(soup) is None
    assert state(soup) == f"autour={slug}&km=20"
    assert soup.select_one("link[rel=canonical]")["href"].endswith(f"?autour={slug}&km=20")
    shown = soup.select_one("#id_autour")["value"]
    assert shown == Commune.objects.get(slug=slug).name
    assert state(ask(client, autour=shown, km=20)) == state(soup)


def test_a_typed_commune_is_added_to_the_chosen_ones(client, towns):
    soup = soup_of(client, urlencode([("commune", "embrun"), ("commune", "05001")]))
    assert state(soup) == "commune=abries-ristolas&commune=embrun"
    assert names(soup) == ["À Abriès-Ristolas", "À Embrun"]
    assert soup.select_one("#id_commune")["value"] == ""
    assert boxes(soup, "commune")["embrun"] == (1, "checked")


# -- Asked ------------------------------------------------------------------------------------------------------------
def test_a_postal_code_of_several_communes_is_a_question_whose_answers_keep_the_rest(client, towns):
    soup = ask(client, q="a", domaine="reemploi", autour="05200", km=50)
    sentence, answers = question(soup)
    assert sentence == "«\u202f05200\u202f» peut désigner plusieurs communes. Laquelle\u202f?"
    assert set(answers) == set(
        Commune.objects.in_territory().filter(postal_codes__icontains="05200").values_list("name", flat=True)
    )
    assert answers["Embrun"] == f"{URL}?q=a&domaine=reemploi&autour=embrun&km=50"
    assert soup.select_one("#id_autour")["value"] == "05200"
    assert soup.select_one("#id_km option[selected]")["value"] == "50"
    assert state(soup) == "q=a&domaine=reemploi"
    assert sentence in soup.select_one("[data-ignored]").get_text()


def test_a_name_and_a_number_that_disagree_are_a_question(client, towns):
    _sentence, answers = question(ask(client, autour="05200 Gap"))
    assert {"Gap", "Embrun"} <= set(answers)


def test_a_number_that_is_a_postal_code_and_an_insee_code_is_a_question(client, towns):
    _sentence, answers = question(ask(client, autour="05100"))
    assert {"Briançon", Commune.objects.get(code_insee="05100").name} <= set(answers)


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [("embrum", {"Embrun"}), ("serre ponçon", {"Rousset-Serre-Ponçon", "Ubaye-Serre-Ponçon"}), ("Paris", set())],
)
def test_an_unknown_name_proposes_what_is_like_it(client, towns, typed, proposed):
    sentence, answers = question(ask(client, autour=typed))
    assert sentence == f"Nous ne connaissons pas de commune «\u202f{typed}\u202f»."
    assert set(answers) == proposed


def test_a_commune_without_a_point_is_said_to_have_none(client, towns):
    sentence, answers = question(ask(client, autour="Digne-les-Bains"))
    assert sentence.startswith("Nous ne savons pas où placer")
    assert not answers


def test_homonyms_are_told_apart_by_their_department(client, towns):
    soup = ask(client, commune="Sigoyer")
    assert question(soup, "commune")[1] == {
        "Sigoyer (04)": f"{URL}?commune=sigoyer-04",
        "Sigoyer (05)": f"{URL}?commune=sigoyer-05",
    }


def test_the_answer_of_a_commune_joins_the_chosen_ones_in_order(client, towns):
    soup = soup_of(client, urlencode([("commune", "gap"), ("commune", "embrum")]))
    assert question(soup, "commune")[1] == {"Embrun": f"{URL}?commune=embrun&commune=gap"}
    assert soup.select_one("#id_commune")["value"] == "embrum"
    assert names(soup) == ["À Gap"]


def test_a_commune_takes_the_place_of_the_visitor_s_position(client, towns):
    soup = ask(client, lat="44.5", lon="6.1", autour="embrum")
    assert state(soup) == "lat=44.500&lon=6.100"
    assert question(soup)[1] == {"Embrun": f"{URL}?autour=embrun"}


def test_more_candidates_than_shown_are_said(client, towns):
    sentence, answers = question(ask(client, autour="la"))
    assert len(answers) == 16
    assert sentence.endswith("Il y en a d’autres\u00a0: écrivez le nom en entier.")


@pytest.mark.parametrize("typed", ['"><b>x</b>', "é" * 300, "\x00", "²²²²²", "１２３４５", "(((", "05000" * 60])
def test_whatever_is_typed_is_kept_as_text(client, towns, typed):
    soup = ask(client, autour=typed)
    assert not soup.select("form b")
    assert soup.select_one("#id_autour")["value"].rstrip("…") in typed.replace("\x00", "")
    assert "\x00" not in str(soup)


# -- What it costs ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["embrun", "05200 Embrun", "embrum"])
def test_a_typed_commune_takes_no_further_query(client, towns, typed):
    ask(client, autour=typed)
    with CaptureQueriesContext(connection) as captured:
        ask(client, autour=typed)
    assert len(captured) <= 2


def test_a_hostile_text_is_compared_in_no_time():
    index = CommuneIndex([(n, n, f"{n:05}", f"Saint-Nom-{n}-sur-Mer", []) for n in range(2000)], [])
    index.near("échauffement")
    started = time.perf_counter()
    index.near("saint nom sur mer " * 1000)
    assert time.perf_counter() - started < 1
