"""Wagtail's admin under our content policy: it works, asks nothing of other sites, and each sees what is theirs."""

import pytest
from playwright.sync_api import expect

from portal.demo.accounts import ADMINISTRATOR
from tests.browser.conftest import sign_in, watched_context

pytestmark = pytest.mark.browser
SCREENS = (
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/documents/add/",
    "/admin/snippets/",
    "/admin/snippets/core/fieldofactivity/",
    "/admin/settings/home/sitesettings/",
    "/admin/redirects/",
    "/admin/users/",
    "/admin/reports/site-history/",
)


@pytest.fixture(scope="module")
def admin_state(chromium, portal):
    context, guard = watched_context(chromium, portal)
    sign_in(context.new_page(), ADMINISTRATOR)
    guard.check()
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize("path", SCREENS)
def test_screen(new_page, admin_state, path):
    page = new_page(storage_state=admin_state)
    response = page.goto(path, wait_until="networkidle")
    assert response.status == 200
    expect(page.locator("main").first).to_be_visible()


def test_a_structure_is_edited_and_kept_as_a_draft(new_page, admin_state, portal):
    page = new_page(storage_state=admin_state)
    page.goto(f"/admin/pages/{portal.addresses['id-d-une-autre-structure']}/edit/", wait_until="networkidle")
    page.locator("#id_summary").fill("Un résumé changé par un test.")
    page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    page.wait_for_load_state("networkidle")
    page.reload(wait_until="networkidle")
    expect(page.locator("#id_summary")).to_have_value("Un résumé changé par un test.")


def test_a_block_is_added_to_a_text(new_page, admin_state, portal):
    page = new_page(storage_state=admin_state)
    page.goto(f"/admin/pages/{portal.addresses['id-d-une-autre-structure']}/edit/", wait_until="networkidle")
    page.locator("[data-contentpath=presentation] button[title*='Insérer']").first.click()
    page.get_by_role("option", name="Citation").click()
    page.get_by_label("Qui parle").first.wait_for()


def test_a_member_sees_only_what_is_theirs(new_page, member_state, portal):
    page = new_page(storage_state=member_state)
    page.goto("/mon-espace/")
    page.locator(f"a[href='/admin/pages/{portal.addresses['id-de-la-structure-du-membre']}/edit/']").click()
    page.locator("#id_title").wait_for()
    page.goto(f"/admin/pages/{portal.addresses['id-d-une-autre-structure']}/edit/", wait_until="networkidle")
    assert page.locator("#id_title").count() == 0
    for path in ("/admin/settings/home/sitesettings/", "/admin/users/", "/admin/snippets/core/fieldofactivity/"):
        page.goto(path, wait_until="networkidle")
        assert not page.url.endswith(path), f"a member is let into {path}"
