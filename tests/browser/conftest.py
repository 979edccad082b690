"""One portal a run, one Chromium a process, and contexts that are watched: what a test asks for to drive a browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.demo.accounts import DEMO_PASSWORD, MEMBERS
from tests.browser.guard import Guard
from tests.browser.portal import log_tail, shared_portal
from tools.machine import CHROMIUM, how_to_install

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves the machine: a request to elsewhere fails at once, and the guard tells of it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PATIENCE = 15_000  # milliseconds that an action or a page may take before the test fails
expect.set_options(timeout=PATIENCE)
running = pytest.StashKey()


@pytest.fixture(scope="session")
def portal(request):
    with shared_portal(Path(os.environ["PORTAL_TESTS_DIRECTORY"]) / "browser") as started:
        request.config.stash[running] = started
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and (started := item.config.stash.get(running, None)) and Path(started.log).exists():
        report.sections.append(("what the portal printed", log_tail(started.log)))
    return report


@pytest.fixture(scope="session")
def launch():
    """Return a function that starts Chromium, with further flags."""
    from playwright.sync_api import sync_playwright

    program = CHROMIUM.find()
    if program is None:
        pytest.skip(f"Chromium manque : {how_to_install(CHROMIUM)}")
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])


@pytest.fixture(scope="session")
def chromium(launch):
    browser = launch()
    yield browser
    browser.close()


def watched_context(browser, portal, width=1280, **options):
    """Return (context, its Guard): a French visitor in Paris."""
    context = browser.new_context(
        **{"base_url": portal.origin, "locale": "fr-FR", "timezone_id": "Europe/Paris"}
        | {"viewport": {"width": width, "height": 900}, "reduced_motion": "reduce"}
        | options
    )
    context.set_default_timeout(PATIENCE)
    return context, Guard(context, portal.origin)


@pytest.fixture
def new_page(chromium, portal):
    """Return a function that opens an empty page in a context of its own; its guard, `page.guard`, has the last word.

    Options are those of watched_context, and `browser`.
    """
    opened = []

    def open_page(browser=None, **options):
        context, guard = watched_context(browser or chromium, portal, **options)
        opened.append((context, guard))
        page = context.new_page()
        page.guard = guard
        return page

    yield open_page
    for context, _guard in opened:
        context.close()
    for _context, guard in opened:
        guard.check()


@pytest.fixture
def page(new_page):
    return new_page()


def sign_in(page, email):
    page.goto("/mon-espace/connexion/")
    page.get_by_label("courriel").fill(email)
    page.get_by_label("mot de passe").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("button", name="Se déconnecter").wait_for()


@pytest.fixture(scope="session")
def member_state(chromium, portal):
    """The cookies of the first member, signed in once."""
    context, guard = watched_context(chromium, portal)
    sign_in(context.new_page(), MEMBERS[0])
    guard.check()
    state = context.storage_state()
    context.close()
    return state
