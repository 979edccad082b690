"""The form of an opinion."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guides.models import Feedback
from portal.core.visitors.forms import LongText, VisitorForm

YES, NO = "oui", "non"


class OpinionForm(VisitorForm):
    """Whether the page helped, and what it lacks. Nothing that looks like a robot's is kept: nobody reads it first."""

    purpose = "opinion"
    min_seconds = 2
    per_hour = 20  # a whole guide, part by part, by two people behind one address

    helped = forms.TypedChoiceField(
        label=gettext_lazy("Cette page vous a-t-elle aidé ?"),
        choices=[(YES, gettext_lazy("Oui")), (NO, gettext_lazy("Non"))],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Dites si cette page vous a aidé : oui ou non.")},
    )
    missing = LongText(
        label=gettext_lazy("Que manque-t-il ?"),
        most=Feedback._meta.get_field("missing").max_length,
        rows=6,
        required=False,
        help_text=gettext_lazy(
            "Facultatif, 2000 signes au plus. N’écrivez ni nom, ni courriel, ni téléphone : votre avis reste anonyme."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        # A lone « oui » takes no time to write, and says nothing that a robot would want to say.
        if self.is_trapped or (self.is_too_fast and cleaned.get("missing")):
            words = _(
                "Cet envoi ressemble à celui d’un robot. Vous n’en êtes pas un ? Attendez deux secondes et renvoyez-le."
            )
            raise forms.ValidationError(words)
        return cleaned
