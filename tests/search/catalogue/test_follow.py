"""The catalogue says what visitors may read, whatever is done to the pages; nothing private is ever in it."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Locale, Site

from directory.models import StructurePage
from portal.core.models import Commune, FieldOfActivity, Label, Valley
from portal.demo.builders import make_event, make_structure
from portal.search.catalogue import Query, find
from portal.search.models import Entry
from portal.search.rebuild import drift
from tests.rooms import agenda, directory, in_hours, make_private
from tests.search.catalogue.conftest import titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_drift(db):
    """Whatever a test did, the check finds nothing to say."""
    yield
    assert drift() == ([], [], [])


def facets(page):
    return Entry.objects.listed().get(page_id=page.pk).facets


# -- Leaks ------------------------------------------------------------------------------------------------------------
def test_a_draft_is_not_in_it(portal_site):
    make_structure(directory(), title="Brouillon", live=False)
    assert titles() == []


def test_a_draft_of_a_public_page_changes_nothing(page):
    page.title = "Nom secret"
    page.save_revision()
    assert titles() == ["La Remise"]


def test_publishing_shows_the_new_words(page):
    page.title = "La Grande Remise"
    page.save_revision().publish()
    assert titles() == ["La Grande Remise"]
    assert titles(text="grande") == ["La Grande Remise"]


def test_a_save_of_some_fields_is_followed_without_showing_the_rest(page):
    page.title = "Nom secret"
    page.last_reviewed_on = timezone.localdate()
    page.save(update_fields=["last_reviewed_on"])
    entry = Entry.objects.get(page_id=page.pk)
    assert (entry.title, entry.verified_on) == ("La Remise", timezone.localdate())


def test_a_page_taken_offline_leaves_at_once(page):
    page.unpublish()
    assert titles() == []
    assert titles(text="remise") == []
    page.save_revision().publish()
    assert titles() == ["La Remise"]


def test_a_private_page_is_not_in_it_until_it_is_public_again(page):
    restriction = make_private(page)
    assert titles() == []
    restriction.delete()
    assert titles() == ["La Remise"]


def test_what_is_under_a_private_page_is_not_in_it(page):
    restriction = make_private(directory())
    assert titles() == []
    make_structure(directory(), title="Née sous le secret")
    assert titles() == []
    restriction.delete()
    assert titles() == ["La Remise", "Née sous le secret"]


def test_a_page_that_expired_is_not_in_it(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    assert titles() == []


def test_an_alias_in_the_same_language_is_no_second_structure(page):
    page.create_alias(parent=directory(), update_slug="la-remise-bis")
    assert titles() == ["La Remise"]


def test_each_language_has_its_own(page):
    english = Locale.objects.get(language_code="en")
    directory().copy_for_translation(english).save_revision().publish()
    copy = page.copy_for_translation(english)
    assert titles("en") == []
    copy.title = "The Shed"
    copy.save_revision().publish()
    assert (titles("fr"), titles("en")) == (["La Remise"], ["The Shed"])
    assert titles("fr", text="shed") == []


def test_an_entry_speaks_the_language_of_its_page_not_of_who_publishes(page):
    page.last_reviewed_on = timezone.localdate()
    with translation.override("en"):
        page.save_revision().publish()
    assert "vérifié" in Entry.objects.get(page_id=page.pk).card["freshness"]


# -- The tree ---------------------------------------------------------------------------------------------------------
def test_a_deleted_page_is_gone_with_all_that_is_under_it(page):
    event = make_event(page, title="Fête", start=in_hours(2), end=in_hours(3))
    StructurePage.objects.get(pk=page.pk).delete()
    assert titles() == []
    assert not Entry.objects.listed().filter(page_id__in=[page.pk, event.pk]).exists()


def test_a_change_of_slug_changes_the_addresses_under_it(page, django_capture_on_commit_callbacks):
    event = make_event(page, title="Fête", start=in_hours(2), end=in_hours(3))
    page.slug = "autre"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    urls = dict(Entry.objects.values_list("page_id", "url"))
    assert urls[page.pk] == "/annuaire/autre/"
    if event.entry_kind:
        assert urls[event.pk] == "/annuaire/autre/fete/"


def test_a_moved_page_has_its_new_address(page):
    event = make_event(page, title="Fête", start=in_hours(2), end=in_hours(3))
    event.move(agenda(), "last-child")
    assert Entry.objects.get(page_id=event.pk).url == "/agenda/fete/"


def test_a_page_moved_under_a_private_one_leaves(page):
    event = make_event(agenda(), title="Fête", start=in_hours(2), end=in_hours(3))
    make_private(page)
    event.move(page, "last-child")
    assert not Entry.objects.listed().filter(page_id=event.pk).exists()


def test_a_copy_is_an_entry_of_its_own_with_its_facets(page):
    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"}, keep_live=True)
    assert titles() == ["Copie", "La Remise"]
    assert facets(copy)["domaine"] == ["reemploi"]


def test_a_new_address_of_the_site_is_that_of_its_pages(page):
    site = Site.objects.get()
    Site.objects.create(hostname="autre.exemple.fr", root_page=page)
    assert Entry.objects.get(page_id=page.pk).url == "http://autre.exemple.fr/"
    site.delete()
    assert titles() == ["La Remise"]
    assert not Entry.objects.listed().filter(page_id=directory().pk).exists()


# -- Words ------------------------------------------------------------------------------------------------------------
def change(model, which, **values):
    found = model.objects.get(locale__language_code="fr", slug=which)
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return found


def test_a_renamed_word_is_renamed_on_the_cards(page):
    change(FieldOfActivity, "reemploi", name="Seconde vie")
    assert "Seconde vie" in Entry.objects.get(page_id=page.pk).card["chips"]


def test_a_new_slug_is_the_new_filter(page):
    change(FieldOfActivity, "reemploi", slug="seconde-vie")
    assert facets(page)["domaine"] == ["seconde-vie"]
    assert titles(facets={"domaine": ("seconde-vie",)}) == ["La Remise"]
    assert titles(facets={"domaine": ("reemploi",)}) == []


def test_a_deleted_word_leaves_the_entries(page):
    label = Label.objects.filter(locale__language_code="fr").first()
    page.labels = [label]
    page.save()
    assert facets(page)["label"] == [label.slug]
    label.delete()
    assert "label" not in facets(page)


def test_a_commune_that_changes_valley_changes_its_structures(page, gap):
    other = Valley.objects.exclude(pk=gap.valley_id).first()
    Commune.objects.get(pk=gap.pk)
    gap.valley = other
    gap.save()
    assert facets(page)["vallee"] == [other.slug]


def test_a_main_field_a_tag_and_a_place_served_are_followed_by_their_name(page, gap):
    page.main_field = FieldOfActivity.objects.get(slug="mobilite", locale__language_code="fr")
    page.tags.add("velo")
    page.served_communes, page.served_valleys, page.served_epcis = [gap], [gap.valley], [gap.epci]
    page.save()
    for row in (page.main_field, page.tags.get(), gap, gap.valley, gap.epci):
        row.name = f"Nouveau {row.pk} {type(row).__name__}"
        row.save()
    data = Entry.objects.get(page_id=page.pk).data
    assert page.main_field.name in data["fields"]
    assert data["tags"] == [f"Nouveau {page.tags.get().pk} Tag"]
    assert sorted(data["serves"]) == sorted(place.name for place in (gap, gap.valley, gap.epci))


def test_an_entry_says_nothing_that_is_not_public(page):
    page.email = "secret@exemple.fr"
    page.save()
    entry = Entry.objects.get(page_id=page.pk)
    assert "secret@exemple.fr" not in str((entry.card, entry.facets, entry.data))
    assert find(Query(kind="structure", language="fr", text="secret exemple")).count == 0
