"""Each template at three widths, light and dark: accessible, whole, quiet, and at home. Screenshots are kept."""

import pytest

from tests.browser.checks import assert_accessible, assert_fits, keep_screenshot
from tests.browser.conftest import watched_context
from tests.browser.pages import TEMPLATES

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280)


@pytest.fixture(scope="module")
def visitor(chromium, portal, request):
    """Return a function giving (page, guard) for a width; contexts are kept: opening one takes as long as a page."""
    kept = {}

    def visit(width, member):
        if (width, member) not in kept:
            state = {"storage_state": request.getfixturevalue("member_state")} if member else {}
            context, guard = watched_context(chromium, portal, width, **state)
            kept[width, member] = context.new_page(), guard
        return kept[width, member]

    yield visit
    for page, _guard in kept.values():
        page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_template(visitor, portal, template, width):
    page, guard = visitor(width, template.member)
    path = template.path or portal.addresses[template.name]
    guard.forget()
    guard.expect(portal.origin + path, template.status)
    page.emulate_media(color_scheme="light")
    response = page.goto(path)
    try:
        assert response.status == template.status
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            keep_screenshot(page, f"{template.name}-{width}-{theme}")
            assert_fits(page)
            assert_accessible(page)
    finally:
        page.goto("about:blank")  # so that a page's late trouble is its own
    guard.check()
