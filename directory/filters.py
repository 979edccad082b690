"""The parameters of /annuaire/: read without ever failing, and turned into a catalogue query."""

from copy import copy
from math import isfinite

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.open_now import open_now
from directory.typed_commune import commune_index, printable, understood, written
from portal.core.listing import MAX_LENGTH, ListingForm
from portal.search.catalogue import Near, Query
from portal.search.memory import shelf
from portal.search.names import facet_names

FACETS = ("domaine", "vallee", "epci", "commune", "statut", "label", "public")
TYPED = ("commune", "autour")  # communes, which people type
FLAGS = ("ouvert", "accessible", "benevoles")
DISTANCES = (5, 10, 20, 50)  # km
DEFAULT_KM = 10
SORTS = {"pertinence": "relevance", "nom": "name", "distance": "distance", "verifie": "verified"}
DECIMALS = 3  # of a visitor's position: about 100 m


class LightField(forms.Field):
    """A field that forms share instead of copying it, widget and all: half of what reading the form would cost."""

    def __deepcopy__(self, memo):
        return copy(self)


class TextField(LightField, forms.CharField):
    pass


class NumberField(LightField, forms.IntegerField):
    pass


class WordField(LightField):
    """One of some words, known without building choices and widgets: a listing is asked for more often than drawn.

    words: {value of the address: what people read}; set on the form's own copy where it depends on the language.
    """

    widget = forms.HiddenInput

    def __init__(self, label, words=()):
        super().__init__(label=label, required=False)
        self.words = dict(words)

    def clean(self, value):
        if value and value not in self.words:
            raise forms.ValidationError("unknown")
        return value or ""


class SlugsField(WordField):
    """Slugs, the parameter repeated: any of them will do (OR). Unknown ones are left out, and said by the form."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        """The known slugs, in the order of people: the canonical one."""
        asked = set(value or ())
        return [slug for slug in self.words if slug in asked] if asked else []


class CommuneField(WordField):
    """A commune by its slug, or as people write it. What names none, or several, becomes `question`."""

    index = question = None

    def clean(self, value):
        return self._slug_of(value) if value else ""

    def _slug_of(self, text):
        if text in self.words:
            return text
        slug, question = understood(self.index(), text, self.words)
        self.question = self.question or question
        return slug


class CommunesField(CommuneField):
    """Several of them, any will do."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        asked = set()
        for text in value or ():
            if not self.question:  # one at a time: a form has one field to type in
                asked.add(self._slug_of(text))
            elif text in self.words:
                asked.add(text)
        return [slug for slug in self.words if slug in asked] if asked else []


class DegreesField(LightField, forms.FloatField):
    """A coordinate, rounded as soon as it is read: nothing more precise is used, repeated or kept."""

    def __init__(self, label, limit):
        super().__init__(label=label, required=False, min_value=-limit, max_value=limit)

    def clean(self, value):
        number = super().clean(value)
        if number is not None and not isfinite(number):
            raise forms.ValidationError("not a number")
        return number if number is None else round(number, DECIMALS) + 0.0


