"""load_demo: what it puts into an empty portal, and what it refuses."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.search.backends import get_search_backend

from agenda.models import EventPage, Occurrence
from directory.models import DirectoryIndexPage, StructurePage
from guides.models import GuidePage, StoryPage
from portal.core.models import User
from portal.demo import loading
from portal.demo.accounts import ADMINISTRATOR, COORDINATOR, DEMO_PASSWORD, MEMBERS, accounts_lines
from portal.demo.articles import PageMissing, page_at
from portal.demo.partners import SOURCE, load_partners
from portal.editorial.roles import is_coordinator
from portal.workspace.pages import editable_pages

SCALE = 90


def load_demo(**options):
    out = StringIO()
    call_command("load_demo", stdout=out, stderr=out, **options)
    return out.getvalue()


@override_settings(DEMO=True, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class LoadedTests(TestCase):
    """One load for all that only reads it."""

    @classmethod
    def setUpTestData(cls):
        cls.said = load_demo(scale=SCALE)

    def test_the_tree_is_sound(self):
        assert Page.find_problems() == ([], [], [], [], [])

    def test_there_is_as_much_as_asked_for(self):
        assert StructurePage.objects.count() == SCALE
        assert Occurrence.objects.count() == 2 * SCALE
        assert (GuidePage.objects.count(), StoryPage.objects.count()) == (6, 5)

    def test_nothing_is_invented_about_the_partners(self):
        partners = StructurePage.objects.filter(source=SOURCE)
        assert partners.count() == 62
        assert Counter(partners.values_list("kind", flat=True)) == {"structure": 45, "institution": 17}
        empty = {"summary": "", "commune": None, "legal_family": None, "latitude": None, "is_fictional": False}
        assert partners.filter(**empty, fields_of_activity=None).count() == 62
        assert not any(partner.presentation for partner in partners)
        assert not EventPage.objects.filter(organiser__source=SOURCE).exists()

    def test_what_is_made_up_says_so(self):
        fictional = StructurePage.objects.exclude(source=SOURCE)
        assert fictional.filter(is_fictional=True, title__endswith="(exemple fictif)").count() == SCALE - 62
        assert len(set(fictional.values_list("title", flat=True))) == SCALE - 62
        events = EventPage.objects.filter(is_fictional=True, title__endswith="(exemple fictif)")
        assert events.count() == EventPage.objects.count()
        assert not EventPage.objects.filter(organiser=None).exists()

    def test_addresses_are_right_and_answer(self):
        for model in (StructurePage, EventPage, GuidePage, StoryPage):
            page = model.objects.last()
            assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
            response = self.client.get(page.get_url())
            assert response.status_code == 200, page
            self.assertContains(response, page.title)

    def test_a_page_that_is_missing_or_not_published_is_an_error(self):
        home = Page.objects.get(depth=2, locale__language_code="fr")
        assert page_at(home, "/annuaire/").specific_class is DirectoryIndexPage
        with pytest.raises(PageMissing, match="/nulle-part/"):
            page_at(home, "/nulle-part/")

    def test_a_second_load_changes_nothing(self):
        before = Page.objects.count(), Revision.objects.count(), User.objects.count()
        said = load_demo(scale=SCALE + 10)
        assert "déjà chargée" in said
        assert MEMBERS[1] in said
        assert (Page.objects.count(), Revision.objects.count(), User.objects.count()) == before
        assert load_partners(DirectoryIndexPage.objects.get()) == []

    def test_accounts_are_told_and_sign_in(self):
        for email in (ADMINISTRATOR, COORDINATOR, *MEMBERS):
            assert email in self.said
            assert self.client.login(username=email, password=DEMO_PASSWORD)
        assert DEMO_PASSWORD in accounts_lines()[0]
        assert User.objects.get(email=ADMINISTRATOR).is_superuser
        coordinator = User.objects.get(email=COORDINATOR)
        assert is_coordinator(coordinator)
        assert not coordinator.is_superuser

    def test_accounts_do_not_open_a_portal_that_is_not_a_demo(self):
        with override_settings(DEMO=False):
            assert not self.client.login(username=ADMINISTRATOR, password=DEMO_PASSWORD)

    @pytest.mark.ignore_template_errors
    def test_each_member_edits_its_own_structure_and_no_other_page(self):
        pages = [list(editable_pages(User.objects.get(email=email))) for email in MEMBERS]
        assert [len(found) for found in pages] == [1, 1]
        [own], [other] = pages
        assert own != other
        self.client.login(username=MEMBERS[0], password=DEMO_PASSWORD)
        assert self.client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
        assert self.client.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 302

    def test_the_search_index_holds_the_pages(self):
        structure = StructurePage.objects.filter(is_fictional=True).first()
        assert structure in list(get_search_backend().search(structure.title, StructurePage))


@pytest.mark.parametrize("scale", [-1, 0, loading.MIN_SCALE - 1, loading.MAX_SCALE + 1])
def test_a_scale_out_of_bounds_is_refused(settings, db, scale):
    settings.DEMO = True
    with pytest.raises(CommandError, match="entre 80 et 10000"):
        load_demo(scale=scale)
    assert not User.objects.exists()


def test_a_portal_that_is_not_a_demo_is_left_alone(settings, db):
    assert settings.DEMO is False
    with pytest.raises(CommandError, match="pas une démonstration"):
        load_demo()
    assert not StructurePage.objects.exists()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_load_leaves_nothing(settings, db, monkeypatch, error):
    settings.DEMO = True

    def interrupted(*args, **kwargs):
        raise error

    before = Page.objects.count()
    monkeypatch.setattr(loading, "call_command", interrupted)
    with pytest.raises(error):
        load_demo(scale=SCALE)
    assert Page.objects.count() == before
    assert not loading.is_loaded()
    assert not User.objects.exists()
    assert not StructurePage.objects.exists()


def test_the_same_seed_gives_the_same_pages(db, settings):
    """From one database to the next; the days of events are drawn around the day of the load."""
    settings.DEMO = True
    load_demo(scale=SCALE)
    first = list(StructurePage.objects.order_by("path").values_list("title", "commune__name", "summary", "slug"))
    StructurePage.objects.child_of(DirectoryIndexPage.objects.get()).filter(is_fictional=True).delete()
    EventPage.objects.all().delete()
    User.objects.all().delete()
    load_demo(scale=SCALE)
    assert (
        list(StructurePage.objects.order_by("path").values_list("title", "commune__name", "summary", "slug")) == first
    )
