"""/annuaire/flux.atom: RFC 4287, ids that do not move, hostile titles as text."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings

from portal.demo.builders import make_structure
from portal.search.models import Entry
from tests.directory.exports.conftest import FORMULA, body
from tests.rooms import directory

pytestmark = pytest.mark.django_db
NS = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, query=""):
    response = client.get(f"/annuaire/flux.atom?{query}")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(body(response))


def text(node, name):
    return node.findtext(f"a:{name}", namespaces=NS)


def test_a_feed_has_all_that_rfc_4287_asks_for(client, three):
    root = feed(client, "commune=gap")
    entries = root.findall("a:entry", NS)
    assert len(entries) == 2
    for node in (root, *entries):
        assert text(node, "id")
        assert text(node, "title")
        assert datetime.fromisoformat(text(node, "updated")).tzinfo
    assert root.find("a:author/a:name", NS).text
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}
    assert links["self"] == f"{settings.BASE_URL}/annuaire/flux.atom?commune=gap"
    assert links["alternate"] == f"{settings.BASE_URL}/annuaire/?commune=gap"


def test_the_newest_comes_first_and_old_ones_leave(client, portal_site):
    for number in range(32):
        make_structure(directory(), title=f"Structure {number:02}")
    titles = [text(entry, "title") for entry in feed(client).findall("a:entry", NS)]
    assert len(titles) == 30
    assert titles[:2] == ["Structure 31", "Structure 30"]


def test_ids_outlive_a_new_address(client, three):
    page = three[0]
    query = "domaine=alimentation"
    [before] = feed(client, query).findall("a:entry", NS)
    page.title, page.slug = "Nouveau nom", "nouveau-nom"
    page.save_revision().publish()
    [after] = feed(client, query).findall("a:entry", NS)
    assert text(before, "id") == text(after, "id") == f"{settings.BASE_URL}/annuaire/id/{page.pk}/"
    assert text(after, "title") == "Nouveau nom"
    assert text(after, "updated") >= text(before, "updated")
    assert text(after, "published") == text(before, "published")


def test_hostile_text_is_text(client, full):
    Entry.objects.filter(page_id=full.pk).update(summary="<script>alert(1)</script>\x0b & ]]>")
    [entry] = feed(client).findall("a:entry", NS)
    assert text(entry, "title") == FORMULA
    assert text(entry, "summary").startswith("&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;")


def test_an_empty_feed_is_the_same_each_day(client, portal_site):
    assert text(feed(client), "updated") == "2000-01-01T00:00:00+00:00"
