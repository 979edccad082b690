"""Model fields of our own."""

from django.db import models

from portal.core.folding import fold


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
