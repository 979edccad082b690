"""Structures for machines: /api/v1/structures."""

from django.db.models import BigIntegerField
from django.http import HttpResponse
from django.shortcuts import redirect
from ninja import Field, Path, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.pagination import LimitOffsetPagination, paginate

from directory.exports.formats import GOGOCARTO
from directory.exports.http import conditional, form_of, sent
from directory.exports.public import LICENCE, page_url
from directory.exports.views import merged_into
from directory.filters import DISTANCES, FACETS, FLAGS, SORTS
from portal.search.catalogue import find
from portal.search.models import Entry

router = Router(tags=["structures"])
ASKED = {*FACETS, *FLAGS}  # the catalogue keeps others for itself


class Pagination(LimitOffsetPagination):
    """100 rows at a time at most; past the bounds is a 422, since databases refuse numbers over 64 bits."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=100)
        offset: int = Field(0, ge=0, le=1_000_000)

    def paginate_queryset(self, queryset, pagination, **params):
        start = pagination.offset
        return {"items": queryset[start : start + pagination.limit], "count": len(queryset)}


def one_of(description, *values):
    """A parameter with few values; others are ignored, as in /annuaire/, hence no check here."""
    return Field("", description=description, json_schema_extra={"enum": list(values)})


class Filters(Schema):
    """The parameters of /annuaire/, described here for openapi.json; they are read by the listing's own form."""

    q: str = Field("", description="Mots cherchés")
    domaine: list[str] = Field([], description="Domaines d’activité (l’un ou l’autre)")
    vallee: list[str] = Field([], description="Vallées")
    epci: list[str] = Field([], description="Intercommunalités")
    commune: list[str] = Field([], description="Communes")
    statut: list[str] = Field([], description="Familles juridiques")
    label: list[str] = Field([], description="Labels")
    public: list[str] = Field([], description="Publics accueillis")
    ouvert: str = one_of("Ouvertes maintenant", "1")
    accessible: str = one_of("Accessibles en fauteuil", "1")
    benevoles: str = one_of("Qui cherchent des bénévoles", "1")
    autour: str = Field("", description="Autour de cette commune (son identifiant dans l’adresse)")
    lat: str = Field("", description="Autour d’un point : latitude en degrés (WGS84)")
    lon: str = Field("", description="Autour d’un point : longitude en degrés (WGS84)")
    km: str = one_of("Distance à vol d’oiseau, en kilomètres", *map(str, DISTANCES))
    tri: str = one_of("Ordre", *SORTS)


class StructureOut(Schema):
    """What the public page shows, and nothing more. `latitude` and `longitude` are WGS84 degrees."""

    id: int
    name: str
    url: str
    summary: str
    latitude: float | None
    longitude: float | None
    verified_on: str | None
    facets: dict[str, list[str]]
    kind: str
    acronym: str = ""
    former_names: list[str] = []
    legal_family: str = ""
    siret: str = ""
    siren: str = ""
    rna: str = ""
    year_founded: int | None = None
    labels: list[str] = []
    fields: list[str] = []
    audiences: list[str] = []
    services: list[str] = []
    tags: list[str] = []
    address: str = ""
    postal_codes: list[str] = []
    commune: str | None = None
    code_insee: str | None = None
    valley: str = ""
    epci: str = ""
    serves_all: bool = False
    serves: list[str] = []
    access: str = ""
    access_text: str = ""
    opening_hours: str = ""
    closures: str = ""
    phone: str = ""
    website: str = ""
    social: list[dict[str, str]] = []
    volunteers: str = ""
    status: str
    source: str = ""
    is_fictional: bool = False


def structure_out(entry):
    """Return what the API says of an entry: its own columns, then the facts that its page declared public."""
    return {
        "id": entry.page_id,
        "name": entry.title,
        "url": page_url(entry),
        "summary": entry.summary,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "verified_on": entry.verified_on.isoformat() if entry.verified_on else None,
        "facets": {name: values for name, values in entry.facets.items() if name in ASKED},
        **entry.data,
    }


class Rows:
    """An answer of the catalogue as the API writes it."""

    def __init__(self, found):
        self.found = found

    def __len__(self):
        return self.found.count

    def __getitem__(self, part):
        return [structure_out(entry) for entry in self.found[part]]


@router.api_operation(["HEAD"], "/structures", response=list[StructureOut], include_in_schema=False)
@router.get("/structures", response=list[StructureOut], summary="Les structures de l’annuaire")
@decorate_view(conditional("api", "limit", "offset"))
@paginate(Pagination)
def structures(request, filters: Query[Filters]):
    """Les mêmes filtres et le même ordre que /annuaire/, 100 à la fois : `limit` et `offset` pour la suite."""
    return Rows(find(form_of(request).query()))


@router.api_operation(["HEAD"], "/gogocarto.json", include_in_schema=False)
@router.get("/gogocarto.json", summary="Toutes les structures, pour GoGoCarto et Transiscope")
@decorate_view(conditional("gogocarto.json"))
def gogocarto(request, filters: Query[Filters]):
    """Les mêmes filtres que /annuaire/, en une fois, dans le format « gogofull » que GoGoCarto sait importer."""
    return sent(request, GOGOCARTO)


@router.api_operation(["HEAD"], "/structures/{id}", response=StructureOut, include_in_schema=False)
@router.get("/structures/{id}", response=StructureOut, summary="Une structure")
@decorate_view(conditional("api"))
def structure(request, response: HttpResponse, id: int = Path(ge=1, le=BigIntegerField.MAX_BIGINT)):
    """Par son numéro, qui ne change pas ; celui d’une structure fusionnée mène à celle qui l’a reprise."""
    entry = Entry.objects.listed().filter(page_id=id, kind="structure").first()
    if entry is None:
        return redirect(request.path.removesuffix(f"/{id}") + f"/{merged_into(id)}", permanent=True)
    response["Link"] = f'<{page_url(entry)}>; rel="alternate"; type="text/html", <{LICENCE}>; rel="license"'
    return structure_out(entry)
