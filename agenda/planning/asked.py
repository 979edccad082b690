"""What is asked of « Choisir une date »: a day, a commune, audiences, however they were typed."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q

from agenda.editor.dates import DateError, read_date
from agenda.models import EventPage, Place
from portal.core.models import Audience, Commune

LONGEST = 80
MOST_AUDIENCES = 20
YEARS = range(2000, 2101)


@dataclass
class Asked:
    """audiences: slugs; without: the event that is being written, or None; errors: sentences."""

    day: date | None = None
    commune: Commune | None = None
    audiences: list[str] = field(default_factory=list)
    without: EventPage | None = None
    errors: dict[str, str] = field(default_factory=dict)
    typed_day: str = ""

    def query(self):
        """The address's parameters that ask for the same."""
        pairs = [("jour", self.day.isoformat())] if self.day else []
        pairs += [("commune", self.commune.slug)] if self.commune else []
        pairs += [("public", slug) for slug in self.audiences]
        return urlencode(pairs + ([("sauf", self.without.pk)] if self.without else []))


def read(data):
    """From the address's own parameters (a QueryDict)."""
    asked = Asked(typed_day=_typed(data.get("jour", "")))
    if asked.typed_day:
        try:
            day = read_date(asked.typed_day)
            asked.day = day if day.year in YEARS else None
        except DateError as problem:
            asked.errors["jour"] = str(problem)
    asked.commune = _commune(_typed(data.get("commune", "")))
    asked.audiences = _audiences(data.getlist("public"))
    if key := _number(data.get("sauf", "")):
        asked.without = EventPage.objects.filter(pk=key).only("pk", "translation_key").first()
    return asked


def from_form(data):
    """From the event's form, sent by its button: the names are the form's."""
    values = data.copy()
    values["jour"] = data.get("schedule_typed-first", "")
    values.setlist("public", data.getlist("audiences"))
    if not data.get("commune") and (key := _number(data.get("place", ""))):
        place = Place.objects.filter(pk=key).select_related("commune").first()
        values["commune"] = place.commune.slug if place else ""
    return read(values)


def _typed(text):
    """Bounded, and without the NUL that PostgreSQL refuses in a question."""
    return text.replace("\x00", "").strip()[:LONGEST]


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _commune(text):
    """By number of row (the form's), INSEE code, slug or name."""
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) == 5:
        return Commune.objects.filter(code_insee=text).first()
    if key := _number(text):
        return Commune.objects.filter(pk=key).first()
    return Commune.objects.filter(Q(slug=text) | Q(name__iexact=text)).order_by("-in_territory", "slug").first()


def _audiences(values):
    values = [_typed(value) for value in values[:MOST_AUDIENCES]]
    keys = [key for value in values if (key := _number(value))]
    if not values:
        return []
    found = Audience.objects.filter(Q(slug__in=values) | Q(pk__in=keys))
    return sorted(set(found.values_list("slug", flat=True)))
