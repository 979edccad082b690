"""The form of the image library."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
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
            return to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # Pillow's plugins raise about anything on a damaged file
            raise ValidationError(_("Ce fichier est abîmé ou incomplet : envoyez-le à nouveau.")) from error

    return checked
