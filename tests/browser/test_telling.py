"""A story told in a browser: kept as one types, without network too, and sent with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_accessible, assert_fits, keep_screenshot
from tests.browser.conftest import watched_context
from tests.browser.test_keyboard import RING, tab_until

pytestmark = pytest.mark.browser
START = "/initiatives/raconter/"
SAVED = re.compile(r"Enregistré à \d{1,2} h \d\d")
QUESTIONS = ("titre", "besoin", "etapes", "avec-qui", "moyens", "resultats", "reussite", "difficultes", "conseils")
QUESTIONS += ("plus-loin", "ou-quand")


@pytest.fixture
def telling(new_page, member_state):
    """A page on the first question of a telling that is empty, and thrown away at the end."""
    page = new_page(storage_state=member_state)
    begin(page)
    yield page
    throw_away(page)


def begin(page):
    page.goto(START)
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/titre/")


def throw_away(page):
    page.context.set_offline(False)
    page.goto(START)
    while page.get_by_role("link", name="Supprimer").count():
        page.get_by_role("link", name="Supprimer").first.click()
        page.get_by_role("button", name="Supprimer ce récit").click()
        page.wait_for_url(f"**{START}")


def go(page, question):
    """Open a question by its address: what is typed here stays to the script alone."""
    page.goto(re.sub(r"/[a-z-]+/$", f"/{question}/", page.url.split("?")[0]))


def cut(page):
    """Nothing that the script sends arrives any more; pages still do."""
    page.evaluate("() => { navigator.sendBeacon = () => false }")
    page.route("**/enregistrer/", lambda route: route.abort())


def mend(page):
    page.unroute("**/enregistrer/")
    page.guard.forget()  # what could not be reached was meant


def state(page):
    return page.locator("[data-state]")


def drafts(page):
    return page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('raconter:')).length")


def test_what_is_typed_is_saved_a_moment_later_and_nothing_stays_in_the_browser(telling):
    field = telling.get_by_label("Titre")
    field.press_sequentially("Un camion")
    assert drafts(telling) == 1
    expect(state(telling)).to_have_text(SAVED)
    assert drafts(telling) == 0
    expect(field).to_be_focused()
    telling.reload()
    expect(field).to_have_value("Un camion")


def test_what_was_typed_just_before_leaving_is_saved(telling):
    telling.get_by_label("Titre").fill("Parti trop vite")
    telling.goto("/initiatives/")
    telling.go_back()
    expect(telling.get_by_label("Titre")).to_have_value("Parti trop vite")
    expect(telling.locator("[data-kept]")).to_be_hidden()


def test_without_network_it_stays_in_the_browser_and_leaves_when_the_network_is_back(telling):
    telling.context.set_offline(True)
    telling.get_by_label("Titre").fill("Dans le tunnel")
    telling.get_by_label("phrase").fill("Sans réseau.")
    expect(state(telling)).to_have_text("Pas de réseau : gardé dans ce navigateur")
    telling.get_by_role("button", name="Enregistrer et continuer").first.click()  # stays, with its words
    expect(telling.get_by_label("Titre")).to_have_value("Dans le tunnel")
    telling.guard.forget()  # what could not be reached was meant
    telling.context.set_offline(False)
    expect(state(telling)).to_have_text(SAVED)
    assert drafts(telling) == 0
    telling.reload()
    expect(telling.get_by_label("Titre")).to_have_value("Dans le tunnel")


def test_what_never_left_is_found_again_and_sent(telling):
    """The network went, then the page: typed in the steps, with more rows than were shown."""
    go(telling, "etapes")
    cut(telling)
    for number in range(5):
        telling.get_by_role("button", name="Ajouter").click() if number > 2 else None
        telling.get_by_label("Ce qui a été fait").nth(number).fill(f"Pas {number}")
    expect(state(telling)).to_have_text("Pas de réseau : gardé dans ce navigateur")
    telling.goto("/")
    mend(telling)
    telling.go_back()
    expect(state(telling)).to_have_text(SAVED)
    telling.reload()
    for number in range(5):
        expect(telling.get_by_label("Ce qui a été fait").nth(number)).to_have_value(f"Pas {number}")


def test_what_never_left_is_sent_from_the_screen_that_reads_everything_again(telling):
    go(telling, "besoin")
    cut(telling)
    telling.get_by_label("Le besoin").fill("Livrer les villages")
    expect(state(telling)).to_have_text("Pas de réseau : gardé dans ce navigateur")
    mend(telling)
    go(telling, "relire")
    expect(telling.locator("#besoin")).to_contain_text("Livrer les villages")
    assert drafts(telling) == 0


def test_two_tabs_on_one_question_lose_neither_version(telling):
    other = telling.context.new_page()
    other.goto(telling.url)
    other.get_by_label("Titre").fill("Le nouveau")
    expect(state(other)).to_have_text(SAVED)
    telling.guard.expect(telling.url + "enregistrer/", 409)
    telling.get_by_label("Titre").fill("L’ancien")
    expect(state(telling)).to_contain_text("changée sur un autre écran")
    telling.reload()
    expect(telling.get_by_label("Titre")).to_have_value("Le nouveau")
    telling.get_by_role("button", name="La reprendre ici").click()
    expect(telling.get_by_label("Titre")).to_have_value("L’ancien")
    expect(state(telling)).to_have_text(SAVED)
    assert drafts(telling) == 0
    other.close()


def test_too_long_a_text_is_said_while_typing_and_is_not_lost(telling):
    go(telling, "besoin")
    telling.guard.expect(telling.url + "enregistrer/", 422)
    telling.get_by_label("Le besoin").fill("é" * 5_001)
    expect(state(telling)).to_contain_text("Ce texte fait 5001 signes")
    telling.reload()
    expect(telling.get_by_label("Le besoin")).to_have_value("é" * 5_001)
    expect(state(telling)).to_contain_text("Ce texte fait 5001 signes")


def test_a_whole_story_with_the_keyboard_alone(telling):
    """Title, sentence, on to the end, read again, sent; and the ring shows all the way."""
    keyboard = telling.keyboard
    tab_until(telling, "#id_title")
    keyboard.type("Un camion pour cinq")
    keyboard.press("Tab")
    keyboard.type("Cinq épiceries partagent un camion.")
    keyboard.press("Tab")
    assert telling.evaluate(RING)
    keyboard.press("Enter")
    telling.wait_for_url("**/besoin/")
    tab_until(telling, ".sommaire summary")
    keyboard.press("Enter")
    tab_until(telling, ".sommaire button[value=relire]")
    assert telling.evaluate(RING)
    keyboard.press("Enter")
    telling.wait_for_url("**/relire/")
    tab_until(telling, ".btn.or")
    assert telling.evaluate(RING)
    keyboard.press("Enter")
    telling.wait_for_url("**/merci/*/")
    expect(telling.get_by_role("heading", level=1)).to_have_text("Merci, votre récit est envoyé")
    assert_accessible(telling)


def test_enter_in_a_field_continues_and_adds_no_row(telling):
    go(telling, "resultats")
    telling.get_by_label("Chiffre", exact=True).first.fill("300")
    telling.keyboard.press("Enter")
    telling.wait_for_url("**/reussite/")


def test_a_name_looked_for_is_not_taken_for_an_answer(telling):
    go(telling, "avec-qui")
    telling.get_by_label("Chercher une autre structure").press_sequentially("foyer")
    telling.keyboard.press("Enter")
    telling.wait_for_url("**nom=foyer*")
    found = telling.get_by_role("group", name="Trouvées pour « foyer »").get_by_role("checkbox").first
    found.check()
    expect(telling.get_by_label("Chercher une autre structure")).to_have_value("")
    expect(state(telling)).to_have_text(SAVED)
    assert drafts(telling) == 0
    telling.goto(telling.url.split("?")[0])
    expect(
        telling.get_by_role("group", name="Structures de l’annuaire").get_by_role("checkbox", checked=True)
    ).to_have_count(2)


def test_it_is_whole_without_scripts(new_page, member_state):
    page = new_page(storage_state=member_state, java_script_enabled=False)
    begin(page)
    page.get_by_label("Titre").fill("Sans script")
    page.get_by_label("phrase").fill("Une phrase.")
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    page.wait_for_url("**/besoin/")
    go(page, "avec-qui")
    page.get_by_label("Chercher une autre structure").fill("a")
    page.keyboard.press("Enter")
    page.wait_for_url("**nom=a*")
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    page.wait_for_url("**/moyens/")
    go(page, "relire")
    expect(page.locator("#titre")).to_contain_text("Sans script")
    expect(page.locator("#avec-qui dd")).not_to_be_empty()
    throw_away(page)


@pytest.fixture(scope="module")
def written(chromium, portal, member_state):
    """The address of a telling with long words, for the screens to show."""
    context, guard = watched_context(chromium, portal, storage_state=member_state)
    page = context.new_page()
    begin(page)
    page.get_by_label("Titre").fill("Coopération " + "intercommunalité" * 5)
    page.get_by_label("phrase").fill("Une phrase.")
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    page.wait_for_url("**/besoin/")
    page.get_by_label("Le besoin").fill(f"Livrer.\n\n- un\n- https://exemple.fr/{'a' * 80}")
    page.get_by_role("button", name="Enregistrer et continuer").first.click()
    page.wait_for_url("**/etapes/")
    address = page.url.removeprefix(portal.origin).removesuffix("etapes/")
    guard.check()
    yield address
    throw_away(page)
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("screen", ["", *QUESTIONS, "relire", "supprimer"])
def test_each_screen_fits_and_is_accessible_in_both_themes(new_page, member_state, written, screen, width):
    page = new_page(storage_state=member_state, width=width)
    page.goto(f"{written}{screen}/" if screen else START)
    for summary in page.locator(".sommaire summary").all():
        summary.click()
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        keep_screenshot(page, f"raconter-{screen or 'debut'}-{width}-{theme}")
        assert_fits(page)
        assert_accessible(page)
