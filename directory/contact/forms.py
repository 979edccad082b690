"""The form that visitors write to a structure with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.contact.relay import relay
from directory.models import ContactMessage
from portal.core.visitors.forms import LongText, VisitorForm


class ContactForm(VisitorForm):
    """Name, e-mail, message."""

    purpose = "contact"

    name = forms.CharField(label=_("Votre nom"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Votre courriel"),
        max_length=254,
        help_text=_("La structure vous répondra à cette adresse."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = LongText(label=_("Votre message"), most=ContactMessage._meta.get_field("text").max_length, rows=8)

    def clean_name(self):
        """On one line: it goes into the subject of a mail, where a line end would start another header."""
        name = " ".join("".join(char if char.isprintable() else " " for char in self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Écrivez votre nom."))
        return name

    def takes_one_more(self):
        """Count the message of its network address and of its e-mail; False, and said, when that makes too many."""
        return self.is_within_limit(email=self.cleaned_data["email"])

    def send(self, structure, about=None):
        """Relay the message to a structure; True when it has left, False when somebody reads it first.

        about: the page that it was written from, when it is not the structure's own.
        """
        message = ContactMessage(
            structure=structure,
            about=about,
            sender_name=self.cleaned_data["name"],
            sender_email=self.cleaned_data["email"],
            text=self.cleaned_data["text"],
        )
        return relay(message, is_trapped=self.is_trapped, is_too_fast=self.is_too_fast)
