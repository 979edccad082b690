"""What watches the pages does fail on a bad page: each guard is given the fault that it is for."""

import pytest

from tests.browser.checks import assert_accessible, assert_fits
from tests.browser.test_keyboard import RING

pytestmark = pytest.mark.browser
SOUND = "<!doctype html><html lang=fr><meta charset=utf-8><title>Essai</title><main><h1>Essai</h1>{}</main>"

TINY = "<a href='/{}/' style='display:block;width:12px;height:9px;overflow:hidden'>ici</a>"
TINY_LINKS = "<nav>" + TINY.format("agenda") + TINY.format("guides") + "</nav>"


@pytest.fixture
def show(page):
    """Return a function that shows a page made of a piece of HTML, under the portal's own origin."""

    def show_html(piece):
        page.route("**/essai/", lambda route: route.fulfill(body=SOUND.format(piece), content_type="text/html"))
        page.goto("/essai/", wait_until="networkidle")
        return page

    return show_html


def test_a_sound_page_passes(show):
    page = show("<p>Rien à redire.</p>")
    page.guard.check()
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("<script>console.error('aïe')</script>", "console error: aïe"),
        ("<script>console.warn('hum')</script>", "console warning: hum"),
        ("<script>nulle.part()</script>", "script error"),
        ("<img alt='' src='https://example.org/mouchard.gif'>", "request outside the site: https://example.org/"),
        ("<img alt='' src='/nulle-part.png'>", "status 404"),
    ],
)
def test_the_guard_fails_on(show, piece, said):
    page = show(piece)
    with pytest.raises(AssertionError, match=said):
        page.guard.check()


def test_a_content_policy_violation_is_seen(page):
    page.goto("/")
    page.evaluate("""() => { document.body.setAttribute("onclick", "1");
      document.body.append(Object.assign(document.createElement("script"), {textContent: "1"})); }""")
    with pytest.raises(AssertionError, match="Content Security Policy"):
        page.guard.check()


def test_too_wide_a_page_is_seen(show):
    with pytest.raises(AssertionError, match="too wide"):
        assert_fits(show("<div style='width:3000px'>long</div>"))


@pytest.mark.parametrize(
    ("piece", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color:#999;background:#fff'>Trop pâle</p>", "color-contrast"),
        (TINY_LINKS, "target-size"),
        ("<h4>Un niveau de trop</h4>", "heading-order"),
    ],
)
def test_axe_fails_on(show, piece, rule):
    page = show(piece)
    with pytest.raises(AssertionError, match=rule):
        assert_accessible(page)


def test_a_focus_that_does_not_show_is_seen(show):
    page = show("<a href='/' style='outline:none'>Invisible</a>")
    page.keyboard.press("Tab")
    assert not page.evaluate(RING)
