"""The form by which a visitor says what is missing."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.visitors.forms import LongText, VisitorForm
from portal.finding.missing.personal import blanked
from portal.finding.models.unanswered import LONGEST_WISH


class WishForm(VisitorForm):
    """One text. Nothing that looks like a robot's is kept: nobody reads it first."""

    purpose = "missing"
    min_seconds = 2
    per_hour = 10

    text = LongText(
        label=gettext_lazy("Que cherchiez-vous ?"),
        most=LONGEST_WISH,
        rows=5,
        help_text=gettext_lazy(
            "500 signes au plus. N’écrivez ni nom, ni courriel, ni téléphone : courriels, numéros et adresses de sites "
            "sont remplacés par « […] » avant d’être gardés, et personne ne pourra vous répondre."
        ),
    )

    def clean_text(self):
        """A mark of blanking may be longer than what it blanks."""
        return blanked(self.cleaned_data["text"])[:LONGEST_WISH]

    def clean(self):
        cleaned = super().clean()
        if self.is_trapped or self.is_too_fast:
            words = _(
                "Cet envoi ressemble à celui d’un robot. Vous n’en êtes pas un ? Attendez deux secondes et renvoyez-le."
            )
            raise forms.ValidationError(words)
        return cleaned
