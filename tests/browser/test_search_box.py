"""Suggestions under a search box: an ARIA combobox, what it says and what it covers; and by mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_accessible, assert_fits, keep_screenshot

pytestmark = pytest.mark.browser
TYPED = "ga"  # names, places and subjects of the demo begin so
# Is this option what one would touch in its middle? Not what stands in front of it, nor what a parent cuts off.
IN_FRONT = """one => {
  const box = one.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === one;
}"""


def typed(page, path="/recherche/", words=TYPED):
    """Type in the box of a page, wait for the list, and return the box."""
    page.goto(path)
    box = page.locator("main").get_by_role("combobox")
    box.press_sequentially(words)
    page.get_by_role("listbox").wait_for()
    return box


def options(page):
    return page.get_by_role("option")


def assert_chosen(page, box, option):
    expect(option).to_have_attribute("aria-selected", "true")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(box).to_be_focused()


def assert_closed(page, box):
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.get_attribute("aria-activedescendant") is None
    expect(page.locator(".cherche [role=status]")).to_have_text("")
    expect(box).to_have_value(TYPED)


# -- What it says ------------------------------------------------------------------------------------------------------
def test_the_box_says_what_it_is_before_anything_is_typed(page):
    page.goto("/recherche/")
    box = page.get_by_role("combobox", name="Rechercher dans le portail")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert page.locator(f"#{box.get_attribute('aria-controls')}").get_attribute("role") == "listbox"


def test_suggestions_come_in_named_groups_and_their_number_is_said(page):
    box = typed(page)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    for group in ("Structures", "Lieux"):
        expect(page.get_by_role("group", name=group).get_by_role("option").first).to_be_visible()
    status = page.locator(".cherche [role=status]")
    expect(status).to_contain_text(f": {options(page).count()}.")
    assert page.locator("[aria-selected=true]").count() == 0
    page.keyboard.press("Escape")
    assert_closed(page, box)


@pytest.mark.parametrize("path", ["/recherche/", "/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_open_list_is_accessible_and_covers_nothing_that_is_needed(new_page, path, width):
    page = new_page(width=width)
    box = typed(page, path)
    page.keyboard.press("ArrowDown")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        keep_screenshot(page, f"suggestions-{path.strip('/') or 'accueil'}-{width}-{theme}")
        assert_fits(page)
        assert_accessible(page)
    last = options(page).last
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert_chosen(page, box, last)
    assert last.evaluate(IN_FRONT), "the last suggestion is cut off or covered"
    page.get_by_role("search").get_by_role("button", name="Rechercher").click()
    page.wait_for_url(f"**/recherche/?q={TYPED}")


# -- By mouse ----------------------------------------------------------------------------------------------------------
def test_a_click_goes_to_the_place(page):
    typed(page)
    page.get_by_role("group", name="Lieux").get_by_role("option", name="Gap", exact=True).click()
    page.wait_for_url("**/recherche/?q=Gap")
    expect(page.get_by_role("link", name="Lieu : Gap")).to_be_visible()


def test_the_box_of_the_home_page_leads_there_too(page):
    typed(page, "/", "mjc")
    options(page).first.click()
    expect(page).to_have_url(re.compile("/annuaire/."))
