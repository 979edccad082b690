"""add_pages: tree, addresses and rows are those of add_child, and a failed load leaves nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from agenda.models import DateChange, EventPage
from directory.models import DirectoryIndexPage, StructurePage
from portal.core.bulk import add_pages, slug_from
from portal.core.models import Commune, FieldOfActivity, User
from tests.admin_forms import form_values
from tests.rooms import agenda, directory

NO_PROBLEM = ([], [], [], [], [])


@pytest.fixture
def index(portal_site):
    return directory()


@pytest.fixture
def commune(portal_site):
    return Commune.objects.get(name="Gap")


def structures(count, **values):
    return [StructurePage(title=f"Structure {number}", **values) for number in range(count)]


def test_the_tree_is_sound(index):
    keys = add_pages(index, structures(25), batch_size=10)
    assert Page.find_problems() == NO_PROBLEM
    children = StructurePage.objects.child_of(index).order_by("path")
    assert [page.pk for page in children] == keys
    assert [page.title for page in children] == [f"Structure {number}" for number in range(25)]
    assert index.numchild == DirectoryIndexPage.objects.get().numchild == 25


def test_pages_come_after_those_that_are_there_and_before_those_added_later(index):
    index.add_child(instance=StructurePage(title="Avant"))
    add_pages(index, structures(3))
    index.add_child(instance=StructurePage(title="Après"))
    titles = [page.title for page in index.get_children()]
    assert titles == ["Avant", "Structure 0", "Structure 1", "Structure 2", "Après"]
    assert Page.find_problems() == NO_PROBLEM


def test_a_parent_read_before_other_pages_were_added_does_no_harm(index):
    stale = DirectoryIndexPage.objects.get(pk=index.pk)
    add_pages(index, structures(2))
    add_pages(stale, structures(2))
    assert stale.numchild == 4
    assert Page.find_problems() == NO_PROBLEM


def test_rows_are_those_that_add_child_makes(index, commune):
    body = [("text", "<p>Bonjour</p>")]
    one = StructurePage(title="L’une", summary="Résumé", commune=commune, presentation=body, source="Test")
    index.add_child(instance=one)
    [key] = add_pages(
        index, [StructurePage(title="L’autre", summary="Résumé", commune=commune, presentation=body, source="Test")]
    )
    own = {
        "id",
        "page_ptr",
        "path",
        "title",
        "draft_title",
        "slug",
        "url_path",
        "translation_key",
        "presentation",
        "sort_name",
    }
    dates = {"first_published_at", "last_published_at"}
    other = StructurePage.objects.get(pk=key)
    names = {field.name for field in StructurePage._meta.concrete_fields} - own - dates
    assert {name: getattr(other, name) for name in names} == {name: getattr(one, name) for name in names}
    assert str(other.presentation) == str(StructurePage.objects.get(pk=one.pk).presentation)
    assert (other.draft_title, other.url_path) == ("L’autre", "/accueil/annuaire/l-autre/")
    assert other.first_published_at
    assert other.translation_key != one.translation_key


def test_slugs_are_unique_among_siblings(index):
    index.add_child(instance=StructurePage(title="Le Moulin", slug="le-moulin"))
    titles = ["Le Moulin", "Le moulin !", "Le Moulin", "L’Épicerie d’à côté", "日本"]
    add_pages(index, [StructurePage(title=title) for title in titles], batch_size=2)
    slugs = list(StructurePage.objects.child_of(index).order_by("path").values_list("slug", flat=True))
    assert slugs == ["le-moulin", "le-moulin-2", "le-moulin-3", "le-moulin-4", "l-epicerie-d-a-cote", "page"]


def test_a_long_title_gives_a_slug_that_fits():
    assert len(slug_from("mot " * 200)) <= 200


def test_fields_of_activity_and_dates_follow(index):
    locale = Locale.get_default()
    terms = [FieldOfActivity.objects.create(name=name, slug=name, locale=locale) for name in ("a", "b")]
    page = StructurePage(title="Avec domaines")
    page.fields_of_activity = terms
    add_pages(index, [page, StructurePage(title="Sans")])
    assert list(StructurePage.objects.get(title="Avec domaines").fields_of_activity.all()) == terms
    assert list(page.fields_of_activity.all()) == terms  # now read from the database

    start = timezone.now()
    event = EventPage(title="Bal", organiser=page, start=start, end=start)
    event.date_changes = [DateChange(recurrence_id=start + timedelta(days=n), cancelled=True) for n in range(3)]
    add_pages(agenda(), [event])
    assert EventPage.objects.get().date_changes.count() == 3
    assert EventPage.objects.get().organiser == page


def test_uses_are_known_as_if_each_page_had_been_saved(index, commune):
    saved = index.add_child(instance=StructurePage(title="Une", commune=commune))
    [key] = add_pages(index, [StructurePage(title="Autre", commune=commune)])
    fields = ("content_type", "base_content_type", "to_content_type", "to_object_id", "model_path", "content_path_hash")

    def references(pk):
        return set(ReferenceIndex.objects.filter(object_id=pk).values_list(*fields))

    assert references(key) == references(saved.pk) != set()


def test_a_draft_has_no_date_of_publication(index):
    [key] = add_pages(index, [StructurePage(title="Brouillon", live=False)])
    assert Page.objects.get(pk=key).first_published_at is None


def test_progress_is_told_by_batches(index):
    told = []
    add_pages(index, iter(structures(5)), batch_size=2, progress=told.append)
    assert told == [2, 2, 1]


def test_nothing_to_add_changes_nothing(index):
    assert add_pages(index, []) == []
    assert Page.find_problems() == NO_PROBLEM


@pytest.mark.parametrize("error", [DatabaseError, KeyboardInterrupt])
def test_an_interrupted_load_leaves_nothing(index, error):
    def pages():
        yield from structures(4)
        raise error

    before = Page.objects.count()
    with pytest.raises(error):
        add_pages(index, pages(), batch_size=2)
    assert Page.objects.count() == before
    assert DirectoryIndexPage.objects.get().numchild == 0
    assert StructurePage.objects.count() == ReferenceIndex.objects.filter(object_id__gt=index.pk).count() == 0


def test_pages_of_several_models_are_refused(index):
    with pytest.raises(TypeError):
        add_pages(index, [StructurePage(title="Une"), EventPage(title="Autre")])
    with pytest.raises(TypeError):
        add_pages(index, [Page(title="De base")])


def test_batches_cost_the_same_number_of_queries_whatever_the_pages_are(index, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        add_pages(index, structures(60), batch_size=60)


@pytest.mark.ignore_template_errors
def test_such_a_page_opens_in_the_editor_and_is_published_from_it(index, client, commune):
    body = [("text", "<p>Bonjour</p>")]
    [key] = add_pages(index, [StructurePage(title="Le Moulin", commune=commune, presentation=body)])
    client.force_login(User.objects.create_superuser("chef@example.org"))
    address = reverse("wagtailadmin_pages:edit", args=[key])
    response = client.get(address)
    assert response.status_code == 200
    data = form_values(client, address)
    data.update(nested_form_data({"presentation": streamfield([("text", rich_text("<p>Bonsoir</p>"))])}))
    data.update({"title": "Le Moulin neuf", "action-publish": "action-publish"})
    assert client.post(address, data).status_code == 302
    page = StructurePage.objects.get(pk=key)
    assert (page.title, page.live, page.has_unpublished_changes) == ("Le Moulin neuf", True, False)
    assert page.revisions.count() == 1
    assert "Bonsoir" in str(page.presentation)
