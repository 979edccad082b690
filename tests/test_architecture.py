"""The whole house obeys its rules, and each rule catches what it is there for (planted texts)."""

import pytest

from tests import architecture as house

PYTHON_FILES = list(house.python_files())


def in_every_file(rule):
    return [line for path in PYTHON_FILES for line in rule(path)]


def test_the_house_is_read():
    assert {house.room_of(house.module_name(path)) for path in PYTHON_FILES} >= {"portal.core", "directory"}


def test_imports_go_down_only():
    def rule(path):
        return house.bad_imports(path.read_text(), house.module_name(path), path.name == "__init__.py")

    assert in_every_file(rule) == []


def test_only_the_catalogue_listens_to_signals():
    assert in_every_file(lambda path: house.signal_receivers(path.read_text(), house.module_name(path))) == []


def test_templates_make_no_queries():
    templates = house.template_files()
    found = [house.template_queries(path.read_text(), str(path.relative_to(house.ROOT))) for path in templates]
    assert [line for lines in found for line in lines] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("portal.core.models.page", "from portal.search.models import Entry"),
        ("portal.core.models.page", "import directory.models"),
        ("portal.core.models.page", "def lazily():\n    from directory.models import StructurePage"),
        ("portal.core.models.page", "if TYPE_CHECKING:\n    from portal import home"),
        ("portal.core.models.page", "from ...search import catalogue"),
        ("portal.core.services", "from portal import settings"),
        ("directory.models", "from agenda.models import EventPage"),
        ("agenda.models", "from guides.models import GuidePage"),
        ("guides.management.commands.tidy", "from portal.editorial import roles"),
        ("portal.home.views", "from portal.demo.builders import build"),
        ("portal.workspace.views", "from ..home import setup"),
        ("portal.demo.builders", "from portal.workspace import views"),
        ("portal.search.models", "from portal.treasury import models"),
        ("portal", "from portal.core import models"),
    ],
)
def test_a_planted_import_is_caught(module, source):
    assert house.bad_imports(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("agenda.models", "from directory.models import StructurePage\nfrom .occurrences import Occurrence"),
        ("agenda.models", "organiser = ForeignKey('guides.GuidePage')\napps.get_model('guides', 'GuidePage')"),
        ("portal.core.models.page", "import os, django.db\nfrom portal import environment"),
        ("portal.demo.builders", "from portal.home.setup import prepare_site"),
        ("portal.urls", "from portal.home import views\nfrom portal.workspace import urls"),
    ],
)
def test_honest_imports_pass(module, source):
    assert house.bad_imports(source, module) == []


def test_relative_imports_of_a_package_are_resolved():
    assert house.bad_imports("from ..home import setup", "portal.core", is_package=True)
    assert house.bad_imports("from .models import Page", "portal.core", is_package=True) == []


@pytest.mark.parametrize(
    "source",
    [
        "@receiver(post_save)\ndef listen(**kwargs): ...",
        "@dispatch.receiver([post_save])\ndef listen(**kwargs): ...",
        "def ready(self):\n    page_published.connect(listen)",
        "signals.post_save.connect(listen, sender=Page)",
    ],
)
def test_a_planted_receiver_is_caught(source):
    assert house.signal_receivers(source, "directory.apps")
    assert house.signal_receivers(source, "portal.search.sync") == []


def test_opening_a_database_is_no_receiver():
    assert house.signal_receivers("import sqlite3\nsqlite3.connect('file')", "directory.imports") == []


@pytest.mark.parametrize("method", house.QUERY_METHODS)
@pytest.mark.parametrize("code", ["{{ page.METHOD }}", "{% for x in page.METHOD.items %}", "{% if a\n and b.METHOD %}"])
def test_a_planted_query_is_caught(method, code):
    assert house.template_queries(code.replace("METHOD", method), "planted.html")


@pytest.mark.parametrize(
    "source",
    [
        '{# page.all #}{% comment "why" %}{{ page.get_children }}{% endcomment %}',
        '{% translate "Voir. all" %} site.all {% url "directory.all" %}',
        "{{ page.livestock }} {{ page.title|default:'x.filter' }} {{ forloop.first }}",
    ],
)
def test_honest_templates_pass(source):
    assert house.template_queries(source, "honest.html") == []


def test_a_planted_query_is_told_with_its_line():
    [found] = house.template_queries("{# one\ntwo #}\n{{ page.get_children.live }}", "x.html")[:1]
    assert found.startswith("x.html:3 .get_children")
