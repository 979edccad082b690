"""The directory with scripts: filters in place, the map's zoom and popups, and "around me"."""

import re

import pytest
from playwright.sync_api import expect

from portal.core.territory.groups import MAIN_TOWNS
from portal.core.territory.projection import project
from tests.browser.checks import assert_accessible, assert_fits, keep_screenshot

pytestmark = pytest.mark.browser
GAP = {"latitude": 44.55912, "longitude": 6.07987, "accuracy": 20}
DOT = "svg.carte a"
VIEW = "() => document.querySelector('svg.carte').getAttribute('viewBox').split(' ').map(Number)"


def open_listing(page, query=""):
    """Open /annuaire/ and leave a mark on its window, which an ordinary navigation would wipe out."""
    page.goto(f"/annuaire/{query}")
    page.locator("[data-map-ready]").wait_for()
    page.evaluate("() => { window.mark = true }")


def still_same_document(page):
    return page.evaluate("() => window.mark === true")


def results(page):
    return page.locator("h2.nombre").inner_text()


def open_popup(page, dot=0):
    page.locator(DOT).nth(dot).focus()
    page.keyboard.press("Enter")
    page.locator(".bulle-liste a").first.wait_for()
    return page.get_by_role("dialog")


def assert_said(page, word):
    """The button's status says the sentence that its template keeps for this case."""
    page.wait_for_function(
        """word => { const status = document.querySelector("[data-around-status]");
                     return status.textContent && status.textContent === status.dataset[word]; }""",
        arg=word,
    )


# -- Filters -----------------------------------------------------------------------------------------------------------
def test_a_ticked_box_changes_the_results_in_place(page):
    open_listing(page)
    before = results(page)
    box = page.locator("input[name=vallee][value=gapencais]")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".filtres-actifs .puce.active")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/annuaire/\?vallee=gapencais$"))
    expect(page.locator("h2.nombre")).not_to_have_text(before)
    expect(page.locator("body > p[role=status]")).to_have_text(results(page))
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    assert still_same_document(page)
    assert_accessible(page)


def test_the_address_in_place_is_that_of_the_page_without_scripts(page, new_page):
    open_listing(page)
    for name in ("vallee", "domaine"):
        page.locator(f"input[name={name}]:enabled").first.check()
        expect(page).to_have_url(re.compile(rf"[?&]{name}="))
    plain = new_page(java_script_enabled=False)
    plain.goto(page.url)
    assert results(plain) == results(page)
    assert plain.locator(".filtres-actifs").inner_text() == page.locator(".filtres-actifs").inner_text()
    assert re.search(r"\?domaine=[^&]+&vallee=[^&]+$", page.url), "not the canonical order"


def test_back_and_forward_go_through_the_filters(page):
    open_listing(page)
    everything = results(page)
    box, count = page.locator("input[name=vallee][value=gapencais]"), page.locator("h2.nombre")
    box.check()
    expect(count).not_to_have_text(everything)
    filtered = results(page)
    page.go_back()
    expect(count).to_have_text(everything)
    expect(box).not_to_be_checked()
    page.go_forward()
    expect(count).to_have_text(filtered)
    expect(box).to_be_checked()
    assert still_same_document(page)


def test_a_chip_and_the_next_page_are_followed_in_place_and_take_the_focus_to_the_count(page):
    open_listing(page, "?vallee=gapencais")
    page.get_by_role("link", name="Page suivante").click()
    expect(page.get_by_text("Page 2 sur")).to_be_visible()
    expect(page).to_have_url(re.compile(r"page=2$"))
    expect(page.locator("h2.nombre")).to_be_focused()
    page.get_by_role("link", name="Retirer le filtre").click()
    expect(page.locator(".filtres-actifs")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/annuaire/$"))
    expect(page.locator("h2.nombre")).to_be_focused()
    assert still_same_document(page)


def test_a_word_is_searched_in_place(page):
    open_listing(page)
    page.get_by_role("searchbox").fill("association")
    page.keyboard.press("Enter")
    expect(page.locator("h2.nombre")).to_contain_text("association")
    expect(page).to_have_url(re.compile(r"\?q=association$"))
    assert still_same_document(page)


def test_the_last_of_two_quick_changes_wins(page):
    open_listing(page)
    slow = []
    page.route(re.compile(r"/annuaire/\?vallee=gapencais$"), lambda route: slow.append(route))
    page.locator("input[name=vallee][value=gapencais]").check()
    page.locator("input[name=vallee][value=ubaye]").check()
    expect(page.locator(".filtres-actifs .puce.active")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"vallee=\w+&vallee=\w+$"))
    assert len(slow) == 1, "the first change was not asked for"
    assert still_same_document(page)


