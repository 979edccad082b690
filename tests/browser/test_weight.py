"""What a first visit weighs, with an empty cache: the limits of the design."""

import pytest

pytestmark = pytest.mark.browser
KILOBYTE = 1000
OTHERS = (
    "/annuaire/",
    "/annuaire/?vallee=gapencais",
    "/annuaire/?autour=gap&km=50&page=3",
    "/agenda/",
    "/guides/",
    "/initiatives/",
    "/a-propos/",
    "/api/v1/",
)
NAMED = ("structure", "evenement", "mini-guide", "initiative")


def weigh(page, path):
    """Return (requests, bytes received with their headers, elements) of a page and all that it asks for."""
    sizes = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(path, wait_until="networkidle")
    return len(sizes), sum(sizes.values()), page.evaluate("() => document.querySelectorAll('*').length")


def test_home(page):
    requests, weight, elements = weigh(page, "/")
    assert requests <= 12
    assert weight <= 150 * KILOBYTE
    assert elements <= 360


@pytest.mark.parametrize("path", [*OTHERS, *NAMED, "/recherche/?q=association"])
def test_any_other_page(page, portal, path):
    _requests, weight, elements = weigh(page, portal.addresses.get(path, path))
    assert weight <= 300 * KILOBYTE
    assert elements <= 620  # the design says "about 600"; the fullest listing has 606
