"""/guides/ and /initiatives/ as lists: filters with counts, feeds and the API with the same parameters."""

from xml.etree import ElementTree

import pytest

from portal.core.models import CooperationField, StructureSize, Valley
from portal.demo.builders import make_guide, make_story, make_structure
from tests.rooms import directory, guides, make_private, stories

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def term(model, slug):
    return model.objects.get(slug=slug, locale__language_code="fr")


def titles(client, address):
    return [card["title"] for card in client.get(address).context["cards"]]


def counts(client, address, name):
    groups = {group["name"]: group["options"] for group in client.get(address).context["facets"]}
    return {option["value"]: option["count"] for option in groups[name]}


def atom(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return [item.findtext(f"{ATOM}title") for item in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")]


@pytest.fixture
def told(portal_site):
    money, rooms = (term(CooperationField, slug) for slug in ("financements", "locaux-materiels"))
    small = term(StructureSize, "1-a-5")
    from portal.core.models import Commune

    gap = Commune.objects.get(name="Gap")
    make_story(
        stories(), title="Une caisse", cooperation=[money], year=2018, cost_amount=0, commune=gap, tags=["Trésorerie"]
    )
    make_story(stories(), title="Un lieu", cooperation=[rooms, money], year=2020, cost_amount=999, size=small)
    make_story(stories(), title="Une fête", cost_amount=60_000)
    return gap


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("cooperation=financements", {"Une caisse", "Un lieu"}),
        ("cooperation=locaux-materiels&annee=2020", {"Un lieu"}),
        ("cout=sans-argent", {"Une caisse"}),
        ("cout=moins-de-1000&cout=plus-de-50000", {"Un lieu", "Une fête"}),
        ("taille=1-a-5", {"Un lieu"}),
        ("annee=2018", {"Une caisse"}),
        ("etiquette=tresorerie", {"Une caisse"}),
        ("q=caisse", {"Une caisse"}),
        ("annee=2018&annee=2020&cout=plus-de-50000", set()),
    ],
)
def test_a_filter_is_the_same_in_the_list_the_feed_and_the_api(client, told, query, wanted):
    assert set(titles(client, f"/initiatives/?{query}")) == wanted
    assert set(atom(client, f"/initiatives/flux.atom?{query}")) == wanted
    assert {row["title"] for row in client.get(f"/api/v1/stories?{query}").json()["items"]} == wanted


def test_the_valley_is_that_of_the_commune_else_of_the_structures(client, told):
    valley = told.valley
    assert titles(client, f"/initiatives/?vallee={valley.slug}") == ["Une caisse"]
    structure = make_structure(directory(), title="La Remise", commune=told)
    make_story(stories(), title="Une autre", structures=[structure])
    assert titles(client, f"/initiatives/?vallee={valley.slug}") == ["Une autre", "Une caisse"]


def test_counts_say_what_choosing_would_give(client, told):
    assert counts(client, "/initiatives/", "cout") == {"sans-argent": 1, "moins-de-1000": 1, "plus-de-50000": 1}
    assert counts(client, "/initiatives/?annee=2018", "cooperation") == {"financements": 1, "locaux-materiels": 0}
    assert list(counts(client, "/initiatives/", "annee")) == ["2020", "2018"]


def test_a_guide_for_nobody_in_particular_is_for_everybody(client, portal_site):
    small, big = (term(StructureSize, slug) for slug in ("1-a-5", "plus-de-20"))
    make_guide(guides(), title="Pour les petites", sizes=[small])
    make_guide(guides(), title="Pour les grandes", sizes=[big])
    make_guide(guides(), title="Pour toutes")
    assert titles(client, "/guides/?taille=1-a-5") == ["Pour les petites", "Pour toutes"]
    assert counts(client, "/guides/", "taille") == {"1-a-5": 2, "plus-de-20": 2}


def test_what_is_not_understood_is_said(client, told):
    for query in (
        "annee=jamais",
        "cout=%00",
        "vallee=" + "x" * 10_000,
        "etiquette=inconnue",
        "page=99",
        "q=" + "x" * 500,
    ):
        response = client.get(f"/initiatives/?{query}")
        assert response.status_code == 200
        assert "alerte attention" in response.text, query


def test_a_search_that_finds_nothing_leads_back_to_the_list(client, told):
    html = client.get("/initiatives/?q=zzzzzz").text
    assert "Rien ne répond à tout cela à la fois" in html
    assert 'href="/initiatives/"' in html


@pytest.mark.parametrize(
    "address", ["/guides/flux.atom", "/initiatives/flux.atom", "/api/v1/guides", "/api/v1/stories"]
)
def test_an_answer_that_has_not_changed_is_not_sent_again(client, told, address):
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_guide(guides(), title="Un autre")
    make_story(stories(), title="Encore une")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.head(address).status_code == 200


def test_what_is_not_public_leaves_by_no_door(client, portal_site):
    structure = make_structure(directory(), title="Le Rucher")
    hidden = make_guide(guides(), title="Guide secret")
    make_private(hidden)
    make_guide(guides(), title="Guide en brouillon", live=False)
    make_private(make_story(stories(), title="Histoire secrète"))
    story = make_story(stories(), title="Publique", guides=[hidden], structures=[structure])
    structure.unpublish()
    texts = [client.get(address).text for address in ("/guides/flux.atom", "/initiatives/flux.atom", "/api/v1/guides")]
    for text in texts:
        for words in ("secret", "secrète", "brouillon"):
            assert words not in text
    row = client.get("/api/v1/stories").json()["items"][0]
    assert (row["title"], row["structures"], row["guides"]) == (story.title, [], [])
    assert client.get(f"/api/v1/guides/{hidden.pk}").status_code == 404
    assert client.get(f"/api/v1/stories/{story.pk}").json()["id"] == story.pk


def test_the_api_gives_the_parts_and_the_booklet(client, guide):
    row = client.get(f"/api/v1/guides/{guide.pk}").json()
    slugs = [part["url"].rpartition(guide.url)[2] for part in row["parts"]]
    assert slugs == ["pourquoi/", "formules/", "pas-a-pas/"]
    assert row["booklet"].endswith(f"{guide.url}livret.pdf")
    assert (row["version"], row["tags"]) == (1, ["Locaux"])


def test_a_renamed_tag_is_found_by_its_new_words(client, guide):
    tag = guide.tags.get()
    tag.name = "Lieux partagés"
    tag.save()
    names = {group["name"]: group["options"] for group in client.get("/guides/").context["facets"]}
    assert [option["text"] for option in names["etiquette"]] == ["Lieux partagés"]


def test_valleys_of_a_guide_are_filters(client, portal_site):
    valley = Valley.objects.first()
    make_guide(guides(), title="De la vallée", valleys=[valley])
    assert counts(client, "/guides/", "vallee") == {valley.slug: 1}
