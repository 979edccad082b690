"""Everything can be reached, named and used with a keyboard alone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
# The ring may be drawn by the element, its ::after (cards), its circle (map) or the form around it (search box).
RING = """() => {
  const one = document.activeElement;
  const around = one.closest(".cherche") || one;
  const styles = [getComputedStyle(one), getComputedStyle(one, "::after"), getComputedStyle(around)];
  const drawn = styles.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const circle = one.querySelector("circle");
  return drawn || Boolean(circle && parseFloat(getComputedStyle(circle).strokeWidth) >= 10);
}"""
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"


def tab_until(page, description, limit=150):
    """Press Tab until the focused element matches the CSS selector."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", description):
            return
    pytest.fail(f"Tab never reached {description}")


def test_the_first_tab_offers_to_skip_to_the_content(page):
    page.goto("/annuaire/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Aller au contenu")
    assert skip.bounding_box()["y"] >= 0, "the skip link is focused but not on the screen"
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def test_the_phone_menu_opens_and_closes_and_gives_focus_back(new_page):
    page = new_page(width=320)
    page.goto("/")
    button = page.get_by_role("button", name="Menu")
    tab_until(page, ".menu-bouton")
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Menu principal").wait_for()
    tab_until(page, ".menu a", limit=4)
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Menu principal").wait_for(state="hidden")
    expect(button).to_be_focused()


def test_the_phone_menu_leads_somewhere_by_keyboard(new_page):
    page = new_page(width=320)
    page.goto("/")
    tab_until(page, ".menu-bouton")
    page.keyboard.press("Space")
    tab_until(page, ".menu a[href='/agenda/']", limit=8)
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/")


def test_every_dot_of_the_map_has_a_name_and_its_turn(page):
    page.goto("/annuaire/")
    names = page.locator("svg.carte a").evaluate_all("dots => dots.map(dot => dot.getAttribute('aria-label'))")
    assert len(names) > 10
    assert all(names)
    assert len(set(names)) == len(names)
    tab_until(page, "svg.carte a")
    for number in range(len(names)):
        assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == names[number]
        assert page.evaluate(RING), f"no focus ring on {names[number]}"
        page.keyboard.press("Tab")


def test_filters_are_ticked_and_sent_by_keyboard(page):
    page.goto("/annuaire/")
    tab_until(page, "input[name=vallee]")
    value = page.evaluate("() => document.activeElement.value")
    page.keyboard.press("Space")
    tab_until(page, ".facettes button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**vallee={value}*")
    expect(page.locator(".filtres-actifs .puce.active")).to_have_count(1)


@pytest.mark.parametrize(
    ("path", "theme"),
    [
        ("/", "light"),
        ("/annuaire/?vallee=gapencais", "dark"),
        ("/agenda/", "light"),
        ("/mon-espace/connexion/", "dark"),
    ],
)
def test_focus_is_always_visible(new_page, path, theme):
    page = new_page(color_scheme=theme)
    page.goto(path)
    page.keyboard.press("Tab")
    seen = 0
    while page.evaluate("() => document.activeElement !== document.body") and seen < 120:
        assert page.evaluate(RING), f"no focus ring on {page.evaluate(FOCUSED)}"
        seen += 1
        page.keyboard.press("Tab")
    assert seen >= 8
