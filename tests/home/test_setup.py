"""What a first start makes, and what the next ones leave alone."""

import pytest
from wagtail.models import GroupPagePermission, Locale, Page, Site

from directory.models import DirectoryIndexPage
from portal.core.models import Commune, FieldOfActivity
from portal.home.models import HomePage, StandardPage
from portal.home.setup import prepare_site

pytestmark = pytest.mark.django_db
COUNTED = (Page, Site, Locale, Commune, FieldOfActivity, GroupPagePermission)


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_preparing_again_adds_nothing_and_keeps_the_same_home(portal_site):
    before = counts()
    assert prepare_site().pk == portal_site.pk
    assert counts() == before


def test_preparing_again_keeps_what_an_editor_changed(portal_site):
    page = DirectoryIndexPage.objects.get()
    page.title = "Qui fait quoi"
    page.save_revision().publish()
    about = StandardPage.objects.get(slug="a-propos")
    about.title = "Notre réseau"
    about.save_revision().publish()
    term = FieldOfActivity.objects.filter(locale__language_code="fr").first()
    FieldOfActivity.objects.filter(pk=term.pk).update(name="Un autre mot")
    prepare_site()
    assert DirectoryIndexPage.objects.get().title == "Qui fait quoi"
    assert StandardPage.objects.get(slug="a-propos").title == "Notre réseau"
    term.refresh_from_db()
    assert term.name == "Un autre mot"


def test_preparing_again_makes_what_is_missing(portal_site):
    DirectoryIndexPage.objects.get().delete()
    prepare_site()
    assert DirectoryIndexPage.objects.get(live=True).url == "/annuaire/"


def test_wagtail_s_welcome_page_is_gone(portal_site):
    homes = Page.objects.filter(depth=2)
    assert {page.specific_class for page in homes} == {HomePage}
    assert {page.locale.language_code for page in homes} == {"fr", "it", "en"}
    assert not Page.objects.filter(title__startswith="Welcome").exists()


@pytest.mark.parametrize(
    ("url", "hostname", "port"),
    [
        ("https://portail.exemple.fr", "portail.exemple.fr", 443),
        ("http://127.0.0.1:8123", "127.0.0.1", 8123),
        ("http://testserver", "testserver", 80),
    ],
)
def test_the_site_follows_base_url(portal_site, settings, url, hostname, port):
    settings.BASE_URL = url
    prepare_site()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == (hostname, port, True)
    assert site.root_page.specific == portal_site


def test_a_new_portal_has_its_rooms_and_its_legal_pages(portal_site):
    found = {page.url for page in Page.objects.child_of(portal_site).live()}
    rooms = {"/annuaire/", "/agenda/", "/guides/", "/initiatives/"}
    legal = {"/a-propos/", "/accessibilite/", "/donnees-ouvertes/", "/mentions-legales/", "/donnees-personnelles/"}
    assert found == rooms | legal


def test_the_vocabularies_are_in_every_language_with_the_same_addresses(portal_site):
    slugs = {
        code: set(FieldOfActivity.objects.in_language(code).values_list("slug", flat=True))
        for code in ("fr", "it", "en")
    }
    assert slugs["fr"]
    assert slugs["fr"] == slugs["it"] == slugs["en"]


def test_the_home_leaves_out_the_sections_with_nothing_in_them(client, portal_site):
    html = client.get("/").text
    for heading in ("Cette semaine", "Faire ensemble, pas à pas", "Elles et ils l’ont fait"):
        assert f"<h2>{heading}</h2>" not in html
    assert 'role="search"' in html
    assert 'class="carte"' in html


def test_preparing_again_leaves_renamed_and_deleted_pages_as_editors_left_them(portal_site):
    StandardPage.objects.get(slug="accessibilite").delete()
    page = StandardPage.objects.get(slug="a-propos")
    page.slug = "qui-sommes-nous"
    page.save()
    prepare_site()
    slugs = set(StandardPage.objects.values_list("slug", flat=True))
    assert "qui-sommes-nous" in slugs
    assert not slugs & {"a-propos", "accessibilite"}


def test_preparing_again_leaves_the_name_of_the_site_to_its_editors(portal_site):
    Site.objects.update(site_name="Le nom choisi")
    prepare_site()
    assert Site.objects.get().site_name == "Le nom choisi"
