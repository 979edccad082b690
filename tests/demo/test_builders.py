"""Each builder makes one real, published page that its address serves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from agenda.models import AgendaIndexPage
from directory.models import DirectoryIndexPage, StructurePage
from guides.models import GuideIndexPage, GuidePage, StoryIndexPage, StoryPage
from portal.core.models import Commune, CooperationField, FieldOfActivity
from portal.demo.builders import make_event, make_guide, make_member, make_story, make_structure, make_user
from portal.workspace.pages import editable_pages

pytestmark = pytest.mark.usefixtures("portal_site")


@pytest.fixture
def index(portal_site):
    return DirectoryIndexPage.objects.child_of(portal_site).get()


def test_a_structure_needs_nothing_but_its_parent(index):
    first, second = make_structure(index), make_structure(index)
    assert first.title != second.title
    assert first.is_fictional
    assert first.live
    assert first.first_published_at


def test_a_structure_takes_what_it_is_given(index):
    gap = Commune.objects.get(code_insee="05061")
    term = FieldOfActivity.objects.get(slug="culture", locale=index.locale_id)
    page = make_structure(
        index, title="L’Atelier", commune=gap, fields=["reemploi", term], is_fictional=False, live=False
    )
    page = StructurePage.objects.get(pk=page.pk)
    assert (page.slug, page.commune, page.is_fictional, page.live) == ("l-atelier", gap, False, False)
    assert {field.slug for field in page.fields_of_activity.all()} == {"reemploi", "culture"}
    assert page.first_published_at is None


def test_an_unknown_field_of_activity_is_an_error(index):
    with pytest.raises(FieldOfActivity.DoesNotExist, match="inconnu"):
        make_structure(index, fields=["inconnu"])


def test_equal_titles_get_different_addresses(index):
    pages = [make_structure(index, title="Le Moulin") for _ in range(3)]
    assert [page.slug for page in pages] == ["le-moulin", "le-moulin-2", "le-moulin-3"]


def test_an_event_has_its_dates(portal_site, index):
    start = timezone.now()
    later = start + timedelta(days=7)
    hour = timedelta(hours=1)
    agenda = AgendaIndexPage.objects.child_of(portal_site).get()
    event = make_event(agenda, title="Bal", start=start, end=start + hour, others=[(later, later + hour)])
    assert list(event.occurrences.values_list("start", flat=True)) == [start, later]
    assert make_event(make_structure(index), title="Bal", start=start, end=start).get_parent().specific.is_fictional


def test_a_story_knows_its_guides(portal_site):
    guides = GuideIndexPage.objects.child_of(portal_site).get()
    guide, other = make_guide(guides, title="Partager"), make_guide(guides, title="Se former")
    assert (guide.number, other.number) == (1, 2)
    story = make_story(StoryIndexPage.objects.child_of(portal_site).get(), title="À Gap", guides=[guide])
    assert list(story.guides.all()) == [guide]


def test_a_story_knows_who_did_it_and_their_roles(portal_site, index):
    alone, leader = make_structure(index), make_structure(index)
    story = make_story(
        StoryIndexPage.objects.child_of(portal_site).get(), title="À Gap", structures=[alone, (leader, "porte")]
    )
    found = {link.structure_id: link.role for link in StoryPage.objects.get(pk=story.pk).structures.all()}
    assert found == {alone.pk: "", leader.pk: "porte"}


def test_a_guide_comes_with_its_parts_and_its_words(portal_site):
    parts = [{"title": "Pourquoi"}, {"title": "Pas à pas", "slug": "pas-a-pas"}]
    terms = CooperationField.objects.filter(locale=portal_site.locale_id)[:1]
    guide = make_guide(
        GuideIndexPage.objects.child_of(portal_site).get(), title="G", cooperation=terms, tags=["a", "b"], parts=parts
    )
    guide = GuidePage.objects.get(pk=guide.pk)
    assert [part.slug for part in guide.parts] == ["pourquoi", "pas-a-pas"]
    assert list(guide.cooperation.all()) == list(terms)
    assert set(guide.tags.names()) == {"a", "b"}


def test_a_member_edits_one_structure_only(index):
    own, other = make_structure(index), make_structure(index)
    member = make_member(own, "Membre@Example.org", password="mot-de-passe-d-essai")
    assert member.email == "membre@example.org"
    assert member.check_password("mot-de-passe-d-essai")
    assert [page.pk for page in editable_pages(member)] == [own.pk]
    assert not editable_pages(make_user("autre@example.org")).exists()
    assert other.permissions_for_user(member).can_edit() is False


def test_the_tree_stays_sound(index):
    make_structure(index)
    assert Page.find_problems() == ([], [], [], [], [])