def test_a_failed_request_becomes_an_ordinary_navigation(page, portal):
    open_listing(page)
    target = f"{portal.origin}/annuaire/?vallee=gapencais"
    page.guard.expect(target, 503)

    def refuse_scripts(route):
        route.fulfill(status=503) if route.request.resource_type == "fetch" else route.continue_()

    page.route(target, refuse_scripts)
    page.locator("input[name=vallee][value=gapencais]").check()
    expect(page.locator(".filtres-actifs")).to_be_visible()
    expect(page).to_have_url(target)
    assert not still_same_document(page)


# -- Communes that are typed -------------------------------------------------------------------------------------------
def wait_for_suggestions(page):
    """Wait until the focused field has its suggestions."""
    expect(page.locator("input[data-commune]:focus")).to_have_attribute("list", "communes")
    expect(page.locator("datalist#communes option").first).to_be_attached()


def test_names_are_suggested_from_the_first_focus_on_and_asked_for_once(page):
    open_listing(page)
    assert not [url for url in page.guard.requested if "/communes" in url]
    page.get_by_label("une commune").focus()
    wait_for_suggestions(page)
    page.get_by_label("une autre commune").focus()
    wait_for_suggestions(page)
    assert page.locator("datalist#communes option[value='Embrun']").inner_text() == "05200"
    assert len([url for url in page.guard.requested if "/communes" in url]) == 1


def test_a_typed_commune_changes_the_results_in_place(page):
    open_listing(page)
    page.locator("#id_km").select_option("20")
    field = page.get_by_label("une commune")
    field.fill("EMBRUN")
    page.keyboard.press("Enter")
    expect(page.locator(".filtres-actifs .puce.active")).to_contain_text("Embrun et à moins de 20 km")
    expect(page).to_have_url(re.compile(r"/annuaire/\?autour=embrun&km=20$"))
    expect(field).to_have_value("Embrun")
    expect(page.locator("h2.nombre")).to_be_focused()
    assert still_same_document(page)


def test_a_commune_taken_from_the_suggestions_counts_at_once(page):
    open_listing(page)
    field = page.get_by_label("une autre commune")
    field.focus()
    wait_for_suggestions(page)
    field.evaluate(
        """field => { field.value = "Gap";
             field.dispatchEvent(new InputEvent("input", {bubbles: true, inputType: "insertReplacementText"})); }"""
    )
    expect(page.locator("input[type=checkbox][name=commune][value=gap]")).to_be_checked()
    expect(page).to_have_url(re.compile(r"/annuaire/\?commune=gap$"))
    expect(field).to_have_value("")
    expect(field).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_commune_that_is_not_understood_is_asked_beside_its_field_and_answered_in_place(new_page, width):
    page = new_page(width=width)
    open_listing(page)
    if width < 860:
        page.get_by_text("Filtrer", exact=True).click()
    field = page.get_by_label("une commune")
    field.fill("05200")
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_value("05200")
    sentence = page.locator("#autour-question p")
    expect(sentence).to_contain_text("peut désigner plusieurs communes")
    expect(page.locator("body > p[role=status]")).to_contain_text("peut désigner plusieurs communes")
    expect(page.locator("[data-ignored]")).to_contain_text("05200")
    assert_accessible(page)
    assert_fits(page)
    keep_screenshot(page, f"annuaire-commune-{width}")
    page.locator("#autour-question").get_by_role("link", name="Embrun", exact=True).click()
    expect(page.locator(".filtres-actifs .puce.active")).to_contain_text("Embrun")
    expect(page.locator("#autour-question, [data-ignored]")).to_have_count(0)
    expect(field).to_have_value("Embrun")
    assert still_same_document(page)


def test_words_being_typed_outlive_an_answer_that_comes_meanwhile(page):
    open_listing(page)
    held = []
    page.route(re.compile(r"vallee=gapencais$"), lambda route: held.append(route))
    page.locator("input[name=vallee][value=gapencais]").check()
    search = page.get_by_role("searchbox")
    search.fill("vélo")
    held.pop().continue_()
    expect(page.locator(".filtres-actifs")).to_be_visible()
    expect(search).to_have_value("vélo")


