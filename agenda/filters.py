"""The parameters of /agenda/: read without ever failing, and turned into a catalogue query."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agenda.found import in_period, organisers
from agenda.period import Period, named
from directory.filters import (
    DISTANCES,
    CommuneField,
    CommunesField,
    DegreesField,
    LightField,
    NumberField,
    PlacedForm,
    SlugsField,
    TextField,
    WordField,
)
from portal.core.listing import MAX_LENGTH
from portal.search.catalogue import Query
from portal.search.memory import shelf
from portal.search.names import facet_names

FACETS = ("categorie", "vallee", "epci", "commune", "public", "accessible", "organisateur")
FLAGS = ("gratuit", "en_ligne")
ACCESS = {
    "moteur": gettext_lazy("handicap moteur"),
    "auditif": gettext_lazy("handicap auditif"),
    "visuel": gettext_lazy("handicap visuel"),
    "psychique": gettext_lazy("handicap psychique"),
    "intellectuel": gettext_lazy("handicap intellectuel"),
}
PAST = "passe"
WHEN = {
    "aujourdhui": gettext_lazy("Aujourd’hui"),
    "demain": gettext_lazy("Demain"),
    "week-end": gettext_lazy("Ce week-end"),
    "semaine": gettext_lazy("Cette semaine"),
    "mois": gettext_lazy("Ce mois-ci"),
    PAST: gettext_lazy("Passés"),
}
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


class DayField(LightField, forms.DateField):
    """A day, as browsers send it (2026-12-05) or as people type it (5/12/2026)."""

    def __init__(self, label):
        super().__init__(label=label, required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"])

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST <= day <= LAST:
            raise forms.ValidationError("out of the agenda")
        return day


def agenda_names(held):
    """facet_names, with what only the agenda has: {facet: {slug: words}}."""
    who = {row["slug"]: row["title"] for row in organisers(held).values()}
    return facet_names(held) | {"accessible": ACCESS, "organisateur": who}


class AgendaForm(PlacedForm):
    """All parameters, in the order of the canonical address."""

    facets = FACETS
    names_of = staticmethod(agenda_names)

    q = TextField(label=gettext_lazy("recherche"), required=False, max_length=MAX_LENGTH)
    quand = WordField(gettext_lazy("Quand"), WHEN)
    du = DayField(gettext_lazy("du"))
    au = DayField(gettext_lazy("au"))
    categorie = SlugsField(gettext_lazy("Catégorie"))
    vallee = SlugsField(gettext_lazy("Vallée"))
    epci = SlugsField(gettext_lazy("Intercommunalité"))
    commune = CommunesField(gettext_lazy("Commune"))
    public = SlugsField(gettext_lazy("Public"))
    accessible = SlugsField(gettext_lazy("Accessible"))
    organisateur = SlugsField(gettext_lazy("Organisé par"))
    gratuit = WordField(gettext_lazy("Gratuit"), {"1": ""})
    en_ligne = WordField(gettext_lazy("En ligne"), {"1": ""})
    autour = CommuneField(gettext_lazy("Autour de"))
    lat = DegreesField(gettext_lazy("latitude"), 90)
    lon = DegreesField(gettext_lazy("longitude"), 180)
    km = WordField(gettext_lazy("à moins de"), {str(km): f"{km} km" for km in DISTANCES})

    page = NumberField(label=gettext_lazy("page"), required=False, min_value=1)

    field_order = ["q", "quand", "du", "au", *FACETS, *FLAGS, "autour", "lat", "lon", "km", "page"]

    def __init__(self, data, shelf):
        super().__init__(data, shelf)
        self.now = timezone.now()

    def _settle(self):
        self._settle_place()
        values, today = self.values, timezone.localdate(self.now)
        if values["du"] and values["au"] and values["au"] < values["du"]:
            self.ignored.append(_("La fin de la période est avant son début : les deux dates sont échangées."))
            values["du"], values["au"] = values["au"], values["du"]
        if values["quand"] and (values["du"] or values["au"]):
            values["quand"] = ""  # dates say more
        self.is_past = values["quand"] == PAST
        if values["du"] or values["au"]:
            self.period = Period(values["du"] or today, values["au"])
        else:
            self.period = named(values["quand"], today)

    def state(self):
        return {
            name: [value.isoformat() for value in values] if name in ("du", "au") else values
            for name, values in super().state().items()
        }

    def query(self, period=None):
        """The catalogue's query; period: other days than those of the address (a month, a week, a day)."""
        values = self.values
        facets = {name: tuple(values[name]) for name in FACETS if values[name]}
        if "organisateur" in facets:
            known = {row["slug"]: str(key) for key, row in organisers(self.shelf).items()}
            facets["organisateur"] = tuple(known[slug] for slug in facets["organisateur"])
        facets |= {name: ("1",) for name in FLAGS if values[name]}
        asked, now, past = period or self.period, self.now, self.is_past and not period
        return Query(
            kind=self.shelf.kind,
            language=self.shelf.language,
            text=values["q"] or "",
            facets=facets,
            near=self.near,
            sets={"periode": lambda held: in_period(held, asked, now, past=past)},
            held=self.shelf,
        )


def agenda_shelf(language):
    return shelf("event", language)


def read_form(get, held=None):
    """Return the form of a request's parameters: the one reading that pages, feeds and exports share."""
    return AgendaForm.read(get, shelf=held or agenda_shelf(get_language() or settings.LANGUAGE_CODE))
