"""Photos of a story: nobody is shown who has not agreed, and nobody's photo goes without a name."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from guides.models import StoryPage, StoryPhoto
from portal.core.models import PortalImage
from portal.demo.builders import make_story
from tests.rooms import stories

pytestmark = pytest.mark.django_db


def picture(**values):
    Image.new("RGB", (640, 480), "#0d5945").save(drawn := io.BytesIO(), "JPEG")
    known = {"title": "La fête", "description": "Des voisins à table", "credit": "Alix Exemple", "consent": "given"}
    return PortalImage.objects.create(file=ContentFile(drawn.getvalue(), "fete.jpg"), **known | values)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"consent": "unknown"}, "ont donné leur accord"), ({"credit": ""}, "n’a pas de crédit")],
)
def test_a_photo_without_consent_or_credit_is_refused_in_words(portal_site, values, words):
    with pytest.raises(ValidationError, match=words):
        StoryPhoto(image=picture(**values)).clean()


def test_a_photo_is_shown_with_its_words_and_its_credit(client, portal_site):
    story = make_story(stories(), title="Une fête")
    story.photos = [StoryPhoto(image=picture(), caption="Sous le préau")]
    story.save_revision().publish()
    assert StoryPage.objects.get(pk=story.pk).photos.count() == 1
    html = client.get(story.url).text
    for words in ("Des voisins à table", "Sous le préau", "Crédit : Alix Exemple"):
        assert words in html
