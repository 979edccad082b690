"""The parameters of /agenda/."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.listing import ListingForm
from portal.core.models import Valley


class AgendaForm(ListingForm):
    vallee = forms.ModelChoiceField(
        label=_("Vallée"),
        queryset=Valley.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Tout le territoire"),
    )

    field_order = ["vallee", "page"]

    def filtered(self, occurrences):
        if self.values["vallee"]:
            occurrences = occurrences.filter(event__commune__valley=self.values["vallee"])
        return occurrences
