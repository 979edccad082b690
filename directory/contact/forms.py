"""The form that visitors write with."""

from django import forms
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from directory.models import ContactMessage

MAX_TEXT = ContactMessage._meta.get_field("text").max_length
TRAP = "complement"


class ContactForm(forms.Form):
    """Name, e-mail, message. The trap is a field that people neither see nor reach, and that robots fill."""

    name = forms.CharField(label=_("Votre nom"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Votre courriel"),
        max_length=254,
        help_text=_("La structure vous répondra à cette adresse."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Votre message"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "max_length": _("Votre message fait %(show_value)d signes : raccourcissez-le à %(limit_value)d."),
        },
    )

    def clean_name(self):
        """On one line: it goes into the subject of a mail, where a line end would start another header."""
        name = " ".join("".join(char if char.isprintable() else " " for char in self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Écrivez votre nom."))
        return name

    def clean_text(self):
        return normalize_newlines(self.cleaned_data["text"])

    @property
    def is_trapped(self):
        return bool(self.data.get(TRAP, "").strip())
