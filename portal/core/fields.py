"""Model fields of our own."""

from django.db import models
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from portal.core.folding import fold
from portal.core.pictures import without_metadata


class FoldedField(models.CharField):
    """Another field's text, folded at each save (bulk ones too): what lists are sorted by.

    Databases sort « Écoloc » after « Zèbre » or « AMF » before « Adrets », each in its own way; folded text sorts alike
    everywhere, as French does.
    """

    def __init__(self, *args, source, **kwargs):
        self.source = source
        super().__init__(*args, editable=False, **{"max_length": 255, "default": "", **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, instance, add):
        value = fold(getattr(instance, self.source))[: self.max_length]
        setattr(instance, self.attname, value)
        return value


class PictureFile(WagtailImageFieldFile):
    """Every door to the storage passes here: a form, the screen for several images, an import, `bulk_create`."""

    def save(self, name, content, save=True):
        super().save(name, without_metadata(content), save)


class PictureField(WagtailImageField):
    """An image whose file is stored without the camera's metadata (place, date, device)."""

    attr_class = PictureFile
