"""/recherche/ as it is used: guesses undone by a click, the empty page, an alert, paper, a keyboard, no scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_accessible, assert_fits, keep_screenshot
from tests.browser.test_keyboard import RING, tab_until

pytestmark = pytest.mark.browser
GUESSED = "/recherche/?q=atelier+embrun+ce+week-end"
RULE = "one => getComputedStyle(one).borderBottomColor"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guessed_place_and_day_are_each_undone_by_a_click(new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto(GUESSED)
    page.get_by_role("link", name="Chercher sans ce lieu").click()
    expect(page).to_have_url(re.compile("sans=lieu"))
    expect(page.locator(".compris a")).to_have_count(1)
    page.get_by_role("link", name="Chercher sans cette date").click()
    expect(page.locator(".compris")).to_have_count(0)
    expect(page.locator("main .cherche input[name=q]")).to_have_value("atelier embrun ce week-end")


def test_a_correction_is_said_and_undone(page):
    page.goto("/recherche/?q=epicrie")
    expect(page.get_by_text("Rien pour « epicrie »")).to_contain_text("épicerie")
    expect(page.locator("h2.nombre")).not_to_contain_text("epicrie")
    page.get_by_role("link", name="Chercher exactement ce que j’ai écrit").click()
    expect(page.get_by_role("heading", name="Rien pour « epicrie »")).to_be_visible()


def test_the_empty_page_leads_to_saying_what_is_missing_and_to_an_alert(page):
    page.goto("/recherche/?q=zzzzzz+gap")
    expect(page.locator(".vide-etat")).to_contain_text("« zzzzzz »")
    page.get_by_role("link", name="Seulement « gap »").click()
    expect(page.locator(".resultat").first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="M’alerter quand cela existera").click()
    expect(page.locator("main")).to_contain_text("zzzzzz gap")
    page.go_back()
    page.get_by_role("link", name="Dire ce qui manque").click()
    expect(page.locator(".chapo")).to_contain_text("« zzzzzz gap »")


def test_the_small_form_under_the_results_brings_what_was_chosen(page):
    page.goto("/recherche/?q=atelier&type=evenement")
    page.get_by_label("Recevoir les nouveautés par courriel").fill("camille@exemple.fr")
    page.get_by_label("À quel rythme").select_option("chaque jour")
    page.get_by_role("button", name="Suivre cette recherche").click()
    expect(page).to_have_url(re.compile(r"/recherche/alerte/\?q=atelier&type=evenement$"))
    expect(page.locator("main input[type=email]")).to_have_value("camille@exemple.fr")
    expect(page.get_by_label("chaque jour")).to_be_checked()


def test_all_filters_are_cleared_at_once_and_the_words_stay(page):
    page.goto("/recherche/?q=atelier&vallee=gapencais&vallee=buech&type=evenement")
    page.get_by_role("link", name="Tout effacer").click()
    expect(page).to_have_url(re.compile(r"/recherche/\?q=atelier&type=evenement$"))
    expect(page.locator(".filtres-actifs")).to_have_count(0)


def test_without_scripts_the_box_the_types_and_the_filters_work(new_page):
    page = new_page(width=320, java_script_enabled=False)
    page.goto("/recherche/")
    page.get_by_role("searchbox").fill("atelier")
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Types de résultats").get_by_role("link", name="Événements").click()
    expect(page.locator(".types a[aria-current=page]")).to_contain_text("Événements")
    page.get_by_text("Filtrer et classer").click()
    assert_fits(page)
    page.get_by_label("Gapençais").check()
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**/recherche/?q=atelier&type=evenement&**vallee=gapencais**")
    expect(page.locator(".resultat .genre").first).to_have_text("Événement")
    expect(page.get_by_text("Filtrer et classer (1)")).to_be_in_viewport()


def test_tab_goes_from_the_box_to_the_guesses_the_types_the_filters_and_the_results(page):
    page.goto(GUESSED)
    page.locator("main .cherche input[name=q]").focus()
    steps = [".cherche button", ".compris a", ".compris li:last-child a", ".types a", ".facettes input[type=checkbox]"]
    steps += ["#id_tri", ".facettes button", ".resultat h3 a", ".emporter a", "#alerte-email", ".suivre button"]
    for place in steps:
        tab_until(page, place, limit=30)
        assert page.evaluate(RING), f"no focus ring on {place}"


def test_the_type_that_is_shown_stands_out_in_forced_colours(new_page):
    page = new_page(forced_colors="active")
    page.goto("/recherche/?q=atelier")
    keep_screenshot(page, "recherche-couleurs-forcees")
    rules = {link.evaluate(RULE) for link in page.locator(".types a:not([aria-current])").all()}
    assert len(rules) == 1
    assert page.locator(".types a[aria-current]").evaluate(RULE) not in rules


def test_results_are_printed_with_what_was_asked_and_without_controls(new_page):
    page = new_page(width=794)
    page.goto(GUESSED)
    page.emulate_media(media="print")
    for hidden in (".types", ".cherche", ".repli", ".suivre", ".emporter", ".pagination", ".compris [aria-hidden]"):
        expect(page.locator(hidden).locator("visible=true"), f"{hidden} is printed").to_have_count(0)
    for shown in (".compris .puce", "h2.nombre", ".resultat h3", ".resultat .meta"):
        expect(page.locator(shown).first).to_be_visible()
    assert_accessible(page)
    keep_screenshot(page, "imprime-recherche")
