"""The place that a query speaks of: as people write it, with what goes with it, and never an ordinary word."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal.core.folding import fold
from portal.core.models import Commune, Epci, Valley
from portal.finding.place_names import EPCI_SHORT, ORDINARY, SHORT, VALLEY_SHORT
from portal.finding.places import MOST_WORDS, PlaceIndex, place_index, territory_span, understood_place
from portal.search.memory import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(portal_site):
    return place_index(shelf("structure", "fr"))


def read(text, index):
    """(words that speak of the place, facet, slugs, near)."""
    words = fold(text).split()
    place = understood_place(words, index)
    return place and (" ".join(words[place.start : place.stop]), place.facet, place.slugs, place.near)


# -- Communes ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "eaten", "slug"),
    [
        ("embrun", "embrun", "embrun"),
        ("épicerie Embrun", "embrun", "embrun"),
        ("épicerie à Embrun bio", "a embrun", "embrun"),
        ("MJC de Briançon", "de briancon", "briancon"),
        ("mjc d’Embrun", "d embrun", "embrun"),
        ("St Crépin", "st crepin", "saint-crepin"),
        ("ste colombe", "ste colombe", "sainte-colombe"),
        ("st-jean-st-nicolas", "st jean st nicolas", "saint-jean-saint-nicolas"),
        ("Guillestre en fête", "guillestre", "guillestre"),
        ("Saint-André d’Embrun", "saint andre d embrun", "saint-andre-d-embrun"),  # not Embrun
        ("cinéma l’Argentière-la-Bessée", "l argentiere la bessee", "l-argentiere-la-bessee"),
        ("argentière la bessée", "argentiere la bessee", "l-argentiere-la-bessee"),
        ("à l’Argentière", "a l argentiere", "l-argentiere-la-bessee"),
        ("orres", "orres", "les-orres"),
        ("aux Orres", "aux orres", "les-orres"),
        ("savines", "savines", "savines-le-lac"),
        ("abriès", "abries", "abries-ristolas"),  # a former commune
        ("commerce romette", "romette", "gap"),
        ("05000 Gap", "05000 gap", "gap"),
        ("12 rue du Lac, Chorges 05230", "chorges 05230", "chorges"),
        ("sigoyer", "sigoyer", "sigoyer-05"),  # the other one is outside the territory
        ("ubaye serre-ponçon", "ubaye serre poncon", "ubaye-serre-poncon"),
        ("dévoluy", "devoluy", "devoluy"),  # a valley has this name too
        ("vallouise", "vallouise", "vallouise-pelvoux"),
        ("gap et embrun", "gap", "gap"),  # one place is understood, the first
    ],
)
def test_a_commune_is_understood(index, text, eaten, slug):
    assert read(text, index) == (eaten, "commune", (slug,), False)


@pytest.mark.parametrize(
    ("text", "eaten"),
    [
        ("près de Gap", "pres de gap"),
        ("maraîcher autour d’Embrun", "autour d embrun"),
        ("à côté de Guillestre", "a cote de guillestre"),
        ("aux alentours de Gap", "aux alentours de gap"),
        ("près de la Grave", "pres de la grave"),
        ("proche des Orres", "proche des orres"),
    ],
)
def test_around_a_place_is_told_from_in_it(index, text, eaten):
    words, facet, _slugs, near = read(text, index)
    assert (words, facet, near) == (eaten, "commune", True)


def test_a_postal_code_is_all_its_communes(index):
    words, facet, slugs, _near = read("épicerie 05200", index)
    assert (words, facet) == ("05200", "commune")
    assert set(slugs) == set(
        Commune.objects.in_territory().filter(postal_codes__icontains="05200").values_list("slug", flat=True)
    )
    assert len(slugs) > 5
    assert understood_place(["05200"], index).label == "05200"


def test_communes_of_one_name_are_both_meant():
    index = PlaceIndex()
    index.add({"villeneuve"}, "commune", "villeneuve-04", "Villeneuve")
    index.add({"villeneuve"}, "commune", "villeneuve-05", "Villeneuve")
    index.add({"villeneuve"}, "vallee", "villeneuve", "Villeneuve")
    assert understood_place(["villeneuve"], index).slugs == ("villeneuve-04", "villeneuve-05")


def test_the_label_is_the_name_as_it_is_kept(index):
    assert understood_place(["argentiere"], index).label == "L’Argentière-la-Bessée".replace("’", "'")
    assert understood_place(["abries"], index).label == "Abriès-Ristolas"
    assert understood_place(["ubaye"], index).label == "Ubaye"


# -- Valleys and intercommunalities -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "eaten", "facet", "slug"),
    [
        ("ubaye", "ubaye", "vallee", "ubaye"),
        ("vallée de l’Ubaye", "vallee de l ubaye", "vallee", "ubaye"),
        ("fêtes dans la vallée de l’Ubaye", "dans la vallee de l ubaye", "vallee", "ubaye"),
        ("randonnée en Ubaye", "en ubaye", "vallee", "ubaye"),
        ("Queyras", "queyras", "vallee", "queyras"),
        ("fromage du Queyras", "du queyras", "vallee", "queyras"),
        ("le champsaur", "le champsaur", "vallee", "champsaur-valgaudemar"),
        ("valgodemard", "valgodemard", "vallee", "champsaur-valgaudemar"),
        ("Pays des Écrins", "pays des ecrins", "vallee", "ecrins"),
        ("vallée de la Vallouise", "vallee de la vallouise", "vallee", "ecrins"),
        ("vallée de l’avance", "vallee de l avance", "vallee", "avance"),
        ("briançonnais", "brianconnais", "vallee", "brianconnais"),
        ("rosanais", "rosanais", "vallee", "laragnais-serrois-rosanais"),
        ("vallée du dévoluy", "vallee du devoluy", "vallee", "devoluy"),
        ("serre-ponçon", "serre poncon", "epci", "cc-serre-poncon"),
        ("guillestrois queyras", "guillestrois queyras", "epci", "cc-du-guillestrois-et-du-queyras"),
        ("guillestrois et queyras", "guillestrois et queyras", "epci", "cc-du-guillestrois-et-du-queyras"),
        ("comcom du Briançonnais", "comcom du brianconnais", "epci", "cc-du-brianconnais"),
        (
            "communauté de communes du Guillestrois et du Queyras",
            "communaute de communes du guillestrois et du queyras",
            "epci",
            "cc-du-guillestrois-et-du-queyras",
        ),
        ("agglo de Gap", "agglo de gap", "epci", "ca-gap-tallard-durance"),
        ("cc ubaye", "cc ubaye", "epci", "cc-vallee-de-l-ubaye-serre-poncon"),
    ],
)
def test_a_valley_or_an_intercommunality_is_understood(index, text, eaten, facet, slug):
    assert read(text, index) == (eaten, facet, (slug,), False)


# -- What is no place -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        *("", "épicerie", "hautes alpes", "05", "04", "Paris", "Digne-les-Bains", "75001", "val", "saint", "vallée"),
        *("maladie grave", "serres de tomates", "les serres", "sous les serres", "aiguilles à tricoter", "noyer"),
        *(
            "bois de noyer",
            "découpe lazer",
            "épine",
            "paiement en avance",
            "rochette",
            "château",
            "saint jean",
            "la roche",
        ),
    ],
)
def test_ordinary_words_and_what_is_elsewhere_are_no_place(index, text):
    assert read(text, index) is None


@pytest.mark.parametrize(
    ("text", "eaten", "slug"),
    [
        ("refuge la grave", "la grave", "la-grave"),
        ("à La Grave", "a la grave", "la-grave"),
        ("maraîchage à Serres", "a serres", "serres"),
        ("près de serres", "pres de serres", "serres"),
        ("serres 05700", "serres 05700", "serres"),
        ("au Noyer", "au noyer", "le-noyer"),
        ("l’épine", "l epine", "l-epine"),
    ],
)
def test_an_ordinary_word_is_a_place_with_its_article_or_after_a_preposition(index, text, eaten, slug):
    assert read(text, index)[:3] == (eaten, "commune", (slug,))


def test_the_hand_written_names_are_of_this_territory(index):
    assert set(SHORT.values()) <= set(Commune.objects.in_territory().values_list("slug", flat=True))
    assert set(VALLEY_SHORT.values()) <= set(Valley.objects.values_list("slug", flat=True))
    assert set(EPCI_SHORT.values()) <= set(Epci.objects.values_list("slug", flat=True))
    assert set(index.names) >= ORDINARY  # a word that is no name needs no exception


def test_no_short_name_hides_the_beginning_of_another_commune(index):
    names = {slug: fold(name) for slug, name in Commune.objects.in_territory().values_list("slug", "name")}
    for short, slug in SHORT.items():
        others = [
            name.removeprefix("l ").removeprefix("la ").removeprefix("le ")
            for key, name in names.items()
            if key != slug
        ]
        assert not [name for name in others if f"{name} ".startswith(f"{short} ")]


# -- The whole territory ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("une ressourcerie dans les hautes alpes", (2, 6)),
        ("hautes alpes et ubaye", (0, 4)),
        ("asso 05", (1, 2)),
        ("asso 05200", None),
        ("alpes hautes", None),
    ],
)
def test_what_names_the_whole_territory_is_known_with_what_leads_to_it(text, span):
    assert territory_span(text.split()) == span


# -- What it costs, and whatever is typed -----------------------------------------------------------------------------
def test_the_index_is_read_once_and_again_when_a_place_changes(portal_site):
    place_index(shelf("structure", "fr"))
    with CaptureQueriesContext(connection) as captured:
        place_index(shelf("structure", "fr"))
    assert len(captured) == 1  # what changed
    Valley.objects.create(slug="claree", name="Clarée")
    assert read("clarée", place_index(shelf("structure", "fr"))) == ("claree", "vallee", ("claree",), False)


KNOWN = [*ORDINARY, *SHORT, "st", "l", "la", "a", "pres", "de", "vallee", "cc", "05200", "gap", "ubaye", "x"]


@given(st.lists(st.one_of(st.sampled_from(KNOWN), st.text("abeglnrsu05", max_size=8)), max_size=20))
def test_whatever_is_typed_the_answer_is_within_bounds(words):
    index = PlaceIndex()
    for number, name in enumerate(KNOWN):
        index.add({name}, "commune", str(number), name)
    place = understood_place(words, index)
    if place:
        assert 0 <= place.start < place.stop <= min(len(words), MOST_WORDS)
        assert place.slugs
    territory_span(words)
