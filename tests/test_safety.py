"""What protects people: headers, cookies, and error pages that say nothing of the inside."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.core.embeds import PLAYER_ORIGINS
from portal.demo.builders import make_structure, make_user
from portal.home.models import HomePage
from tests.rooms import directory

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/",
    "/annuaire/",
    "/agenda/",
    "/recherche/?q=velo",
    "/mon-espace/connexion/",
    "/en/",
    "/inconnu/",
    "/api/v1/",
]


def policy(response):
    directives = response.headers["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for words in (directive.split() for directive in directives) if words}


# -- Content security policy ------------------------------------------------------------------------------------------
def test_public_pages_run_nothing_inline_and_load_nothing_from_elsewhere(client, portal_site):
    for address in PUBLIC:
        found = policy(client.get(address))
        assert found["default-src"] == ["'self'"], address
        assert found["object-src"] == ["'none'"], address
        assert found["base-uri"] == ["'self'"], address
        assert found["form-action"] == ["'self'"], address
        assert set(found["frame-src"]) == {"'self'", *PLAYER_ORIGINS}, address
        words = {word for name, values in found.items() if name != "frame-src" for word in values}
        assert words <= {"'self'", "'none'", "data:"}, address
        assert "script-src" not in found, address


def test_error_pages_made_before_any_view_have_the_same_policy(portal_site):
    client = Client(raise_request_exception=False)
    for response in (client.get("/", headers={"host": "evil.example"}), client.get("/x%00")):
        assert response.status_code == 400
        assert policy(response)["default-src"] == ["'self'"]


def test_public_pages_hold_nothing_that_the_policy_would_refuse(client, portal_site):
    page = make_structure(directory(), title="La Remise", summary="Réemploi")
    for address in (*PUBLIC, page.url):
        soup = BeautifulSoup(client.get(address).text, "html.parser")
        assert not soup.find_all("style"), address
        assert not soup.find_all(style=True), address
        inline = [tag for tag in soup.find_all("script") if not tag.get("src")]
        assert all(tag.get("type") == "application/ld+json" for tag in inline), address
        loaded = [tag.get("src") or tag.get("data") for tag in soup.select("script[src], img, iframe, object")]
        loaded += [tag["href"] for tag in soup.find_all("link") if set(tag["rel"]) & {"stylesheet", "icon", "preload"}]
        assert all(url.startswith(("/", "data:")) and not url.startswith("//") for url in loaded), address
        for tag in soup.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], (address, tag)


@pytest.mark.ignore_template_errors
def test_the_admin_alone_may_run_inline_scripts_and_loads_nothing_from_elsewhere(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    found = policy(client.get("/admin/"))
    assert "'unsafe-inline'" in found["script-src"]
    for name, words in found.items():
        assert name == "frame-src" or not [word for word in words if "//" in word or word == "*"], name
    assert "'unsafe-inline'" not in str(policy(client.get("/mon-espace/")))


@pytest.mark.ignore_template_errors
def test_the_admin_asks_nothing_of_another_site(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    soup = BeautifulSoup(client.get("/admin/").text, "html.parser")
    loaded = [tag["src"] for tag in soup.find_all(src=True)]
    loaded += [tag["href"] for tag in soup.find_all("link", href=True)]
    assert loaded
    assert [url for url in loaded if "//" in url and not url.startswith("http://testserver/")] == []


# -- Other headers ----------------------------------------------------------------------------------------------------
def test_every_answer_carries_the_protecting_headers(client, portal_site):
    for address in (*PUBLIC, "/healthz", "/robots.txt"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["X-Frame-Options"] in ("SAMEORIGIN", "DENY"), address
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", address
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=()" in headers["Permissions-Policy"], address
        assert "geolocation=(self)" in headers["Permissions-Policy"], address


@pytest.fixture
def over_https(settings, portal_site):
    """The settings that an https:// BASE_URL gives (tests/test_settings.py checks that it does)."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return Client()


def test_production_answers_over_https_only_and_says_so_for_a_year(over_https):
    response = over_https.get("/annuaire/?page=1")
    assert (response.status_code, response.url) == (301, "https://testserver/annuaire/?page=1")
    hsts = over_https.get("/", secure=True).headers["Strict-Transport-Security"]
    assert hsts == "max-age=31536000; includeSubDomains; preload"


