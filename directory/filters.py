"""The parameters of /annuaire/: read, applied to structures, and shown back."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from directory.cards import structure_card
from portal.core.listing import MAX_LENGTH, ListingForm, query_string
from portal.core.models import Commune, FieldOfActivity, Valley
from portal.core.territory.groups import draw_map
from portal.search.queries import matching


class SlugsField(forms.ModelMultipleChoiceField):
    """Rows named by their slugs, the parameter repeated: any of them will do (OR)."""

    def __init__(self, label, queryset):
        super().__init__(
            queryset, label=label, to_field_name="slug", required=False, widget=forms.CheckboxSelectMultiple
        )


class DirectoryForm(ListingForm):
    q = forms.CharField(label=_("recherche"), required=False, max_length=MAX_LENGTH)
    domaine = SlugsField(_("Domaine"), FieldOfActivity.objects.none())
    vallee = SlugsField(_("Vallée"), Valley.objects.all())
    commune = SlugsField(_("Commune"), Commune.objects.in_territory())

    field_order = ["q", "domaine", "vallee", "commune", "page"]
    facets = ("domaine", "vallee")

    def __init__(self, data):
        super().__init__(data)
        self.fields["domaine"].queryset = FieldOfActivity.objects.filter(locale=Locale.get_active())

    def filtered(self, structures):
        """Narrow the structures: OR inside a filter, AND between them."""
        values = self.values
        if values["domaine"]:
            structures = structures.in_fields([field.slug for field in values["domaine"]])
        if values["vallee"]:
            structures = structures.filter(commune__valley__in=list(values["vallee"]))
        if values["commune"]:
            structures = structures.filter(commune__in=list(values["commune"]))
        if values["q"]:
            structures = matching(structures, values["q"])
        return structures.order_by("sort_name", "pk")

    def listing_context(self, structures, url):
        """Return what the page shows: the list and the map of one query, and the way back of each filter."""
        page_obj = self.paginated(structures.with_card_data())
        return {
            "form": self,
            "facets": [self[name] for name in self.facets],
            "page_obj": page_obj,
            "cards": [structure_card(structure) for structure in page_obj],
            "map": self.map(structures, url),
            "active": self.active_filters(url),
            "ignored": self.ignored,
            "query_prefix": self.query_prefix(),
            "clear_url": url,
        }

    def map(self, structures, url):
        return draw_map(
            structures.place_counts(),
            title=_("Carte des structures, par commune"),
            url_for=lambda slugs: f"{url}?{query_string(self.state() | {'commune': slugs})}",
        )

    def active_filters(self, url):
        """One chip a chosen value: its words, and the address without it."""
        state = self.state()
        chips = []
        for name, slugs in state.items():
            words = {row.slug: str(row) for row in self.values[name]} if name != "q" else {}
            for slug in slugs:
                rest = state | {name: [other for other in slugs if other != slug]}
                chips.append({"text": words.get(slug, f"« {slug} »"), "url": f"{url}?{query_string(rest)}".rstrip("?")})
        return chips