def test_names_that_cannot_be_loaded_leave_a_field_that_works(page, portal):
    open_listing(page)
    page.guard.expect(f"{portal.origin}/api/v1/communes", 503)
    page.route("**/api/v1/communes", lambda route: route.fulfill(status=503))
    field = page.get_by_label("une commune")
    with page.expect_response("**/api/v1/communes"):
        field.focus()
    field.fill("gap")
    page.keyboard.press("Enter")
    expect(page.locator(".filtres-actifs .puce.active")).to_contain_text("Gap")


def test_without_scripts_a_commune_is_typed_and_asked_about_too(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/annuaire/?domaine=reemploi")
    page.get_by_label("une commune").fill("05200")
    page.locator("#id_km").select_option("50")
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_label("une commune")).to_have_value("05200")
    page.locator("#autour-question").get_by_role("link", name="Embrun", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?domaine=reemploi&autour=embrun&km=50$"))
    expect(page.locator(".filtres-actifs .puce.active")).to_have_count(2)


# -- Map ---------------------------------------------------------------------------------------------------------------
def test_the_points_are_not_asked_for_before_they_are_needed(page):
    page.goto("/annuaire/", wait_until="networkidle")
    assert not [url for url in page.guard.requested if "carte.json" in url or "carte-" in url]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_dot_opens_a_popup_that_lists_its_structures(new_page, width, theme):
    page = new_page(width=width, color_scheme=theme)
    open_listing(page)
    name = page.locator(DOT).nth(1).get_attribute("aria-label")
    popup = open_popup(page, 1)
    assert popup.get_attribute("aria-labelledby") == "bulle-titre"
    assert popup.locator("#bulle-titre").inner_text() == name
    count = int(name.rsplit(":", 1)[1])
    assert popup.locator("li a").count() == min(count, 50)
    assert_accessible(page)
    assert_fits(page)
    keep_screenshot(page, f"annuaire-bulle-{width}-{theme}")


def test_the_popup_takes_the_focus_and_gives_it_back(page):
    open_listing(page)
    name = page.locator(DOT).nth(2).get_attribute("aria-label")
    popup = open_popup(page, 2)
    expect(popup).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(page.locator(":focus")).to_have_attribute("aria-label", name)
    popup = open_popup(page, 2)
    popup.get_by_role("button", name="Fermer").click()
    expect(popup).to_have_count(0)
    expect(page.locator(":focus")).to_have_attribute("aria-label", name)


def test_a_name_in_the_popup_leads_to_the_structure(page):
    open_listing(page)
    link = open_popup(page).locator("li a").first
    name = link.inner_text()
    link.click()
    page.wait_for_url(re.compile(r"/annuaire/[^/?]+/$"))
    expect(page.locator("h1")).to_have_text(name)


def test_the_popup_leads_to_the_list_in_place(page):
    open_listing(page)
    open_popup(page, 1).get_by_role("link", name="Voir dans la liste").click()
    expect(page.locator(".filtres-actifs .puce.active").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?commune="))
    assert still_same_document(page)


def test_a_dot_stays_a_link_for_a_new_tab(page):
    open_listing(page)
    with page.context.expect_page() as opened:
        page.locator(DOT).nth(1).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()
    assert "commune=" in opened.value.url


def test_zoom_by_buttons(page):
    open_listing(page)
    whole = page.evaluate(VIEW)
    names = page.locator(DOT).evaluate_all("dots => dots.map(dot => dot.getAttribute('aria-label'))")
    page.get_by_role("button", name="Agrandir la carte").click()
    page.locator(".carte.agrandie").wait_for()
    assert page.evaluate(VIEW)[2] == whole[2] / 2
    expect(page.locator("[data-map-status]")).to_contain_text("Carte agrandie 2 fois")
    assert_accessible(page)
    page.get_by_role("button", name="Réduire la carte").click()
    page.locator(".carte:not(.agrandie)").wait_for()
    assert page.evaluate(VIEW) == whole
    assert page.locator(DOT).evaluate_all("dots => dots.map(dot => dot.getAttribute('aria-label'))") == names


def test_zoom_and_moves_by_keyboard_keep_the_focus_on_the_map(page):
    open_listing(page)
    page.locator(DOT).first.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.wait_for_function("() => document.querySelector('svg.carte').viewBox.baseVal.width === 250")
    before = page.evaluate(VIEW)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("x => document.querySelector('svg.carte').viewBox.baseVal.x < x", arg=before[0])
    left, top, *_size = page.evaluate(VIEW)
    assert (left, top) == pytest.approx((before[0] - 62.5, before[1] + before[3] / 4))
    assert page.evaluate("() => document.activeElement.closest('svg.carte') !== null")
    for _press in range(4):
        page.keyboard.press("-")
    page.locator(".carte:not(.agrandie)").wait_for()


def test_every_structure_with_a_point_is_in_one_dot_of_the_zoomed_map(page):
    open_listing(page, "?vallee=ubaye")
    points = page.evaluate("() => fetch('/annuaire/carte.json?vallee=ubaye').then(answer => answer.json())")
    gathered = page.evaluate(
        """([address, points, zoom]) => import(address).then(module => module.gather(points, zoom))""",
        [page.locator("[data-map-tools]").get_attribute("data-groups"), points, 4],
    )
    members = sorted(member for dot in gathered for member in dot["members"])
    assert members == list(range(len(points["n"])))
    for number, dot in enumerate(gathered):
        for other in gathered[:number]:
            apart = ((dot["x"] - other["x"]) ** 2 + (dot["y"] - other["y"]) ** 2) ** 0.5
            assert apart >= dot["r"] + other["r"]


def test_the_browser_and_the_server_place_a_town_at_the_same_point(page):
    open_listing(page)
    address = page.locator("[data-map-tools]").get_attribute("data-groups")
    towns = page.evaluate(
        """address => import(address).then(({TOWNS, project}) =>
             TOWNS.map(([name, ...point]) => [name, ...point, ...project(...point)]))""",
        address,
    )
    expected = [[t.name, t.latitude, t.longitude, *project(t.latitude, t.longitude)] for t in MAIN_TOWNS]
    assert [town[:3] for town in towns] == [town[:3] for town in expected]
    for town, place in zip(towns, expected, strict=True):
        assert town[3:] == pytest.approx(place[3:], abs=0.01)


def test_a_single_point_of_the_zoomed_map_is_a_link_to_its_page(page):
    open_listing(page, "?vallee=ubaye")
    for _press in range(4):
        page.get_by_role("button", name="Agrandir la carte").click()
    page.locator(".carte.agrandie").wait_for()
    page.get_by_role("button", name="Réduire la carte").click()
    page.get_by_role("button", name="Réduire la carte").click()
    page.wait_for_function("() => document.querySelector('svg.carte').viewBox.baseVal.width === 250")
    links = page.locator("svg.carte a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert all(re.search(r"/annuaire/[^/?]+/$", link) for link in links)


def test_points_that_cannot_be_loaded_leave_the_map_of_the_server(page, portal):
    open_listing(page)
    page.guard.expect(f"{portal.origin}/annuaire/carte.json", 503)
    page.route("**/carte.json", lambda route: route.fulfill(status=503))
    count = page.locator(DOT).count()
    page.get_by_role("button", name="Agrandir la carte").click()
    page.get_by_text("Les points n’ont pas pu être chargés").wait_for(state="attached")
    assert page.locator(DOT).count() == count
    page.unroute("**/carte.json")
    page.get_by_role("button", name="Agrandir la carte").click()
    page.locator(".carte.agrandie").wait_for()


def test_without_scripts_there_is_no_button_that_does_nothing(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/annuaire/")
    assert page.get_by_role("button", name="Agrandir la carte").count() == 0
    assert page.get_by_role("button", name="Autour de moi").count() == 0


# -- Around me ---------------------------------------------------------------------------------------------------------
def test_around_me_asks_on_a_click_only_and_rounds_the_position(new_page):
    page = new_page(geolocation=GAP, permissions=["geolocation"])
    page.add_init_script(
        """window.asked = 0;
        const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
        navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; real(...all); };"""
    )
    open_listing(page)
    assert page.evaluate("() => window.asked") == 0
    page.get_by_role("button", name="Autour de moi").click()
    expect(page).to_have_url(re.compile(r"\?lat=44\.559&lon=6\.080$"))
    expect(page.locator(".grille .meta", has_text="à vol d’oiseau").first).to_be_visible()
    assert page.evaluate("() => window.asked") == 1
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    page.locator("input[name=domaine]:enabled").first.check()
    expect(page).to_have_url(re.compile(r"\?domaine=[^&]+&lat=44\.559&lon=6\.080$"))


def test_a_refused_position_is_said_in_words(new_page):
    page = new_page(permissions=[])
    open_listing(page)
    page.get_by_role("button", name="Autour de moi").click()
    assert_said(page, "refused")
    assert "lat=" not in page.url
    assert_accessible(page)


def test_a_position_that_is_not_found_is_said_too(page):
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = (_found, failed) => failed({code: 2, PERMISSION_DENIED: 1})"
    )
    open_listing(page)
    page.get_by_role("button", name="Autour de moi").click()
    assert_said(page, "failed")
