"""The portal is whole with scripts off."""

import re

import pytest
from playwright.sync_api import expect

from portal.demo.accounts import DEMO_PASSWORD, MEMBERS

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(new_page):
    return new_page(java_script_enabled=False)


def test_search(plain):
    plain.goto("/")
    plain.locator(".hero input[name=q]").fill("association")
    plain.get_by_role("search").get_by_role("button", name="Rechercher").click()
    plain.wait_for_url("**/recherche/?q=association")
    expect(plain.locator(".resultat").first).to_be_visible()


def test_a_filter_and_its_removal(plain):
    plain.goto("/annuaire/")
    everybody = plain.locator("h2.nombre").inner_text()
    plain.locator("input[name=vallee]").first.check()
    plain.get_by_role("button", name="Afficher").click()
    plain.wait_for_url("**vallee=*")
    expect(plain.locator("h2.nombre")).not_to_have_text(everybody)
    plain.get_by_role("link", name="Tout effacer").click()
    expect(plain.locator("h2.nombre")).to_have_text(everybody)


def test_filters_on_a_phone(new_page):
    phone = new_page(width=320, java_script_enabled=False)
    phone.goto("/annuaire/")
    phone.get_by_text("Filtrer", exact=True).click()
    phone.locator("input[name=vallee]").first.check()
    phone.get_by_role("button", name="Afficher").click()
    phone.wait_for_url("**vallee=*")


def test_pages_of_results(plain):
    plain.goto("/annuaire/")
    first = plain.locator(".fiche h3").first.inner_text()
    plain.get_by_role("link", name="Page suivante").click()
    plain.wait_for_url("**page=2")
    expect(plain.locator(".fiche h3").first).not_to_have_text(first)


def test_a_dot_of_the_map_narrows_the_list(plain):
    plain.goto("/annuaire/")
    plain.locator("svg.carte a").last.click()
    plain.wait_for_url("**commune=*")
    expect(plain.locator(".fiche").first).to_be_visible()


def test_phone_menu(new_page):
    phone = new_page(width=320, java_script_enabled=False)
    phone.goto("/")
    phone.get_by_role("button", name="Menu").click()
    phone.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Agenda").click()
    phone.wait_for_url("**/agenda/")


def test_sign_in_and_out(plain, portal):
    plain.goto("/mon-espace/")
    plain.get_by_label("courriel").fill(MEMBERS[1])
    plain.get_by_label("mot de passe").fill(DEMO_PASSWORD)
    plain.get_by_role("button", name="Se connecter").click()
    plain.wait_for_url("**/mon-espace/")
    expect(plain.locator(".tache").first).to_be_visible()
    plain.get_by_role("button", name="Se déconnecter").click()
    expect(plain).to_have_url(f"{portal.origin}/")
    plain.goto("/mon-espace/")
    expect(plain).to_have_url(re.compile("/connexion/"))


def test_a_wrong_password_is_said_next_to_the_form(plain):
    plain.goto("/mon-espace/connexion/")
    plain.get_by_label("courriel").fill(MEMBERS[1])
    plain.get_by_label("mot de passe").fill("ce n’est pas lui")
    plain.get_by_role("button", name="Se connecter").click()
    expect(plain.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
