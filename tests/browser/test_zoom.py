"""Text twice as big, chosen in the browser's settings: nothing overflows, nothing is cut."""

import pytest

from tests.browser.checks import assert_fits, keep_screenshot

pytestmark = pytest.mark.browser
EVERYWHERE = ("/", "/annuaire/", "/agenda/", "/guides/", "/recherche/?q=association", "/mon-espace/connexion/")
TO_READ = ("structure", "evenement", "mini-guide", "initiative", "tous-les-blocs")


@pytest.fixture(scope="module")
def big_text(launch):
    """A browser whose reader has asked for letters of 32 px instead of 16."""
    browser = launch("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
    yield browser
    browser.close()


def check(page, path, name):
    page.goto(path)
    assert page.evaluate("() => parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    keep_screenshot(page, name)
    assert_fits(page)


@pytest.mark.parametrize("path", [*EVERYWHERE, *TO_READ])
def test_at_1280(new_page, big_text, portal, path):
    name = path.strip("/").split("/")[0] or "accueil"
    check(new_page(browser=big_text), portal.addresses.get(path, path), f"texte-200-{name}-1280")


@pytest.mark.parametrize("path", ["/", "/annuaire/", *TO_READ])
def test_at_320(new_page, big_text, portal, path):
    name = path.strip("/").split("/")[0] or "accueil"
    check(new_page(browser=big_text, width=320), portal.addresses.get(path, path), f"texte-200-{name}-320")
