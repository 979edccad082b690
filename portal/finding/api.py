"""The search for machines: /api/v1/search."""

from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from directory.api import one_of
from portal.finding.answer import MOST_SHOWN, answer
from portal.finding.form import CORRECTION, PLACE, TIME
from portal.finding.going_out.records import records
from portal.finding.going_out.room import ROOM
from portal.finding.kinds import BY_NAME, KINDS

router = Router(tags=["search"])
TYPES = [kind.value for kind in KINDS]


class Filters(Schema):
    """The parameters of /recherche/, described here for openapi.json; they are read by the search's own form."""

    q: str = Field(
        "", description="Mots cherchés, un lieu ou un jour compris (« épicerie embrun », « concert samedi »)"
    )
    type: str = one_of("Un seul type de résultats", *TYPES)
    vallee: list[str] = Field([], description="Vallées")
    domaine: list[str] = Field([], description="Domaines d’activité")
    quand: str = one_of("Événements de ces jours", "aujourdhui", "demain", "week-end", "semaine", "mois")
    tri: str = one_of("Ordre", "pertinence", "nom", "verifie", "date")
    sans: list[str] = Field([], description=f"Ne pas deviner : {PLACE}, {TIME}, {CORRECTION}")


class Paging(Schema):
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=MOST_SHOWN)


class ResultOut(Schema):
    """A result of any type; `next_date` of an event, on the clocks of here."""

    id: int
    type: str
    title: str
    url: str
    summary: str
    language: str
    commune: str
    valley: str
    latitude: float | None
    longitude: float | None
    next_date: str | None
    listed_at: str | None
    changed_at: str | None


class ResultsOut(Schema):
    """`types`: how many of each type, whichever is shown; `understood` and `corrected`: what was made of the words."""

    items: list[ResultOut]
    count: int
    types: dict[str, int]
    understood: dict[str, str]
    corrected: dict[str, list[str]]


@router.api_operation(["HEAD"], "/search", response=ResultsOut, include_in_schema=False)
@router.get("/search", response=ResultsOut, summary="Chercher dans tout le portail", url_name="search")
@decorate_view(ROOM.conditional("api", "limit", "offset"))
def search(request, filters: Query[Filters], paging: Query[Paging]):
    """Les mêmes paramètres et le même ordre que /recherche/ : `limit` et `offset` pour la suite."""
    found = answer(ROOM.form_of(request))
    stop = min(paging.offset + paging.limit, MOST_SHOWN)
    return {
        "items": list(records(found, paging.offset, stop)) if found.is_asked else [],
        "count": found.count,
        "types": {BY_NAME[name].value: one.count for name, one in found.found.items()},
        "understood": found.understood.labels,
        "corrected": found.matched.changes if found.matched else {},
    }
