"""The two scripts of the public site: the video that waits for a click, and the share row."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PLAYER = "https://peertube.fr"
STAND_IN = "<!doctype html><html lang=fr><meta charset=utf-8><title>Lecteur</title><p>Le lecteur vidéo."


def test_nothing_is_asked_of_a_video_site_before_the_click(page, portal):
    page.context.route(
        f"{PLAYER}/**", lambda route: route.fulfill(body=STAND_IN, content_type="text/html; charset=utf-8")
    )
    page.goto(portal.addresses["tous-les-blocs"], wait_until="networkidle")
    assert not [url for url in page.guard.requested if not url.startswith(portal.origin)]
    page.guard.allow(PLAYER)
    page.get_by_role("button", name="Lire la vidéo ici").click()
    player = page.frame_locator("iframe[title='Une vidéo d’exemple']")
    player.get_by_text("Le lecteur vidéo.").wait_for()
    expect(page.locator("iframe")).to_be_focused()


def test_without_scripts_the_video_is_a_link(new_page, portal):
    page = new_page(java_script_enabled=False)
    page.goto(portal.addresses["tous-les-blocs"])
    expect(page.get_by_role("link", name="Voir la vidéo sur peertube.fr")).to_be_visible()
    expect(page.get_by_role("button", name="Lire la vidéo ici")).to_be_hidden()


def test_copying_the_link_is_done_and_said(page, portal):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=portal.origin)
    page.goto(portal.addresses["structure"])
    page.get_by_role("button", name="Copier le lien").click()
    page.get_by_text("Lien copié.").wait_for()
    assert page.evaluate("() => navigator.clipboard.readText()") == portal.origin + portal.addresses["structure"]


def test_a_copy_that_fails_is_said_too(page, portal):
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    page.goto(portal.addresses["structure"])
    page.get_by_role("button", name="Copier le lien").click()
    page.get_by_text("La copie n’a pas marché").wait_for()


def test_the_address_is_there_without_scripts(new_page, portal):
    page = new_page(java_script_enabled=False)
    page.goto(portal.addresses["structure"])
    expect(page.locator(".partage-adresse")).to_have_text(portal.origin + portal.addresses["structure"])
    expect(page.locator(".partage button:visible")).to_have_count(0)
