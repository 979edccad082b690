"""On paper: the text and its facts, without what can only be clicked."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_accessible, keep_screenshot

pytestmark = pytest.mark.browser
NOT_PRINTED = (".navigation", ".menu-bouton", ".ariane", ".partage .actions", ".demo", ".pied nav", ".skip")


@pytest.mark.parametrize(
    ("name", "theme"),
    [("structure", "light"), ("structure", "dark"), ("mini-guide", "light"), ("evenement", "light")]
    + [("tous-les-blocs", "dark")],
)
def test_what_is_printed(new_page, portal, name, theme):
    page = new_page(width=794, color_scheme=theme)  # A4 at 96 px to the inch
    page.goto(portal.addresses[name])
    title = page.locator("h1").inner_text()
    page.emulate_media(media="print", color_scheme=theme)
    for hidden in NOT_PRINTED:
        expect(page.locator(hidden).locator("visible=true"), f"{hidden} is printed").to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text(title)
    background = page.evaluate("() => getComputedStyle(document.querySelector('.marque')).color")
    assert background == "rgb(21, 36, 30)", "paper is white whatever the theme: ink must be dark"
    assert_accessible(page)
    keep_screenshot(page, f"imprime-{name}-{theme}")


@pytest.mark.parametrize("name", ["structure", "mini-guide"])
def test_a_pdf_comes_out(page, portal, name):
    page.goto(portal.addresses[name])
    assert page.pdf(format="A4").startswith(b"%PDF-")
