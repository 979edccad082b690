"""The point of a structure in its edit form: dragged, touched, moved by keys, typed, and put back at the town hall."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
EMBRUN = (44.564, 6.495)  # its town hall, to 200 m


@dataclass
class Form:
    page: Page

    @cached_property
    def latitude(self) -> Locator:
        return self.page.get_by_label("Latitude", exact=True)

    @cached_property
    def longitude(self) -> Locator:
        return self.page.get_by_label("Longitude", exact=True)

    @cached_property
    def dot(self) -> Locator:
        return self.page.get_by_role("application", name="Point de la structure")

    @cached_property
    def back(self) -> Locator:
        return self.page.get_by_role("button", name="Revenir à la mairie")

    @cached_property
    def plan(self) -> Locator:
        return self.page.locator("[data-point-map] svg")

    def choose(self, commune):
        self.page.get_by_label("Commune", exact=True).select_option(label=commune)

    def type(self, latitude, longitude):
        self.latitude.fill(latitude)
        self.longitude.fill(longitude)

    def says(self, *words):
        for text in words:
            expect(self.page.locator("[data-point-status]")).to_contain_text(text)

    def point(self):
        return tuple(float(field.input_value().replace(",", ".")) for field in (self.latitude, self.longitude))

    def middle(self):
        """Of the dot, in pixels of the window."""
        box = self.dot.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def place(self):
        """Of the dot, in pixels of the map: typing scrolls the window."""
        (x, y), box = self.middle(), self.plan.bounding_box()
        return x - box["x"], y - box["y"]

    def metres_a_pixel(self):
        seen, shown = self.plan.evaluate("svg => [svg.viewBox.baseVal.width, svg.getBoundingClientRect().width]")
        return 111_195 / self.scales[1] * seen / shown

    @cached_property
    def scales(self):
        """Units of the map for a degree of longitude, and of latitude."""
        settings = json.loads(self.page.locator("[data-point-map]").get_attribute("data-point-map"))
        return settings["projection"][0][1], -settings["projection"][1][1]

    def moved(self, start, right, down):
        """Where so many pixels lead."""
        degrees = self.metres_a_pixel() / 111_195
        return (
            pytest.approx(start[0] - down * degrees, abs=1e-4),
            pytest.approx(start[1] + right * degrees * self.scales[1] / self.scales[0], abs=1e-4),
        )


@pytest.fixture
def open_form(new_page, member_state, portal):
    """Return a function that opens the form of the member's structure, in Embrun and with nothing typed."""

    def open_it(**options):
        page = new_page(storage_state=member_state, **options)
        address = f"/admin/pages/{portal.addresses['id-de-la-structure-du-membre']}/edit/"
        page.guard.expect(portal.origin + address, 400)  # Wagtail keeps a draft as one types: not a half-typed one
        page.goto(address)
        form = Form(page)
        form.choose("Embrun")
        form.type("", "")
        form.says("celui de la mairie (Embrun)")
        form.plan.scroll_into_view_if_needed()
        return form

    return open_it


@pytest.fixture
def form(open_form):
    return open_form()


def hall_of(form):
    """The town hall, which the empty fields show."""
    degrees = (field.get_attribute("placeholder").replace(",", ".") for field in (form.latitude, form.longitude))
    return tuple(map(float, degrees))


def test_empty_fields_show_the_town_hall_of_the_commune(form):
    assert hall_of(form) == pytest.approx(EMBRUN, abs=0.003)
    expect(form.dot).to_be_visible()
    expect(form.back).to_have_attribute("aria-disabled", "true")
    form.choose("Briançon")
    form.says("celui de la mairie (Briançon)")
    expect(form.latitude).to_have_attribute("placeholder", re.compile("44,[89]"))
    expect(form.dot).to_be_visible()  # the map followed


def test_the_dot_is_dragged(form):
    hall = hall_of(form)
    x, y = form.middle()
    form.page.mouse.move(x + 3, y + 2)  # not quite in its middle: it must not jump
    form.page.mouse.down()
    form.page.mouse.move(x + 60, y - 30, steps=4)
    form.page.mouse.move(x + 103, y - 58)
    form.page.mouse.up()
    form.says("au nord-est de la mairie (Embrun)")
    assert form.point() == form.moved(hall, 100, -60)


