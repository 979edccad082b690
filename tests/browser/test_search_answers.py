"""Suggestions come from afar: early, late, never; and with several boxes on a page, each has its own."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ASKED = "/recherche/suggestions?q="
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Letters that come faster than anybody types, one event each.
IN_A_ROW = """(box, word) => {
  for (const letter of word) { box.value += letter; box.dispatchEvent(new Event("input", {bubbles: true})); }
}"""


def asked(page):
    return [url.partition(ASKED)[2] for url in page.guard.requested if ASKED in url]


def answer(*texts):
    items = [{"text": text, "meta": "", "url": "/annuaire/"} for text in texts]
    return json.dumps({"groups": [{"label": "Structures", "items": items}]})


@pytest.fixture
def box(page):
    page.goto("/recherche/")
    return page.get_by_role("combobox")


@pytest.fixture
def held(page):
    """The requests for « ga », which nobody answers yet."""
    routes = []
    page.route(f"**{ASKED}ga", lambda route: routes.append(route))
    return routes


def ask_and_wait(page, box, words):
    with page.expect_request(f"**{ASKED}{words}"):
        box.fill(words)


def test_letters_typed_quickly_are_one_question(page, box):
    box.evaluate(IN_A_ROW, "gap")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert asked(page) == ["gap"]


def test_one_letter_asks_nothing_and_what_was_asked_is_not_asked_again(page, box):
    for words in ("gap", "ga", "g"):
        box.fill(words)
        expect(page.locator(".suggestions")).to_be_visible(visible=words != "g")
        page.wait_for_function("n => performance.getEntriesByName(n).length", arg=page.url + "suggestions?q=gap")
    box.fill("gap")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert "g" not in asked(page)
    assert asked(page).count("gap") == 1


def test_a_late_answer_never_replaces_a_newer_one(page, box, held):
    page.route(f"**{ASKED}gap", lambda route: route.fulfill(body=answer("Nouvelle"), content_type="application/json"))
    ask_and_wait(page, box, "ga")
    box.fill("gap")
    expect(page.get_by_role("option")).to_have_text(["Nouvelle"])
    held[0].fulfill(body=answer("Ancienne"), content_type="application/json")
    page.evaluate(SETTLED)
    expect(page.get_by_role("option")).to_have_text(["Nouvelle"])


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_an_answer_that_comes_once_the_box_was_left_opens_nothing(page, box, held, key):
    ask_and_wait(page, box, "ga")
    page.keyboard.press(key)
    held[0].fulfill(body=answer("Trop tard"), content_type="application/json")
    page.evaluate(SETTLED)
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_box_that_was_emptied_suggests_nothing_of_what_it_held(page, box):
    box.fill("gap")
    page.get_by_role("listbox").wait_for()
    box.fill("")
    expect(page.locator(".suggestions")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions")).to_be_hidden()


@pytest.mark.parametrize("trouble", ["aborted", "503", "no JSON"])
def test_without_an_answer_the_form_still_works(page, box, portal, trouble):
    box.fill("em")
    page.get_by_role("listbox").wait_for()
    failing = f"{portal.origin}{ASKED}gap"
    page.guard.expect(failing, 503)
    replies = {"503": {"status": 503}, "no JSON": {"body": "<html>"}}
    page.route(failing, lambda route: route.fulfill(**replies[trouble]) if trouble in replies else route.abort(trouble))
    ask_and_wait(page, box, "gap")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=gap")
    expect(page.locator(".resultat").first).to_be_visible()


def test_each_box_of_a_page_has_its_own_list(page):
    def twice(route):
        response = route.fetch()
        doubled = re.sub(r'<form class="cherche.*?</form>', lambda form: form[0] * 2, response.text(), flags=re.DOTALL)
        route.fulfill(response=response, body=doubled)

    page.route(re.compile(r"/recherche/$"), twice)
    page.goto("/recherche/")
    boxes = page.get_by_role("combobox")
    expect(boxes).to_have_count(2)
    boxes.nth(1).fill("gap")
    expect(page.get_by_role("listbox")).to_have_count(1)
    expect(boxes.nth(0)).to_have_attribute("aria-expanded", "false")
    assert page.get_by_role("listbox").get_attribute("id") == boxes.nth(1).get_attribute("aria-controls")
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(set(ids)) == len(ids)
