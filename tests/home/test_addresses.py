"""Addresses are a contract: each answers, in its language, and says the truth to robots and watchers."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site
from wagtail.search.models import IndexEntry

from portal.demo.builders import make_event, make_guide, make_story, make_structure, make_user
from portal.home.models import SiteSettings, StandardPage
from tests.rooms import agenda, directory, guides, in_hours, make_private, stories

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {
    "/": 200,
    "/annuaire/": 200,
    "/agenda/": 200,
    "/agenda/mois/2026/12/": 200,
    "/agenda/semaine/2026/49/": 200,
    "/agenda/jour/2026/12/5/": 200,
    "/agenda/flux.ics": 200,
    "/agenda/flux.atom": 200,
    "/agenda/export.csv": 200,
    "/agenda/semaine.txt": 200,
    "/agenda/widget/": 200,
    "/api/v1/events": 200,
    "/guides/": 200,
    "/initiatives/": 200,
    "/recherche/": 200,
    "/mon-espace/": 302,
    "/mon-espace/connexion/": 200,
    "/api/v1/": 200,
    "/api/v1/structures": 200,
    "/api/v1/openapi.json": 200,
    "/healthz": 200,
    "/robots.txt": 200,
    "/sitemap.xml": 200,
    "/sitemap-pages.xml": 200,
    "/it/": 200,
    "/en/": 200,
    "/it/recherche/": 200,
    "/en/recherche/": 200,
    "/a-propos/": 200,
    "/accessibilite/": 200,
    "/donnees-ouvertes/": 200,
    "/mentions-legales/": 200,
    "/donnees-personnelles/": 200,
}


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def test_each_address_of_the_contract_answers(client, portal_site):
    assert {address: client.get(address).status_code for address in CONTRACT} == CONTRACT


def test_the_index_of_each_room_is_in_the_menu(client, portal_site):
    links = [link["href"] for link in soup(client.get("/")).select("ul.menu a")]
    assert links == ["/annuaire/", "/agenda/", "/guides/", "/initiatives/"]


@pytest.mark.parametrize(("address", "language"), [("/", "fr"), ("/it/", "it"), ("/en/", "en")])
def test_a_page_says_its_language(client, portal_site, address, language):
    response = client.get(address, headers={"accept-language": "de"})
    assert soup(response).html["lang"] == language
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("language", ["it", "en"])
def test_french_stays_the_source_whatever_the_browser_asks(client, portal_site, language):
    assert soup(client.get("/", headers={"accept-language": language})).html["lang"] == "fr"


def test_each_home_names_its_versions(client, portal_site):
    for address in ("/", "/it/", "/en/"):
        links = soup(client.get(address)).select('link[rel="alternate"][hreflang]')
        found = {link["hreflang"]: link["href"] for link in links}
        expected = {"fr": "http://testserver/", "it": "http://testserver/it/", "en": "http://testserver/en/"}
        assert found == expected, address


def test_a_page_without_translation_names_no_version_but_itself(client, portal_site):
    links = soup(client.get("/annuaire/")).select('link[rel="alternate"][hreflang]')
    assert [link["hreflang"] for link in links] in ([], ["fr"])


def test_a_page_has_one_canonical_address_whatever_its_parameters(client, portal_site):
    link = soup(client.get("/annuaire/?page=1&utm_source=x")).select_one('link[rel="canonical"]')
    assert link["href"] == "http://testserver/annuaire/"


def test_a_page_has_a_social_card_with_absolute_addresses(client, portal_site):
    page = make_structure(directory(), title="La <Remise>", summary="Réparer & donner")
    metas = {meta.get("property"): meta["content"] for meta in soup(client.get(page.url)).select("meta[property]")}
    assert metas["og:title"] == "La <Remise>"
    assert metas["og:description"] == "Réparer & donner"
    assert metas["og:url"] == page.full_url
    assert metas["og:image"].startswith("http://testserver/")
    assert metas["og:locale"] == "fr_FR"


def test_a_breadcrumb_leads_from_the_home_to_the_page(client, portal_site):
    page = make_structure(directory(), title="La Remise")
    items = soup(client.get(page.url)).select("nav.ariane li")
    assert [item.a["href"] if item.a else None for item in items] == ["/", "/annuaire/", None]
    assert items[-1].get_text(strip=True) == "La Remise"


def test_the_way_home_stays_in_the_language(client, portal_site):
    first = soup(client.get("/en/recherche/")).select_one("nav.ariane a")
    assert first["href"] == "/en/"


# -- Robots -----------------------------------------------------------------------------------------------------------
XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def sitemap(client):
    """Each address with the languages it is said to be in."""
    urls = ET.fromstring(client.get("/sitemap-pages.xml").text).findall("s:url", XML)
    return {
        url.findtext("s:loc", namespaces=XML): {link.get("hreflang") for link in url.findall("xhtml:link", XML)}
        for url in urls
    }


def test_the_sitemap_lists_public_pages_only(client, portal_site):
    shown = make_structure(directory(), title="Publique")
    draft = make_structure(directory(), title="Brouillon", live=False)
    private = make_structure(directory(), title="Secrète")
    below = make_event(private, title="Réunion", start=in_hours(1), end=in_hours(2))
    make_private(private)
    found = sitemap(client)
    assert shown.full_url in found
    assert "http://testserver/" in found
    assert "http://testserver/en/" in found
    for page in (draft, private, below):
        assert page.full_url not in found


def test_the_sitemap_says_which_pages_are_translations(client, portal_site):
    assert sitemap(client)["http://testserver/"] >= {"fr", "it", "en"}
    assert sitemap(client)["http://testserver/annuaire/"] == set()


def test_the_sitemap_s_index_leads_to_its_parts(client, portal_site):
    index = ET.fromstring(client.get("/sitemap.xml").text)
    parts = [loc.text for loc in index.findall("s:sitemap/s:loc", XML)]
    assert parts == ["http://testserver/sitemap-pages.xml"]


def test_robots_are_kept_out_of_the_admin_and_shown_the_sitemap(client, portal_site):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    for line in (
        "Disallow: /admin/",
        "Disallow: /mon-espace/",
        "Disallow: /annuaire/export.",
        "Sitemap: http://testserver/sitemap.xml",
    ):
        assert line in response.text.splitlines()


def test_security_txt_is_absent_without_a_contact(client, portal_site):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_security_txt_says_whom_to_tell_and_until_when(client, portal_site):
    site_settings = SiteSettings.for_site(Site.objects.get())
    site_settings.contact_email = "contact@exemple.fr"
    site_settings.save()
    response = client.get("/.well-known/security.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:contact@exemple.fr"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    # RFC 9116, 2.5.5: less than a year ahead.
    assert timezone.now() + timedelta(days=30) < expires < timezone.now() + timedelta(days=365)
    site_settings.security_contact = "faille@exemple.fr"
    site_settings.save()
    assert "Contact: mailto:faille@exemple.fr" in client.get("/.well-known/security.txt").text


def test_the_favicon_that_browsers_ask_for_is_there(client, portal_site):
    response = client.get("/favicon.ico", follow=True)
    assert response.redirect_chain
    assert (ROOT / "static" / "img" / "favicon.ico").exists()
    for link in soup(client.get("/")).select('link[rel~="icon"]'):
        assert (ROOT / link["href"].lstrip("/")).exists()


# -- Watchers ---------------------------------------------------------------------------------------------------------
def test_healthz_asks_nothing_of_the_database(client):
    """Without the `db` fixture, any query fails the test."""
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_a_portal_whose_database_is_broken_is_alive_but_not_ready(tmp_path):
    code = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
print(client.get("/healthz").status_code, client.get("/readyz").status_code, client.get("/readyz").json()["database"])
"""
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/at/all.sqlite3", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PORTAL_DEMO": "true", "BASE_URL": "http://localhost", "DATA_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stdout.startswith("200 503 la base ne répond pas"), result.stderr


