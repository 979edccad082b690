"""The form of the image library."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageSequence
from wagtail.images.forms import BaseImageForm


class PortalImageForm(BaseImageForm):
    """Wagtail's form, with a sentence for a photo cut short: its own check of the pixels raises Pillow's errors."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            field.to_python = _checked(field.to_python)


def _checked(to_python):
    def checked(data):
        try:
            file = to_python(data)
            if file:
                _read_to_the_end(file)
            return file
        except ValidationError:
            raise
        except Exception as error:  # Pillow's plugins raise about anything on a damaged file
            raise ValidationError(_("Ce fichier est abîmé ou incomplet : envoyez-le à nouveau.")) from error

    return checked


def _read_to_the_end(file):
    """Wagtail reads the first view of an animation only."""
    file.seek(0)
    with Image.open(file) as picture:
        if getattr(picture, "is_animated", False):
            for frame in ImageSequence.Iterator(picture):
                frame.load()
    file.seek(0)
