"""The rights matrix of guides and stories: who gets what answer at each address. A new address needs its line."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from guides.models import Amendment, GuidePartPage, Telling
from portal.demo.builders import make_member, make_story, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.agenda.test_rights import names_of
from tests.rooms import directory, stories

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PUBLIC = (200, 200, 200, 200)
MEMBERS = (302, 302, 200, 200)
TELLERS = (302, 403, 200, 200)  # without a structure: a page that says what to do
COORDINATION = (302, 302, 302, 200)  # Wagtail leads others home, with a sentence
OWN = (302, 403, 404, 404)  # somebody else’s
# Name, arguments, and the status of a GET for a stranger, an account without a role, the member of ANOTHER structure, a
# coordinator.
MATRIX = {
    "guides:guides": ((), PUBLIC),
    "guides:guides_feed": ((), PUBLIC),
    "guides:guide": (("guide",), PUBLIC),
    "guides:part": (("guide", "part"), PUBLIC),
    "guides:one_page": (("guide",), PUBLIC),
    "guides:booklet": (("guide",), PUBLIC),
    "guides:stories": ((), PUBLIC),
    "guides:stories_feed": ((), PUBLIC),
    "guides:story": (("story",), PUBLIC),
    "guides:ask_advice": (("story",), PUBLIC),
    "guides:asked_advice": (("story",), PUBLIC),
    "guides:opinion": (("part_key",), PUBLIC),
    "guides:opinion_thanks": (("part_key",), PUBLIC),
    "guides:tell": ((), TELLERS),
    "guides:tell_question": (("telling", "titre"), OWN),
    "guides:tell_reread": (("telling",), OWN),
    "guides:tell_delete": (("telling",), OWN),
    "guides:tell_thanks": (("draft_key",), OWN),
    "guides_admin:propose": (("part_key",), MEMBERS),
    "guides_admin:amendments": ((), MEMBERS),
    "guides_admin:amendments_results": ((), MEMBERS),
    "guides_admin:amendment": (("amendment",), (302, 302, 404, 200)),
    "guides_opinions:list": ((), COORDINATION),
    "guides_opinions:list_results": ((), COORDINATION),
    "guides_review:list": ((), (302, 302, 403, 200)),
    "guides_review:list_results": ((), (302, 302, 403, 200)),
}
ELSEWHERE = {"guides:tell_save"}  # by POST only: tests/guides/test_telling.py
NAMESPACES = ("guides", "guides_admin", "guides_opinions", "guides_review")


@pytest.fixture
def place(guide):
    """A guide, a story whose structure gives advice, what a member tells and proposes; and the readers."""
    mine, other = (make_structure(directory(), title=title) for title in ("La Remise", "Le Moulin"))
    mine.email = "remise@exemple.fr"
    mine.save()
    story = make_story(stories(), title="Une fête", structures=[mine], advice_open=True)
    author = make_member(mine, "membre@exemple.fr")
    draft = make_story(stories(), title="Un brouillon", live=False, owner=author)
    part = GuidePartPage.objects.get(slug="pourquoi")
    bodies = {"before": part.body, "body": part.body}
    amendment = Amendment.objects.create(part=part, author=author, reason="Plus clair", **bodies)
    readers = [Client() for _ in range(4)]
    readers[1].force_login(make_user("sans.role@exemple.fr"))
    readers[2].force_login(make_member(other, "autre@exemple.fr"))
    coordinators = Group.objects.filter(name=COORDINATORS)
    readers[3].force_login(make_user("coordination@exemple.fr", groups=coordinators))
    return {
        "guide": guide.slug,
        "part": part.slug,
        "part_key": part.pk,
        "story": story.slug,
        "draft_key": draft.pk,
        "telling": Telling.objects.create(author=author, answers={"title": "Une caisse"}).pk,
        "amendment": amendment.pk,
        "readers": readers,
    }


@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(place, name):
    arguments, expected = MATRIX[name]
    address = reverse(name, args=[place.get(argument, argument) for argument in arguments])
    assert tuple(reader.get(address).status_code for reader in place["readers"]) == expected


def test_every_address_of_guides_has_its_line():
    assert names_of(NAMESPACES) == set(MATRIX) | ELSEWHERE