class PlacedForm(ListingForm):
    """What the listings of the catalogue share: facets of known words, communes that are typed, around a place.

    A subclass has the fields of its facets, `commune`, `autour`, `lat`, `lon` and `km`, and names its `facets`.
    """

    facets = ()
    names_of = staticmethod(facet_names)  # of a shelf: {facet: {slug: words}}

    def __init__(self, data, shelf):
        super().__init__(data)
        self.shelf = shelf
        self.names = self.names_of(shelf)
        for facet in self.facets:
            self.fields[facet].words = self.names[facet]
        self.fields["autour"].words = self.names["points"]
        for name in TYPED:
            self.fields[name].index = lambda: commune_index(shelf)

    @classmethod
    def read(cls, get, **options):
        form = super().read(get, **options)
        form._say_unknown_slugs()
        form.questions = {name: form.fields[name].question for name in TYPED if form.fields[name].question}
        form.ignored += [question.sentence for question in form.questions.values()]
        form._settle()
        return form

    def _say_unknown_slugs(self):
        for facet in (name for name in self.facets if name not in TYPED):
            for slug in self.data.getlist(facet):
                if slug not in self.names[facet]:
                    self.ignored.append(
                        _("« %(value)s » n’a pas été compris pour « %(name)s » : ce réglage est ignoré.")
                        % {"value": printable(slug), "name": self.fields[facet].label}
                    )
        del self.ignored[MAX_SENTENCES:]

    def _settle_place(self):
        """Leave out what says nothing beside the rest, so that one question has one address."""
        values = self.values
        if values["autour"]:
            values["lat"] = values["lon"] = None
        elif (values["lat"] is None) != (values["lon"] is None):
            self.ignored.append(_("Il faut la latitude et la longitude pour chercher autour d’un point."))
            values["lat"] = values["lon"] = None
        self.km = int(values["km"] or DEFAULT_KM)  # shown again, even while there is nothing to be near to
        self.near = self._near()
        if not self.near:
            values["km"] = ""
        if self.near and values["km"] == str(DEFAULT_KM):
            values["km"] = ""

    def _near(self):
        """The circle asked for, or None: around a commune's town hall, or around the visitor."""
        values = self.values
        if values["autour"]:
            return Near(*self.names["points"][values["autour"]], self.km)
        return Near(values["lat"], values["lon"], self.km) if values["lat"] is not None else None

    def _used(self, name):
        value = self.values[name]
        if isinstance(value, list):
            return value
        return [f"{value:.{DECIMALS}f}" if isinstance(value, float) else value]

    def state(self):
        """What was understood, page left out, as the canonical address writes it: {name: [values]}, in order."""
        values = self.values
        return {name: self._used(name) for name in self.fields if name != "page" and values[name] not in (None, "", [])}

    def state_with(self, name, slug):
        """The state once `slug` answers the question of a field (see TYPED)."""
        state = self.state()
        if name == "autour":
            km = [] if self.km == DEFAULT_KM else [str(self.km)]
            state = {key: kept for key, kept in state.items() if key not in ("lat", "lon")} | {"km": km}
        chosen = {slug, *(self.values[name] if name == "commune" else ())}
        state[name] = [value for value in self.fields[name].words if value in chosen]
        return {key: state[key] for key in self.fields if state.get(key)}

    def typed(self, name):
        """What the field of a commune holds: the name of the one that was understood, or the words that were not."""
        if question := self.questions.get(name):
            return question.text
        slug = self.values[name] if name == "autour" else ""
        return written(commune_index(self.shelf), slug, self.fields[name].words) if slug else ""


class DirectoryForm(PlacedForm):
    """All parameters, in the order of the canonical address."""

    facets = FACETS

    q = TextField(label=gettext_lazy("recherche"), required=False, max_length=MAX_LENGTH)
    domaine = SlugsField(gettext_lazy("Domaine"))
    vallee = SlugsField(gettext_lazy("Vallée"))
    epci = SlugsField(gettext_lazy("Intercommunalité"))
    commune = CommunesField(gettext_lazy("Commune"))
    statut = SlugsField(gettext_lazy("Statut"))
    label = SlugsField(gettext_lazy("Label"))
    public = SlugsField(gettext_lazy("Public"))
    ouvert = WordField(gettext_lazy("Ouvert maintenant"), {"1": ""})
    accessible = WordField(gettext_lazy("Accessible en fauteuil"), {"1": ""})
    benevoles = WordField(gettext_lazy("Cherche des bénévoles"), {"1": ""})
    autour = CommuneField(gettext_lazy("Autour de"))
    lat = DegreesField(gettext_lazy("latitude"), 90)
    lon = DegreesField(gettext_lazy("longitude"), 180)
    km = WordField(gettext_lazy("à moins de"), {str(km): f"{km} km" for km in DISTANCES})
    tri = WordField(
        gettext_lazy("Classer par"),
        {
            "pertinence": gettext_lazy("pertinence"),
            "nom": gettext_lazy("nom"),
            "distance": gettext_lazy("distance"),
            "verifie": gettext_lazy("vérification récente"),
        },
    )

    page = NumberField(label=gettext_lazy("page"), required=False, min_value=1)

    field_order = ["q", *FACETS, *FLAGS, "autour", "lat", "lon", "km", "tri", "page"]

    def _settle(self):
        self._settle_place()
        values = self.values
        if values["tri"] in (self.usual_sort, "") or (values["tri"] == "distance" and not self.near):
            values["tri"] = ""
        if values["tri"] == "pertinence" and not values["q"]:
            values["tri"] = ""

    @property
    def usual_sort(self):
        """The sort of who asked for none, as the address writes it."""
        return "pertinence" if self.values["q"] else "distance" if self.near else "nom"

    def query(self):
        values = self.values
        facets = {name: tuple(values[name]) for name in FACETS if values[name]}
        facets |= {name: ("1",) for name in ("accessible", "benevoles") if values[name]}
        return Query(
            kind=self.shelf.kind,
            language=self.shelf.language,
            text=values["q"] or "",
            facets=facets,
            near=self.near,
            sort=SORTS[values["tri"] or self.usual_sort],
            sets={"ouvert": open_now} if values["ouvert"] else {},
            held=self.shelf,
        )


MAX_SENTENCES = 8


def directory_shelf(language):
    return shelf("structure", language)
