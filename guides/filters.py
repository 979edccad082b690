"""The parameters of /guides/ and /initiatives/: read without ever failing, and turned into a catalogue query."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.filters import MAX_SENTENCES, NumberField, SlugsField, TextField
from directory.typed_commune import printable
from guides.costs import CostBand
from guides.entry import EVERYBODY
from portal.core.listing import MAX_LENGTH, ListingForm
from portal.search.catalogue import Query
from portal.search.memory import shelf
from portal.search.models import Entry
from portal.search.names import facet_names

GUIDE, STORY = "guide", "story"
FOR_EVERYBODY = ("taille", "domaine", "vallee")  # facets of guides where no choice means all of them


class ArticleForm(ListingForm):
    """What both have: facets of known words, tags as their own, and words to search."""

    facets = ()

    q = TextField(label=gettext_lazy("recherche"), required=False, max_length=MAX_LENGTH)
    cooperation = SlugsField(gettext_lazy("Domaine de coopération"))
    vallee = SlugsField(gettext_lazy("Vallée"))
    taille = SlugsField(gettext_lazy("Taille de structure"))
    etiquette = SlugsField(gettext_lazy("Mot-clé"))
    page = NumberField(label=gettext_lazy("page"), required=False, min_value=1)

    def __init__(self, data, shelf):
        super().__init__(data)
        self.shelf = shelf
        self.names = _names(shelf)
        for facet in self.facets:
            self.fields[facet].words = self.names[facet]

    @classmethod
    def read(cls, get, **options):
        form = super().read(get, **options)
        for facet in cls.facets:
            for slug in form.data.getlist(facet):
                if slug not in form.names[facet]:
                    form.ignored.append(
                        _("« %(value)s » n’a pas été compris pour « %(name)s » : ce réglage est ignoré.")
                        % {"value": printable(slug), "name": form.fields[facet].label}
                    )
        del form.ignored[MAX_SENTENCES:]
        return form

    def _used(self, name):
        value = self.values[name]
        return value if isinstance(value, list) else [value]

    def query(self):
        values = self.values
        return Query(
            kind=self.shelf.kind,
            language=self.shelf.language,
            text=values["q"] or "",
            facets={name: self.asked(name) for name in self.facets if values[name]},
            sort="relevance" if values["q"] else "name",
            held=self.shelf,
        )

    def asked(self, facet):
        return tuple(self.values[facet])


class GuidesForm(ArticleForm):
    facets = ("cooperation", "taille", "domaine", "vallee", "etiquette")

    domaine = SlugsField(gettext_lazy("Domaine d’activité"))

    field_order = ["q", *facets, "page"]

    def asked(self, facet):
        """A guide that is for everybody answers every choice."""
        return super().asked(facet) + ((EVERYBODY,) if facet in FOR_EVERYBODY else ())


class StoriesForm(ArticleForm):
    facets = ("cooperation", "vallee", "taille", "cout", "annee", "etiquette")

    cout = SlugsField(gettext_lazy("Coût"))
    annee = SlugsField(gettext_lazy("Année"))

    field_order = ["q", *facets, "page"]


FORMS = {GUIDE: GuidesForm, STORY: StoriesForm}


def read_form(kind, get, language):
    """Return the form of a request's parameters: the one reading that the page, the feeds and the API share."""
    return FORMS[kind].read(get, shelf=shelf(kind, language))


def _names(held):
    """{facet: {slug: words}}: the vocabularies, and the tags, years and costs of the shelf's own entries.

    The tags' words are read again only when an entry of the shelf changes: one query.
    """
    if "article names" not in held.memo:
        held.memo["article names"] = {
            "etiquette": dict(sorted(_tags(held).items(), key=lambda pair: pair[1].casefold())),
            "annee": {year: year for year in sorted(held.facets["annee"], reverse=True)},
        }
    costs = {band.value: str(band.label) for band in CostBand}
    return facet_names(held) | held.memo["article names"] | {"cout": costs}


def _tags(held):
    rows = Entry.objects.listed().filter(kind=held.kind, language=held.language)
    tags = {}
    for data in rows.values_list("data", flat=True).iterator():
        tags |= data.get("tag_slugs", {})
    return tags
