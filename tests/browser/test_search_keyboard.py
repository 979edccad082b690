"""The suggestions of a search box by keyboard: arrows, Enter, Escape, Tab, and the keys that stay those of a text."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_search_box import TYPED, assert_chosen, assert_closed, options, typed

pytestmark = pytest.mark.browser
CARET = "() => document.activeElement.selectionStart"


def test_arrows_go_round_the_suggestions_and_through_the_box(page):
    box, some = typed(page), options(page)
    page.keyboard.press("ArrowDown")
    assert_chosen(page, box, some.first)
    page.keyboard.press("ArrowDown")
    assert_chosen(page, box, some.nth(1))
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert_chosen(page, box, some.last)
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    expect(box).to_have_value(TYPED)


def test_enter_goes_to_the_page_that_is_chosen(page):
    typed(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/annuaire/."))


def test_enter_without_a_choice_sends_the_form(page):
    typed(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/recherche/?q={TYPED}")


def test_escape_closes_and_the_arrow_down_opens_again(page):
    box = typed(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert_closed(page, box)
    page.keyboard.press("ArrowDown")
    assert_chosen(page, box, options(page).first)


def test_tab_leaves_for_the_button_and_changes_nothing(page):
    box = typed(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("search").get_by_role("button", name="Rechercher")).to_be_focused()
    assert_closed(page, box)


def test_home_and_end_move_in_the_text(page):
    box = typed(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert page.evaluate(CARET) == 0
    page.keyboard.press("End")
    assert page.evaluate(CARET) == len(TYPED)
    assert_chosen(page, box, options(page).first)
