"""Guides and stories for machines: /api/v1/guides and /api/v1/stories."""

from django.db.models import BigIntegerField
from django.utils.translation import gettext as _
from ninja import Field, Path, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.pagination import paginate

from directory.api import Pagination
from directory.exports.public import absolute, page_url
from guides.costs import CostBand
from guides.filters import GUIDE, STORY
from guides.listing import entries_of, ordered_keys
from guides.room import GUIDES, STORIES
from portal.search.catalogue import find
from portal.search.models import Entry

router = Router(tags=["guides"])


class Filters(Schema):
    """The parameters of the listing, described here for openapi.json; they are read by the listing's own form."""

    q: str = Field("", description="Mots cherchés")
    cooperation: list[str] = Field([], description="Domaines de coopération (l’un ou l’autre)")
    vallee: list[str] = Field([], description="Vallées")
    taille: list[str] = Field([], description="Tailles de structure")
    etiquette: list[str] = Field([], description="Mots-clés")


class GuideFilters(Filters):
    domaine: list[str] = Field([], description="Domaines d’activité")


class StoryFilters(Filters):
    cout: list[str] = Field([], description="Coûts : " + ", ".join(CostBand.values))
    annee: list[str] = Field([], description="Années")


class ArticleOut(Schema):
    id: int
    title: str
    url: str
    summary: str
    language: str
    cooperation: list[str] = []
    valleys: list[str] = []
    tags: list[str] = []
    sources: list[str] = []
    listed_at: str | None
    changed_at: str | None


class PartOut(Schema):
    title: str
    url: str
    summary: str
    minutes: int


class ChangeOut(Schema):
    number: int
    day: str
    reason: str
    part: str


class GuideOut(ArticleOut):
    """A mini-guide; `reading_minutes` of the whole of it."""

    number: int
    version: int
    reading_minutes: int
    booklet: str
    dated: str = ""
    sizes: list[str] = []
    fields: list[str] = []
    parts: list[PartOut]
    history: list[ChangeOut] = []


class NamedOut(Schema):
    id: int
    title: str
    url: str


class StoryOut(ArticleOut):
    """A story; `cost_amount` in euros. What nobody has said is empty or null."""

    place: str = ""
    commune: str = ""
    code_insee: str = ""
    latitude: float | None
    longitude: float | None
    year: int | None = None
    size: str = ""
    cost_amount: int | None = None
    cost_band: str = ""
    cost_text: str = ""
    time_text: str = ""
    funders: list[str] = []
    structures: list[NamedOut]
    guides: list[NamedOut]


def _common(entry):
    names = ("cooperation", "valleys", "tags", "sources")
    return {name: entry.data[name] for name in names if name in entry.data} | {
        "id": entry.page_id,
        "title": entry.title,
        "url": page_url(entry),
        "summary": entry.summary,
        "language": entry.language,
        "listed_at": _moment(entry.listed_at),
        "changed_at": _moment(entry.changed_at),
    }


def guide_out(entry, _named):
    data, url = entry.data, page_url(entry)
    facts = {name: data[name] for name in ("dated", "sizes", "fields", "history") if name in data}
    parts = [{"url": f"{url}{part['slug']}/", "summary": "", **part} for part in data.get("parts", ())]
    counted = {name: data[name] for name in ("number", "version", "reading_minutes")}
    return _common(entry) | facts | counted | {"booklet": f"{url}livret.pdf", "parts": parts}


def story_out(entry, named):
    data = entry.data
    names = ("place", "commune", "code_insee", "year", "size", "cost_amount", "cost_band", "cost_text", "time_text")
    facts = {name: data[name] for name in (*names, "funders") if name in data}
    keys = {"structures": [row["id"] for row in data.get("structures", ())], "guides": data.get("guides", ())}
    links = {name: [named[key] for key in dict.fromkeys(pages) if key in named] for name, pages in keys.items()}
    return _common(entry) | facts | links | {"latitude": entry.latitude, "longitude": entry.longitude}


def names_of(entries):
    """{page number: {"id", "title", "url"}} of the public pages that stories name: one query."""
    keys = {row["id"] for entry in entries for row in entry.data.get("structures", ())}
    keys |= {key for entry in entries for key in entry.data.get("guides", ())}
    rows = Entry.objects.listed().filter(page_id__in=keys).values_list("page_id", "title", "url") if keys else ()
    return {key: {"id": key, "title": title, "url": absolute(url)} for key, title, url in rows}


def _moment(value):
    return value.isoformat(timespec="seconds") if value else None


class Rows:
    """An answer of the catalogue as the API writes it, in the listing's order."""

    def __init__(self, form, written):
        self.written, self.keys = written, ordered_keys(find(form.query()))

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, part):
        entries = entries_of(self.keys[part])
        named = names_of(entries)
        return [self.written(entry, named) for entry in entries]


def _one(kind, key, written):
    entry = Entry.objects.listed().filter(page_id=key, kind=kind).first()
    if entry is None:
        raise HttpError(404, _("Il n’y a pas de page publique de ce numéro."))
    return written(entry, names_of([entry]))


@router.api_operation(["HEAD"], "/guides", response=list[GuideOut], include_in_schema=False)
@router.get("/guides", response=list[GuideOut], summary="Les mini-guides")
@decorate_view(GUIDES.conditional("api", "limit", "offset"))
@paginate(Pagination)
def guides(request, filters: Query[GuideFilters]):
    """Les mêmes filtres et le même ordre que /guides/, 100 à la fois : `limit` et `offset` pour la suite."""
    return Rows(GUIDES.form_of(request), guide_out)


@router.api_operation(["HEAD"], "/guides/{id}", response=GuideOut, include_in_schema=False)
@router.get("/guides/{id}", response=GuideOut, summary="Un mini-guide")
def guide(request, id: int = Path(ge=1, le=BigIntegerField.MAX_BIGINT)):
    """Par son numéro de page, qui ne change pas."""
    return _one(GUIDE, id, guide_out)


@router.api_operation(["HEAD"], "/stories", response=list[StoryOut], include_in_schema=False)
@router.get("/stories", response=list[StoryOut], summary="Les initiatives")
@decorate_view(STORIES.conditional("api", "limit", "offset"))
@paginate(Pagination)
def stories(request, filters: Query[StoryFilters]):
    """Les mêmes filtres et le même ordre que /initiatives/, 100 à la fois : `limit` et `offset` pour la suite."""
    return Rows(STORIES.form_of(request), story_out)


@router.api_operation(["HEAD"], "/stories/{id}", response=StoryOut, include_in_schema=False)
@router.get("/stories/{id}", response=StoryOut, summary="Une initiative")
def story(request, id: int = Path(ge=1, le=BigIntegerField.MAX_BIGINT)):
    """Par son numéro de page, qui ne change pas."""
    return _one(STORY, id, story_out)
