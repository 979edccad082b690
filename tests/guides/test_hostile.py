"""What editors paste and type by mistake: the words stay, and what is wrong is said."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from guides.models import StoryPage
from portal.core.models import PortalImage
from portal.demo.builders import make_story
from tests.admin_forms import form_values
from tests.rooms import stories

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Wagtail’s own have some


@pytest.fixture
def story(portal_site):
    return make_story(stories(), title="Une fête", need="<p>Se retrouver.</p>")


def draftail(text, url=None):
    """What the editor's field sends: Draft.js's own JSON."""
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}} if url else {}
    ranges = [{"offset": 0, "length": len(text), "key": 0}] if url else []
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": ranges}
    return json.dumps({"blocks": [block], "entityMap": entities})


def saved(client, story, **values):
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    empty = {f"{name}-count": "0" for name in ("steps", "body", "figures")}  # drawn by scripts
    return client.post(address, form_values(client, address) | empty | values, follow=True)


def test_a_link_that_hides_where_it_leads_is_refused_and_nothing_is_lost(admin_client, story):
    response = saved(admin_client, story, need=draftail("la mairie", "//evil.example/x"))
    assert "Le lien « //evil.example/x » ne dit pas où il mène" in response.text
    assert "la mairie" in response.text
    assert StoryPage.objects.get(pk=story.pk).need == "<p>Se retrouver.</p>"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_a_link_that_would_run_something_keeps_its_words_only(admin_client, client, story, url):
    saved(admin_client, story, **{"need": draftail("cliquez", url), "action-publish": "1"})
    html = client.get(story.url).text
    assert "cliquez" in html
    assert url.lower() not in html.lower()


def test_a_good_link_is_kept(admin_client, client, story):
    saved(admin_client, story, **{"need": draftail("la loi", "https://exemple.fr/loi"), "action-publish": "1"})
    assert 'href="https://exemple.fr/loi"' in client.get(story.url).text


def test_what_office_software_pastes_keeps_its_words(admin_client, client, story):
    """Draftail drops the markup in the browser; what still comes is taken for the words that it is."""
    text = "L’« été »\u00a0: 12\u202f000\u00a0€ – c’est œuvre\u2011clé <o:p>&nbsp;</o:p>\u0007"
    saved(admin_client, story, **{"need": draftail(text), "action-publish": "1"})
    html = client.get(story.url).text
    for words in ("L’« été »", "12\u202f000\u00a0€", "œuvre\u2011clé"):
        assert words in html
    assert "<o:p>" not in html


def test_a_picture_of_40_megabytes_is_refused_in_words(admin_client, portal_site):
    Image.new("RGB", (64, 48), "#0d5945").save(drawn := io.BytesIO(), "JPEG")
    heavy = SimpleUploadedFile("fete.jpg", drawn.getvalue() + bytes(40 * 1024 * 1024), "image/jpeg")
    response = admin_client.post(
        reverse("wagtailimages:add"), {"title": "Fête", "file": heavy, "description": "Des voisins", "collection": 1}
    )
    assert "Ce fichier est trop gros" in response.text
    assert not PortalImage.objects.exists()
