"""The two questions that look something up: with whom (the directory), and where (the communes)."""

import re

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.filters import directory_shelf
from directory.models import StructurePage
from directory.typed_commune import commune_index, understood
from guides.telling.access import own_structures
from guides.telling.fields import Line, Words
from guides.telling.forms import About, Answer, most
from guides.telling.prose import rich
from portal.search.catalogue import Query, find

MOST_OWN = 12  # structures shown from the start; whoever writes for more looks them up
MOST_FOUND = 10
MOST_CHOSEN = 20


def titles_of(keys, teller):
    """{key: title} of the structures that may be named: those that everybody may see, and the teller's own."""
    if not keys:
        return {}
    public = StructurePage.objects.listed().in_source_language()
    titles = [rows.filter(pk__in=keys).values_list("pk", "title") for rows in (public, own_structures(teller))]
    found = dict(titles[0]) | dict(titles[1])
    return {key: found[key] for key in keys if key in found}


class Structures(forms.MultipleChoiceField):
    """Keys of structures, as numbers. What is no key is left out; the form says which may be chosen."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        keys = [int(key) for key in map(str, value or ()) if re.fullmatch(r"[1-9][0-9]{0,8}", key)]
        return list(dict.fromkeys(keys))[:MOST_CHOSEN]


class WithWhom(Answer):
    passing = ("name",)

    structures = Structures(
        label=_("Structures de l’annuaire"), help_text=_("Cochez celles qui l’ont fait."), required=False
    )
    name = Line(_("Chercher une autre structure"), _("Son nom, ou le début."), most=80)
    outside_partners = Words(_("Partenaires hors de l’annuaire"), _("Un par ligne."), most=2_000, rows=4)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["structures"].choices = list(self._shown().items())

    def _shown(self):
        """{key: title}: what is chosen, and their own."""
        field = self.fields["structures"]
        chosen = field.clean(field.widget.value_from_datadict(self.data, {}, "structures"))
        own = list(own_structures(self.teller).values_list("pk", "title")[: MOST_OWN + 1])
        return titles_of(chosen, self.teller) | (dict(own) if len(own) <= MOST_OWN else {})

    @cached_property
    def found(self):
        """[(key, title)]: public structures that the name looked for may mean, besides those that are shown."""
        if not self.looked_for:
            return []
        query = Query("structure", settings.LANGUAGE_CODE, text=self.looked_for, sort="relevance")
        entries = find(query).entries(0, MOST_FOUND, fields=("page_id", "title"))
        shown = dict(self.fields["structures"].choices)
        return [(entry.page_id, entry.title) for entry in entries if entry.page_id not in shown]

    def clean_structures(self):
        return list(titles_of(self.cleaned_data["structures"], self.teller))


class WhereAndWhen(About):
    """The commune is typed; when the words may mean several, the form asks which. `slug`: the one that is meant."""

    commune = Line(_("Commune"), _("Son nom ou son code postal."), most=80)
    commune_choice = forms.ChoiceField(
        label=_("De quelle commune s’agit-il ?"), widget=forms.RadioSelect, required=False
    )
    place = Line(
        _("Ou le lieu, en quelques mots"),
        _("S’il est plus large qu’une commune, ou ailleurs : « Vallée de l’Ubaye »."),
        most=most("place"),
    )
    field_order = ("commune", "commune_choice", "place")
    slug = ""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.index = commune_index(directory_shelf(settings.LANGUAGE_CODE))
        text = self.fields["commune"].to_python(self.data.get("commune"))
        self.meant, self.question = understood(self.index, text, self.index.by_key) if text else ("", None)
        if self.question and self.question.choices:
            self.fields["commune_choice"].choices = self.question.choices
        else:
            del self.fields["commune_choice"]

    def clean(self):
        values = super().clean()
        self.slug = self.meant or values.get("commune_choice") or ""
        if self.question and not self.slug and "commune" in values:
            elsewhere = "" if self.question.choices else gettext("Écrivez le lieu en quelques mots, plus bas.")
            self.add_error("commune", f"{self.question.sentence} {elsewhere}".strip())
        return values

    def told(self):
        """The commune under its own name, instead of what was typed and of the choice that it led to."""
        asked = [self.base_fields[name].label for name in ("commune", "commune_choice")]
        rows = [(label, words) for label, words in super().told() if label not in asked]
        return [(asked[0], rich(self.index.by_key[self.slug].name)), *rows] if self.slug else rows