def test_the_watchers_may_ask_without_encryption(over_https):
    assert over_https.get("/healthz").status_code == 200
    assert over_https.get("/readyz").status_code in (200, 503)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(over_https):
    make_user("awa@exemple.fr", password="Valgaude-2026")
    over_https.get("/mon-espace/connexion/", secure=True)
    over_https.post("/mon-espace/connexion/", {"username": "awa@exemple.fr", "password": "Valgaude-2026"}, secure=True)
    assert set(over_https.cookies) >= {"sessionid", "csrftoken"}
    for name in ("sessionid", "csrftoken"):
        cookie = over_https.cookies[name]
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


def test_a_visitor_gets_no_cookie(client, portal_site):
    for address in ("/", "/annuaire/", "/agenda/", "/recherche/?q=velo", "/en/"):
        assert not client.get(address).cookies, address


# -- Errors -----------------------------------------------------------------------------------------------------------
def test_a_breakdown_shows_a_plain_french_page_and_nothing_of_the_inside(portal_site, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the secret of the inside")

    monkeypatch.setattr(HomePage, "get_context", broken)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Une erreur est survenue de notre côté" in response.text
    assert '<html lang="fr">' in response.text
    for word in ("secret", "Traceback", "RuntimeError", "/work", "get_context", "settings"):
        assert word not in response.text
    assert 'action="/recherche/"' in response.text


def test_the_page_of_a_breakdown_needs_nothing_and_loads_nothing_but_its_icon(portal_site, monkeypatch):
    monkeypatch.setattr(HomePage, "get_context", lambda *args: 1 / 0)
    soup = BeautifulSoup(Client(raise_request_exception=False).get("/").text, "html.parser")
    assert not soup.find_all(["script", "style", "img", "iframe"])
    assert not soup.find_all(style=True)


def test_a_breakdown_of_a_broken_database_still_shows_the_page(portal_site, django_db_blocker):
    client = Client(raise_request_exception=False)
    with django_db_blocker.block():
        response = client.get("/annuaire/")
    assert response.status_code == 500
    assert "Une erreur est survenue de notre côté" in response.text


def assert_ours(response, status, title):
    soup = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == status
    assert title in soup.h1.get_text()
    assert soup.select_one('main form[role="search"] input[name="q"]')
    assert soup.select_one("header.tete")
    assert soup.select_one('meta[name="robots"]')["content"] == "noindex"


def test_a_page_that_does_not_exist_offers_a_search(client, portal_site):
    assert_ours(client.get("/inconnu/"), 404, "n’existe pas")


def test_a_request_that_makes_no_sense_offers_a_search(client, portal_site):
    assert_ours(client.get("/", PATH_INFO="/a\x00b/"), 400, "n’a pas été comprise")


def test_a_form_without_its_token_gets_our_page(portal_site):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/mon-espace/connexion/", {"username": "a@b.fr", "password": "x"})
    assert_ours(response, 403, "pas ouverte")
    assert "CSRF" not in response.text


def test_errors_speak_the_language_of_the_address(client, portal_site):
    assert '<html lang="en">' in client.get("/en/inconnu/").text


# -- Mail -------------------------------------------------------------------------------------------------------------
def test_asking_for_a_password_does_not_tell_who_has_an_account(client, portal_site, mailoutbox):
    make_user("awa@exemple.fr", password="Valgaude-2026")
    answers = [
        client.post("/mon-espace/mot-de-passe/", {"email": email}, follow=True).text
        for email in ("awa@exemple.fr", "personne@exemple.fr")
    ]
    assert len(mailoutbox) == 1
    assert mailoutbox[0].to == ["awa@exemple.fr"]
    assert answers[0] == answers[1]


def test_the_link_of_the_mail_opens_the_account_once(client, portal_site, mailoutbox):
    make_user("awa@exemple.fr", password="Valgaude-2026")
    client.post("/mon-espace/mot-de-passe/", {"email": "AWA@exemple.fr"})
    link = next(word for word in mailoutbox[0].body.split() if word.startswith("http"))
    assert link.startswith("http://testserver/mon-espace/mot-de-passe/")
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = {"new_password1": "Une-autre-phrase-2027", "new_password2": "Une-autre-phrase-2027"}
    assert client.post(address, new).url == "/mon-espace/"
    assert "_auth_user_id" in client.session
    assert "Ce lien a déjà servi" in Client().get(link, follow=True).text
