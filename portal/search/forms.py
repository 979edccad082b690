"""The parameters of the search page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.listing import MAX_LENGTH, ListingForm


class SearchForm(ListingForm):
    q = forms.CharField(label=_("recherche"), required=False, max_length=MAX_LENGTH)

    field_order = ["q", "page"]
