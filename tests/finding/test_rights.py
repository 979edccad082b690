"""The rights matrix of the search: who gets what answer at each of its addresses. A new one needs its line."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.finding.models import SavedSearch, UnansweredSearch
from portal.finding.models.saved_search import key_of
from portal.finding.saved.links import confirm_url
from portal.search.models import Synonym
from tests.agenda.test_rights import names_of
from tests.finding.asking import EMAIL
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PUBLIC = (200, 200, 200, 200)
COORDINATION = (302, 302, 302, 200)  # Wagtail leads others home, with a sentence
CHOOSER = (302, 302, 200, 200)  # Wagtail lets whoever edits read what may be chosen, without changing it
NOBODY = (302, 302, 302, 302)  # Wagtail's report, in place of which ours stands; administrators alone
SNIPPET, CHOOSERS = "wagtailsnippets_search_synonym", "wagtailsnippetchoosers_search_synonym"
PROMOTIONS = "wagtailsearchpromotions"
# Name, arguments, and the status of a GET for a stranger, an account without a role, a member, a coordinator.
MATRIX = {
    "search": ((), PUBLIC),
    "api:search": ((), PUBLIC),
    "finding:suggestions": ((), PUBLIC),
    "finding:feed": ((), PUBLIC),
    "finding:csv": ((), PUBLIC),
    "finding:geojson": ((), PUBLIC),
    "finding:ics": ((), PUBLIC),
    "saved_search:ask": ((), PUBLIC),
    "saved_search:asked": ((), PUBLIC),
    "saved_search:confirm": (("signed",), PUBLIC),
    "saved_search:stop": (("token",), PUBLIC),
    "missing:form": ((), PUBLIC),
    "missing:thanks": ((), PUBLIC),
    "finding_missing:list": ((), COORDINATION),
    "finding_missing:list_results": ((), COORDINATION),
    f"{SNIPPET}:list": ((), COORDINATION),
    f"{SNIPPET}:list_results": ((), COORDINATION),
    f"{SNIPPET}:add": ((), COORDINATION),
    f"{SNIPPET}:copy": (("synonym",), COORDINATION),
    f"{SNIPPET}:edit": (("synonym",), COORDINATION),
    f"{SNIPPET}:delete": (("synonym",), COORDINATION),
    f"{SNIPPET}:usage": (("synonym",), COORDINATION),
    f"{SNIPPET}:history": (("synonym",), COORDINATION),
    f"{SNIPPET}:history_results": (("synonym",), COORDINATION),
    f"{PROMOTIONS}:index": ((), COORDINATION),
    f"{PROMOTIONS}:index_results": ((), COORDINATION),
    f"{PROMOTIONS}:add": ((), COORDINATION),
    f"{PROMOTIONS}:edit": (("query",), COORDINATION),
    f"{PROMOTIONS}:delete": (("query",), COORDINATION),
    f"{PROMOTIONS}:chooser": ((), CHOOSER),
    f"{PROMOTIONS}:chooserresults": ((), CHOOSER),
    f"{PROMOTIONS}:search_terms": ((), NOBODY),
    f"{PROMOTIONS}:search_terms_results": ((), NOBODY),
    f"{CHOOSERS}:choose": ((), CHOOSER),
    f"{CHOOSERS}:choose_results": ((), CHOOSER),
    f"{CHOOSERS}:chosen": (("synonym",), CHOOSER),
    f"{CHOOSERS}:chosen_multiple": ((), CHOOSER),
    f"{CHOOSERS}:create": ((), COORDINATION),
}
NAMESPACES = ("finding", "saved_search", "missing", "finding_missing", SNIPPET, CHOOSERS, PROMOTIONS)
WITHOUT_NAMESPACE = {"search", "api:search"}  # the API has its own matrix: tests/directory


@pytest.fixture
def place(portal_site):
    """An alert that waits for its confirmation, words of coordinators, and the readers."""
    alert = SavedSearch.objects.create(email=EMAIL, query="q=velo", language="fr", key=key_of(EMAIL, "q=velo", "fr"))
    structure = make_structure(directory(), title="La Remise")
    query = Query.objects.create(query_string="velo")
    SearchPromotion.objects.create(query=query, page=structure)
    readers = [Client() for _ in range(4)]
    readers[1].force_login(make_user("sans.role@exemple.fr"))
    readers[2].force_login(make_member(structure, "membre@exemple.fr"))
    coordinators = Group.objects.filter(name=COORDINATORS)
    readers[3].force_login(make_user("coordination@exemple.fr", groups=coordinators))
    signed = confirm_url(alert, "daily").split("/")[-3]
    synonym = Synonym.objects.create(typed="bicloune", meant="vélo").pk
    return {"token": alert.token, "signed": signed, "synonym": synonym, "query": query.pk, "readers": readers}


@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(place, name):
    arguments, expected = MATRIX[name]
    address = reverse(name, args=[place.get(argument, argument) for argument in arguments])
    answers = [reader.get(address, {"q": "velo"}) for reader in place["readers"]]
    assert tuple(answer.status_code for answer in answers) == expected


def test_every_address_has_its_line():
    assert names_of(NAMESPACES) | WITHOUT_NAMESPACE == set(MATRIX)


@pytest.mark.parametrize("name", [f"{SNIPPET}:add", f"{SNIPPET}:edit", f"{SNIPPET}:delete", f"{PROMOTIONS}:delete"])
def test_only_coordinators_change_words(place, name):
    """By POST, which is what changes anything."""
    argument = "query" if name.startswith(PROMOTIONS) else "synonym"
    address = reverse(name, args=[] if name.endswith("add") else [place[argument]])
    sent = {"typed": "biclou", "meant": "bicyclette", "both_ways": "on"}
    for reader in place["readers"][:3]:
        assert reader.post(address, sent).status_code == 302
    assert Synonym.objects.filter(typed="bicloune", meant="vélo").exists()
    assert not Synonym.objects.filter(typed="biclou").exists()
    assert SearchPromotion.objects.count() == 1
    place["readers"][3].post(address, sent)
    changed = Synonym.objects.filter(typed="biclou").exists()
    assert changed or not Synonym.objects.filter(typed="bicloune").exists() or not SearchPromotion.objects.exists()


def test_no_screen_of_the_admin_shows_addresses(place):
    UnansweredSearch.objects.create(
        words="velo", language="fr", month="2026-12-01", created_on="2026-12-01", last_on="2026-12-01"
    )
    coordinator = place["readers"][3]
    for address in ("/admin/snippets/finding/savedsearch/", "/admin/snippets/choose/finding/savedsearch/"):
        assert coordinator.get(address).status_code == 404
    for address in ("/admin/reports/recherches-sans-reponse/", "/admin/"):
        assert EMAIL not in coordinator.get(address).text
