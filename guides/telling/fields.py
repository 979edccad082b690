"""The fields of the questions. None is required while one writes. What is too long is said with both lengths, and never
cut: there is no `maxlength`, with which a browser drops the end of what is pasted without a word."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from guides.telling.prose import cleaned, one_line

MOST_TEXT = 5_000  # signs
MOST_EUROS = 100_000_000
_SUM = re.compile(r"(\d+)(?:[.,]\d{1,2})?")


class Words(forms.CharField):
    """Running text, on several lines."""

    tidy = staticmethod(cleaned)
    widget = forms.Textarea

    def __init__(self, label, help_text="", most=MOST_TEXT, rows=9, **options):
        widget = options.pop("widget", None) or forms.Textarea(attrs={"rows": rows})
        too_long = _("Ce texte fait %(show_value)d signes : raccourcissez-le à %(limit_value)d.")
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=most,
            required=False,
            widget=widget,
            error_messages={"max_length": too_long},
            **options,
        )

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value):
        return super().to_python(self.tidy(str(value))) if value else ""


class Line(Words):
    """A few words on one line."""

    tidy = staticmethod(one_line)

    def __init__(self, label, help_text="", most=250, **options):
        super().__init__(label, help_text, most, widget=options.pop("widget", None) or forms.TextInput(), **options)


class Number(Line):
    """A whole number as people write it; cleans to an int or None."""

    sentence = out_of_range = ""
    least = greatest = 0

    def __init__(self, label, help_text=""):
        super().__init__(label, help_text, most=40, widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 12}))

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        number = self.read(text)
        if number is None:
            raise forms.ValidationError(self.sentence)
        if not self.least <= number <= self.greatest:
            raise forms.ValidationError(self.out_of_range)
        return number

    def read(self, text):
        """The number that a text writes, or None."""
        raise NotImplementedError


class Euros(Number):
    """« 12 500 € », « 12 500,40 »: to the euro."""

    least, greatest = 0, MOST_EUROS
    sentence = _("Écrivez une somme en euros, par exemple 12 500. Le reste se dit en quelques mots, plus bas.")
    out_of_range = _("Cette somme est trop grande : vérifiez-la.")

    def read(self, text):
        bare = re.sub(r"\s|€|euros?$", "", text.strip().lower())
        found = _SUM.fullmatch(bare) if bare.isascii() else None
        return int(found[1]) if found else None


class Year(Number):
    least, greatest = 1900, 2100
    sentence = out_of_range = _("Écrivez une année sur quatre chiffres, par exemple 2024.")

    def read(self, text):
        return int(text) if re.fullmatch(r"[0-9]{4}", text) else None
