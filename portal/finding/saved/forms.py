"""The form that asks for an alert."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.visitors.forms import VisitorForm
from portal.finding.models import SavedSearch
from portal.finding.models.saved_search import key_of


class AlertForm(VisitorForm):
    """E-mail and frequency. Nothing that looks like a robot's is taken: it would make us write to strangers."""

    purpose = "alert"
    min_seconds = 2
    per_hour = 10

    email = forms.EmailField(
        label=gettext_lazy("Votre courriel"),
        max_length=254,
        help_text=gettext_lazy(
            "Il ne sert qu’à cette alerte, n’est montré à personne, et il est effacé dès que vous l’arrêtez."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("Quand recevoir les nouveautés ?"),
        choices=SavedSearch.Frequency,
        initial=SavedSearch.Frequency.WEEKLY,
        widget=forms.RadioSelect,
    )

    def __init__(self, request, followed):
        super().__init__(request, key_of("", followed.query, followed.language))
        self.followed = followed

    @property
    def is_begun_elsewhere(self):
        """Sent by the small form of the results page, which has no moment of opening: to be shown, and sent again."""
        return self.request.method == "POST" and self.stamp_name not in self.request.POST

    def begin(self):
        """Show what was typed elsewhere, without its mistakes."""
        self.initial = {name: self.data[name][:254] for name in self.fields if name in self.data}
        self.is_bound = False

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        cleaned = super().clean()
        if self.is_trapped or self.is_too_fast:
            words = _(
                "Cet envoi ressemble à celui d’un robot. Vous n’en êtes pas un ? Attendez deux secondes et renvoyez-le."
            )
            raise forms.ValidationError(words)
        if not self.followed.may_be_kept:
            words = _("Cette recherche ne peut pas être suivie : trop longue, ou avec une adresse ou un numéro.")
            raise forms.ValidationError(words)
        return cleaned