def test_the_dot_is_dragged_with_a_finger(open_form):
    form = open_form(width=390, has_touch=True)
    hall = hall_of(form)
    x, y = form.middle()
    touch = form.page.context.new_cdp_session(form.page)
    for kind, points in (
        ("touchStart", [(x, y)]),
        ("touchMove", [(x - 20, y + 20)]),
        ("touchMove", [(x - 60, y + 40)]),
        ("touchEnd", []),
    ):
        at = [{"x": left, "y": top} for left, top in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    form.says("au sud-ouest de la mairie (Embrun)")
    assert form.point() == form.moved(hall, -60, 40)


def test_a_click_on_the_map_puts_the_dot_there(form):
    hall = hall_of(form)
    x, y = form.middle()
    form.page.mouse.click(x + 90, y + 90)
    form.says("au sud-est de la mairie (Embrun)")
    assert form.point() == form.moved(hall, 90, 90)
    expect(form.dot).to_be_focused()


def test_a_dragged_map_moves_under_the_dot(form):
    x, y = form.middle()
    form.page.mouse.move(x + 90, y + 90)
    form.page.mouse.down()
    form.page.mouse.move(x + 50, y + 60, steps=3)
    form.page.mouse.up()
    assert form.middle() == pytest.approx((x - 40, y - 30), abs=1)
    expect(form.latitude).to_have_value("")


def test_arrows_move_the_dot(form):
    latitude, longitude = hall_of(form)
    form.dot.press("ArrowRight")
    form.says("à 50 m à l’est de la mairie (Embrun)")
    form.dot.press("Shift+ArrowDown")
    form.says("à 500 m au sud de la mairie (Embrun)")
    form.dot.press("ArrowLeft")
    form.dot.press("Shift+ArrowUp")
    expect(form.dot).to_be_focused()
    assert form.point() == pytest.approx((latitude, longitude), abs=3e-5)


def test_arrows_do_not_lose_the_dot(form):
    for _step in range(30):
        form.dot.press("Shift+ArrowLeft")
    form.says("à 15 km à l’ouest de la mairie (Embrun)")
    expect(form.dot).to_be_visible()
    expect(form.dot).to_be_focused()


@pytest.mark.parametrize(("latitude", "longitude"), [("44,6", "6,5"), ("44.6", "6.5°")])
def test_typed_degrees_move_the_dot(form, latitude, longitude):
    (x, y), start = form.place(), hall_of(form)
    form.type(latitude, longitude)
    form.says("au nord de la mairie (Embrun) : 44,6\u202f; 6,5.")
    expect(form.dot).not_to_have_class(re.compile("mairie"))
    left, top = form.place()
    assert form.moved(start, left - x, top - y) == (44.6, 6.5)


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        ("44,6", "", "ou aucune des deux"),
        ("6,5", "44,6", "semblent inversées"),
        ("48,85", "2,35", "hors du territoire"),
        ("lac", "6,5", "Écrivez deux nombres"),
    ],
)
def test_what_is_no_point_is_said_at_once(form, latitude, longitude, words):
    form.type(latitude, longitude)
    form.says(words)
    expect(form.dot).to_be_hidden()


def test_a_pair_copied_elsewhere_fills_both_fields(form):
    form.latitude.fill("44.60125, 6.50210")
    for keys in ("Control+A", "Control+X", "Control+V"):
        form.latitude.press(keys)
    expect(form.latitude).to_have_value("44,60125")
    expect(form.longitude).to_have_value("6,5021")


def test_back_to_the_town_hall(form):
    form.type("44,9", "6,6")
    form.says("au nord de la mairie (Embrun)")
    form.back.click()
    form.says("celui de la mairie (Embrun)")
    expect(form.latitude).to_have_value("")
    expect(form.longitude).to_have_value("")
    expect(form.dot).to_be_visible()


def test_a_phone_is_precise_enough_when_the_map_is_near(open_form):
    form = open_form(width=360)
    nearer = form.page.get_by_role("button", name="Agrandir la carte")
    while nearer.get_attribute("aria-disabled") != "true":
        nearer.click()
    assert form.metres_a_pixel() < 50
    further = form.page.get_by_role("button", name="Réduire la carte")
    while further.get_attribute("aria-disabled") != "true":
        further.click()
    expect(form.plan).to_have_attribute("viewBox", re.compile("^0 0 1000 "))
    expect(form.dot).to_be_visible()


def test_a_moved_dot_is_kept(form):
    form.dot.press("Shift+ArrowRight")
    moved = form.longitude.input_value()
    form.page.get_by_role("button", name="Enregistrer le brouillon").first.click()
    form.page.wait_for_load_state("networkidle")
    form.page.reload(wait_until="networkidle")
    form.says("à 500 m à l’est de la mairie (Embrun)")
    expect(form.longitude).to_have_value(moved)
