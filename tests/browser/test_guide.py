"""A guide in a browser: steps that stay ticked here and nowhere else, words explained by the keyboard."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_steps_stay_ticked_in_this_browser_and_nothing_is_sent(page, portal):
    sent = []
    page.goto(portal.addresses["mini-guide-etapes"], wait_until="networkidle")
    page.on("request", lambda request: sent.append(request.url))
    boxes = page.locator("[data-step]")
    boxes.nth(0).check()
    boxes.nth(2).check()
    total = boxes.count()
    expect(page.locator("[data-steps-state]")).to_have_text(f"2 sur {total} faites")
    assert [url for url in sent if "/static/" not in url] == []  # Chromium fetches the icon when it likes
    page.reload()
    assert [boxes.nth(index).is_checked() for index in range(3)] == [True, False, True]
    page.get_by_role("button", name="Tout décocher").click()
    assert not boxes.nth(0).is_checked()
    page.reload()
    assert page.locator("[data-step]:checked").count() == 0


def test_the_ticks_of_a_part_are_those_of_the_whole_guide(page, portal):
    page.goto(portal.addresses["mini-guide-etapes"])
    words = page.locator("[data-steps] li").nth(0).locator("strong").inner_text()
    page.locator("[data-step]").nth(0).check()
    whole = portal.addresses["mini-guide-etapes"].rstrip("/").rpartition("/")[0] + "/une-page/"
    page.goto(whole)
    assert page.get_by_role("checkbox", name=words, exact=True).first.is_checked()


def test_a_word_is_explained_and_put_away_by_the_keyboard(page, portal):
    page.goto(portal.addresses["mini-guide-entier"])
    word = page.locator("button.terme").first
    word.focus()
    page.keyboard.press("Enter")
    explained = page.locator(f"#{word.get_attribute('popovertarget')}")
    expect(explained).to_be_visible()
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()
    expect(word).to_be_focused()