@pytest.fixture
def ready(client, portal_site):
    """A portal whose index is built."""
    from django.core.management import call_command

    call_command("update_index", verbosity=0)
    return client


def readiness(client):
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_a_portal_with_all_its_parts_is_ready(ready):
    assert readiness(ready) == (200, {"database": "ok", "migrations": "ok", "index": "ok", "engine": "ok"})


def test_a_portal_whose_database_does_not_answer_is_not_ready(ready):
    def broken(*args, **kwargs):
        raise OperationalError("gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", broken)
        status, answer = readiness(ready)
    assert status == 503
    assert answer["database"] != "ok"


def test_a_portal_with_a_migration_to_run_is_not_ready(ready):
    last = MigrationRecorder.Migration.objects.filter(app="home").order_by("-name").first()
    MigrationRecorder(connection).record_unapplied("home", last.name)
    status, answer = readiness(ready)
    assert status == 503
    assert answer["migrations"].startswith("1 migration")
    assert "index" not in answer  # its tables may not be there yet


def test_a_portal_whose_index_is_empty_is_not_ready(ready):
    IndexEntry.objects.all().delete()
    status, answer = readiness(ready)
    assert status == 503
    assert "update_index" in answer["index"]


def test_a_portal_whose_catalogue_has_no_words_is_not_ready(ready):
    from portal.search.engines import text_engine

    text_engine().keep_only([])
    status, answer = readiness(ready)
    assert status == 503
    assert "rebuild_catalogue" in answer["index"]


