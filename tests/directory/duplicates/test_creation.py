"""Adding a structure first shows those that look like it."""

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from django.urls import reverse

from directory.models import StructurePage
from tests.rooms import agenda, directory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lenient_templates(monkeypatch):
    """Wagtail's form prints variables that are not there, and takes pytest-django's marker of them for a name."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def url(client, coordinator):
    client.force_login(coordinator)
    return reverse("wagtailadmin_pages:add", args=["directory", "structurepage", directory().pk])


def page(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def title_of(soup):
    return soup.select_one("[name=title]")["value"] if soup.select_one("[name=title]") else None


def test_the_name_and_the_commune_are_asked_first(client, url):
    soup = page(client, url)
    assert title_of(soup) is None
    assert {field["name"] for field in soup.select(".doublon-chercher [name]")} == {"nom", "commune"}


def test_look_alikes_are_shown_with_both_ways_out(client, url, kept, gap):
    soup = page(client, url, nom="Animacop", commune=gap.pk)
    assert soup.select_one(f'.doublon a[href="/admin/pages/{kept.pk}/edit/"].button')
    onward = soup.find("a", string=lambda text: text and "continuer" in text)["href"]
    form = page(client, url + onward)
    assert title_of(form) == "Animacop"
    assert form.select_one(f'[name=commune] option[value="{gap.pk}"][selected]') or str(gap.pk) in str(
        form.select_one("[name=commune]")
    )


def test_without_a_look_alike_the_form_comes_at_once(client, url, kept):
    assert title_of(page(client, url, nom="Tout autre chose")) == "Tout autre chose"


@pytest.mark.parametrize("query", [{"nom": ""}, {"nom": "   "}, {"nom": "x" * 300}, {"nom": "A", "commune": "nope"}])
def test_what_is_not_understood_is_said(client, url, query):
    soup = page(client, url, **query)
    assert soup.select_one(".errorlist")
    assert title_of(soup) is None


def test_the_ordinary_form_still_creates(client, url):
    before = StructurePage.objects.count()
    form = page(client, url, nom="Tout autre chose", nouveau="1").select_one("#page-edit-form")
    typed = form.select("input[name]:not([type=checkbox], [type=radio], [type=submit], [type=file])")
    data = {field["name"]: field.get("value", "") for field in typed}
    data |= {field["name"]: field.select_one("option[selected]") for field in form.select("select[name]")}
    data = {name: value if isinstance(value, str) else (value or {}).get("value", "") for name, value in data.items()}
    data = {name: value for name, value in data.items() if "__prefix__" not in name and value != ""} | {
        "presentation-count": "0"
    }
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    assert StructurePage.objects.count() == before + 1
    assert StructurePage.objects.get(title="Tout autre chose").slug


def test_other_pages_are_not_concerned(client, url):
    event = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", agenda().pk])
    assert page(client, event).select_one("[name=title]")
