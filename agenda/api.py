"""Events for machines: /api/v1/events."""

from django.db.models import BigIntegerField
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.pagination import paginate

from agenda.exports.dates import changes, date_of, ordered_rows, packed_of, window
from agenda.exports.public import facts, organisers_of
from agenda.exports.room import ROOM
from agenda.filters import FACETS, FLAGS, WHEN, agenda_shelf
from agenda.found import organisers
from directory.api import Pagination, one_of
from directory.exports.public import LICENCE, absolute, page_url
from directory.filters import DISTANCES
from portal.search.catalogue import find
from portal.search.models import Entry

router = Router(tags=["agenda"])
MOST_DATES = 50  # of one event
ASKED = {*FACETS, *FLAGS}  # the catalogue keeps others for itself


class Days(Schema):
    """The days of which the dates are given."""

    quand: str = one_of("Période nommée ; sans elle ni dates, ce qui est à venir", *WHEN)
    du: str = Field("", description="À partir de ce jour (AAAA-MM-JJ)")
    au: str = Field("", description="Jusqu’à ce jour compris (AAAA-MM-JJ)")


class Filters(Days):
    """The parameters of /agenda/, described here for openapi.json; they are read by the listing's own form."""

    q: str = Field("", description="Mots cherchés")
    categorie: list[str] = Field([], description="Catégories (l’une ou l’autre)")
    vallee: list[str] = Field([], description="Vallées")
    epci: list[str] = Field([], description="Intercommunalités")
    commune: list[str] = Field([], description="Communes")
    public: list[str] = Field([], description="Publics")
    accessible: list[str] = Field([], description="Handicaps pour lesquels c’est accessible")
    organisateur: list[str] = Field([], description="Structures qui organisent (leur identifiant dans l’adresse)")
    gratuit: str = one_of("Gratuits", "1")
    en_ligne: str = one_of("Que l’on peut suivre en ligne", "1")
    autour: str = Field("", description="Autour de cette commune (son identifiant dans l’adresse)")
    lat: str = Field("", description="Autour d’un point : latitude en degrés (WGS84)")
    lon: str = Field("", description="Autour d’un point : longitude en degrés (WGS84)")
    km: str = one_of("Distance à vol d’oiseau, en kilomètres", *map(str, DISTANCES))


class DateOut(Schema):
    """One date; `end` is excluded when it lasts whole days. title, place and note: only what differs that day."""

    start: str
    end: str
    all_day: bool
    cancelled: bool
    title: str = ""
    place: str = ""
    note: str = ""


class OrganiserOut(Schema):
    id: int
    title: str
    url: str


class EventOut(Schema):
    """What the public page shows, and nothing more. `latitude` and `longitude` are WGS84 degrees."""

    id: int
    uid: str
    title: str
    url: str
    calendar: str
    summary: str
    status: str
    former_start: str = ""
    all_day: bool = False
    rrule: str = ""
    school: str = ""
    dates: list[DateOut]
    dates_count: int
    organisers: list[OrganiserOut]
    facets: dict[str, list[str]]
    categories: list[str] = []
    tags: list[str] = []
    audiences: list[str] = []
    age_min: int | None = None
    age_max: int | None = None
    language: str = ""
    place: str = ""
    address: str = ""
    postal_codes: list[str] = []
    commune: str = ""
    code_insee: str = ""
    valley: str = ""
    epci: str = ""
    latitude: float | None
    longitude: float | None
    online_url: str = ""
    access: list[str] = []
    price: str = ""
    price_text: str = ""
    booking_url: str = ""
    booking_email: str = ""
    booking_phone: str = ""
    seats: int | None = None
    contact: str = ""
    text: str = ""
    listed_at: str | None
    changed_at: str | None
    is_fictional: bool = False


def events_out(entries, asked, names):
    """Return what the API says of entries: their facts, and their dates of the window `asked` (minutes)."""
    other = changes([entry.page_id for entry in entries])
    return [_event_out(entry, asked, names, other) for entry in entries]


def _event_out(entry, asked, names, other):
    every = packed_of(entry, *asked)
    shown = every[-MOST_DATES:] if asked[0] is None else every[:MOST_DATES]
    known = {"uid": "", "status": "confirmed"} | facts(entry)
    return known | {
        "id": entry.page_id,
        "title": entry.title,
        "url": page_url(entry),
        "calendar": page_url(entry) + "evenement.ics",
        "summary": entry.summary,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "facets": {name: values for name, values in entry.facets.items() if name in ASKED},
        "dates": [_date_out(date_of(entry, packed, other)) for packed in shown],
        "dates_count": len(every),
        "organisers": [row | {"url": absolute(row["url"])} for row in organisers_of(entry, names)],
        "listed_at": _moment(entry.listed_at),
        "changed_at": _moment(entry.changed_at),
    }


def _date_out(date):
    return {
        "start": date.start.date().isoformat() if date.all_day else date.start.isoformat(),
        "end": date.end.date().isoformat() if date.all_day else date.end.isoformat(),
        "all_day": date.all_day,
        "cancelled": date.is_cancelled,
        "title": date.change.title,
        "place": date.change.place,
        "note": date.change.note,
    }


def _moment(value):
    return value.isoformat(timespec="seconds") if value else None


class Rows:
    """An answer of the catalogue as the API writes it, in the listing's order."""

    def __init__(self, form):
        self.found, self.asked = find(form.query()), window(form)
        self.keys = [self.found.shelf.keys[row.slot] for row in ordered_rows(self.found, form)]

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, part):
        entries = Entry.objects.listed().in_bulk(self.keys[part])
        shown = [entries[key] for key in self.keys[part] if key in entries]
        return events_out(shown, self.asked, organisers(self.found.shelf))


@router.api_operation(["HEAD"], "/events", response=list[EventOut], include_in_schema=False)
@router.get("/events", response=list[EventOut], summary="Les événements de l’agenda")
@decorate_view(ROOM.conditional("api", "limit", "offset"))
@paginate(Pagination)
def events(request, filters: Query[Filters]):
    """Les mêmes filtres et le même ordre que /agenda/, 100 à la fois : `limit` et `offset` pour la suite.

    Chaque événement a ses dates de la période demandée, 50 au plus ; `dates_count` les compte toutes.
    """
    return Rows(ROOM.form_of(request))


@router.api_operation(["HEAD"], "/events/{id}", response=EventOut, include_in_schema=False)
@router.get("/events/{id}", response=EventOut, summary="Un événement")
@decorate_view(ROOM.conditional("api"))
def event(request, response: HttpResponse, days: Query[Days], id: int = Path(ge=1, le=BigIntegerField.MAX_BIGINT)):
    """Par son numéro, qui ne change pas, avec ses prochaines dates, ou celles de `du` à `au` : 50 au plus."""
    entry = Entry.objects.listed().filter(page_id=id, kind="event").first()
    if entry is None:
        raise HttpError(404, _("Il n’y a pas d’événement public de ce numéro."))
    response["Link"] = f'<{page_url(entry)}>; rel="alternate"; type="text/html", <{LICENCE}>; rel="license"'
    asked = window(ROOM.form_of(request))
    return events_out([entry], asked, organisers(agenda_shelf(entry.language)))[0]