def test_the_watchers_answers_are_not_kept(client, portal_site):
    for address in ("/healthz", "/readyz"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


# -- Doors ------------------------------------------------------------------------------------------------------------
def test_wagtail_s_own_sign_in_leads_to_ours_and_keeps_where_one_was_going(client, portal_site):
    response = client.get("/admin/login/?next=/admin/pages/")
    assert response.status_code == 302
    assert response.url == "/mon-espace/connexion/?next=/admin/pages/"
    assert client.get("/admin/password_reset/").url == "/mon-espace/mot-de-passe/"


def test_the_admin_and_the_workspace_send_strangers_to_the_sign_in(client, portal_site):
    assert client.get("/admin/").url == "/mon-espace/connexion/?next=/admin/"
    assert client.get("/mon-espace/").url == "/mon-espace/connexion/?next=/mon-espace/"


def sign_in(client, target):
    make_user("awa@exemple.fr", password="Valgaude-2026")
    values = {"username": "awa@exemple.fr", "password": "Valgaude-2026", "next": target}
    return client.post("/mon-espace/connexion/", values).url


def test_signing_in_leads_where_one_was_going(client, portal_site):
    assert sign_in(client, "/annuaire/") == "/annuaire/"


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_signing_in_never_leads_to_another_site(client, portal_site, target):
    assert sign_in(client, target) == "/mon-espace/"


def test_signing_out_takes_a_form_and_leads_home(client, portal_site):
    client.force_login(make_user("awa@exemple.fr"))
    assert client.get("/mon-espace/deconnexion/").status_code == 405
    assert client.post("/mon-espace/deconnexion/").url == "/"
    assert "_auth_user_id" not in client.session


# -- Frame ------------------------------------------------------------------------------------------------------------
def menu(client, address="/"):
    return {link.get_text(strip=True): link for link in soup(client.get(address)).select("ul.menu a")}


def test_the_menu_follows_the_tree_of_pages(client, portal_site):
    portal_site.add_child(instance=StandardPage(title="Le réseau", slug="reseau", show_in_menus=True))
    portal_site.add_child(instance=StandardPage(title="Hors menu", slug="hors-menu"))
    portal_site.add_child(instance=StandardPage(title="Brouillon", slug="b", show_in_menus=True, live=False))
    make_private(portal_site.add_child(instance=StandardPage(title="Privée", slug="p", show_in_menus=True)))
    assert list(menu(client)) == ["Annuaire", "Agenda", "Mini-guides", "Initiatives", "Le réseau"]


def test_the_current_room_is_marked_in_the_menu(client, portal_site):
    marked = [title for title, link in menu(client, "/guides/").items() if link.get("aria-current")]
    assert marked == ["Mini-guides"]


def test_what_is_not_translated_is_marked_as_french(client, portal_site):
    links = menu(client, "/en/")
    assert {link.get("lang") for link in links.values()} == {"fr"}
    assert {link.get("lang") for link in menu(client, "/").values()} == {None}
    copy = agenda().copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title = "What’s on"
    copy.save_revision().publish()
    from portal.home.frame import forget_frame

    forget_frame()
    assert menu(client, "/en/")["What’s on"].get("lang") is None


def test_french_contents_of_the_english_home_are_marked_as_french(client, portal_site):
    make_guide(guides(), title="Partager des locaux", summary="Comment faire")
    make_story(stories(), title="LOCommun à Gap")
    make_event(agenda(), title="Repair café", start=in_hours(1), end=in_hours(2))
    page = soup(client.get("/en/"))
    for title in ("Partager des locaux", "LOCommun à Gap", "Repair café"):
        link = page.find("a", string=title)
        assert link.find_parent(attrs={"lang": True})["lang"] == "fr" or link.get("lang") == "fr", title


def test_the_footer_has_the_legal_pages_and_no_draft_nor_private_one(client, portal_site):
    StandardPage.objects.filter(slug="donnees-ouvertes").update(live=False)
    make_private(StandardPage.objects.get(slug="a-propos"))
    links = [link["href"] for link in soup(client.get("/")).select(".pied-liens a")]
    assert "/mentions-legales/" in links
    assert "/accessibilite/" in links
    assert "/donnees-ouvertes/" not in links
    assert "/a-propos/" not in links


def test_the_social_links_of_the_settings_are_in_the_footer(client, portal_site):
    site_settings = SiteSettings.for_site(Site.objects.get())
    site_settings.social_links.create(title="Mastodon", url="https://social.exemple.fr/@portail")
    site_settings.save()
    link = soup(client.get("/")).find("a", string="Mastodon")
    assert link["href"] == "https://social.exemple.fr/@portail"


@pytest.mark.ignore_template_errors
def test_what_an_editor_publishes_in_the_admin_shows_in_the_menu_at_once(client, portal_site):
    page = portal_site.add_child(instance=StandardPage(title="Le réseau", slug="reseau", show_in_menus=True))
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    assert "Le réseau" in menu(client)
    values = {"title": "Notre réseau", "slug": "reseau", "summary": "", "body-count": "0", "show_in_menus": "on"}
    values |= {"listing_image": "", "social_image": "", "last_reviewed_on": "", "seo_title": ""}
    values |= {"search_description": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    response = client.post(f"/admin/pages/{page.pk}/edit/", values | {"action-publish": "1"})
    assert response.status_code == 302
    assert "Notre réseau" in menu(client)
    client.post(f"/admin/pages/{page.pk}/unpublish/")
    assert "Notre réseau" not in menu(client)


def test_the_demo_says_so_on_every_page_and_the_real_site_does_not(client, portal_site, settings):
    for demo in (True, False):
        settings.DEMO = demo
        for address in ("/", "/annuaire/", "/mon-espace/connexion/", "/inconnu/"):
            assert ("Site de démonstration" in client.get(address).text) is demo, (address, demo)


def test_the_contacts_of_the_site_settings_are_at_the_foot_of_every_page(client, portal_site):
    assert "mailto:" not in client.get("/").text
    site_settings = SiteSettings.for_site(Site.objects.get())
    site_settings.contact_email, site_settings.contact_phone = "contact@exemple.fr", "04 65 71 00 00"
    site_settings.save()
    cache.clear()
    foot = BeautifulSoup(client.get("/agenda/").text, "html.parser").footer
    assert [link["href"] for link in foot.select('a[href^="mailto:"], a[href^="tel:"]')] == [
        "mailto:contact@exemple.fr",
        "tel:0465710000",
    ]


@pytest.mark.parametrize(
    ("asked", "leads"),
    [("/?LaRemise", True), ("/?%C3%89picerie", True), ("/?Autre", False), ("/?LaRemise%00", False), ("/?", False)],
)
def test_the_home_gives_way_to_the_old_addresses_of_a_wiki(client, portal_site, asked, leads):
    page = make_structure(directory(), title="La Remise")
    for name in ("LaRemise", "Épicerie"):
        Redirect.objects.create(old_path=f"/?{name}", redirect_page=page)
    response = client.get(asked)
    assert (response.status_code, response.headers.get("Location")) == ((301, page.url) if leads else (200, None))
