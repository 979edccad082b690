"""The parameters of /recherche/: read without ever failing, whatever is in the address."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.filters import PAST, WHEN
from directory.filters import MAX_SENTENCES, NumberField, SlugsField, TextField, WordField
from directory.typed_commune import printable
from portal.core.listing import ListingForm, query_string
from portal.finding.kinds import KINDS
from portal.search.asked import MAX_CHARS
from portal.search.memory import shelves
from portal.search.names import facet_names

FACETS = ("vallee", "domaine")
RELEVANCE, NAME, VERIFIED, DATE = "pertinence", "nom", "verifie", "date"
# What is understood of the words unless the address says not to: `?sans=lieu`.
PLACE, TIME, CORRECTION = "lieu", "date", "correction"


class SearchForm(ListingForm):
    """All parameters, in the order of the canonical address. `type` and `tri` hold values of few words."""

    q = TextField(label=gettext_lazy("recherche"), required=False)
    type = WordField(gettext_lazy("Type"), {kind.value: kind.label for kind in KINDS})
    vallee = SlugsField(gettext_lazy("Vallée"))
    domaine = SlugsField(gettext_lazy("Domaine d’activité"))
    quand = WordField(gettext_lazy("Quand"), {value: words for value, words in WHEN.items() if value != PAST})
    tri = WordField(
        gettext_lazy("Classer par"),
        {
            RELEVANCE: gettext_lazy("pertinence"),
            NAME: gettext_lazy("nom"),
            VERIFIED: gettext_lazy("vérification récente"),
            DATE: gettext_lazy("date"),
        },
    )
    sans = SlugsField(
        gettext_lazy("sans deviner"),
        {
            PLACE: gettext_lazy("le lieu"),
            TIME: gettext_lazy("la date"),
            CORRECTION: gettext_lazy("l’orthographe"),
        },
    )
    page = NumberField(label=gettext_lazy("page"), required=False, min_value=1)

    field_order = ["q", "type", *FACETS, "quand", "tri", "sans", "page"]

    def __init__(self, data, language):
        super().__init__(data)
        self.language = language
        self.shelves = shelves([kind.name for kind in KINDS], language)
        self.names = facet_names(self.shelves["structure"])
        for facet in FACETS:
            self.fields[facet].words = self.names[facet]

    @classmethod
    def read(cls, get, language):
        """Return the form of a request's GET, for the pages of one language."""
        form = super().read(get, language=language)
        for facet in FACETS:
            for slug in form.data.getlist(facet):
                if slug not in form.names[facet]:
                    form.ignored.append(
                        _("« %(value)s » n’a pas été compris pour « %(name)s » : ce réglage est ignoré.")
                        % {"value": printable(slug), "name": form.fields[facet].label}
                    )
        form._settle()
        del form.ignored[MAX_SENTENCES:]
        return form

    @classmethod
    def read_state(cls, state, language):
        """The form of a state, such as `state_with` returns."""
        return cls.read(QueryDict(query_string(state)), language)

    def _settle(self):
        values = self.values
        text = "".join(char for char in values["q"] or "" if char.isprintable() or char.isspace())
        if len(text) > MAX_CHARS:
            self.ignored.append(
                _("Votre recherche est très longue : seuls ses %(n)s premiers signes sont lus.") % {"n": MAX_CHARS}
            )
        values["q"] = " ".join(text[:MAX_CHARS].split())
        if values["tri"] == RELEVANCE or (values["tri"] == DATE and values["type"] != "evenement"):
            values["tri"] = ""

    @property
    def shelf(self):
        """Any shelf knows the version of the whole catalogue."""
        return self.shelves["page"]

    def _used(self, name):
        value = self.values[name]
        return value if isinstance(value, list) else [value]

    def state_with(self, **values):
        """The state with other values of some parameters, in the canonical order; an empty one is taken away."""
        state = self.state() | {name: [value] if isinstance(value, str) else value for name, value in values.items()}
        return {name: state[name] for name in self.fields if state.get(name) and state[name] != [""]}
