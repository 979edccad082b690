"""The sheets of the directory as the comparison wants them: one query whatever their number."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max

from directory.duplicates.index import LikenessIndex
from directory.duplicates.likeness import Sheet
from directory.duplicates.refusals import refused_pairs
from directory.models import StructurePage
from portal.search.models import CatalogueState

MAX_PAIRS = 2000  # kept for the workbench: enough for weeks of work
KEPT_FOR = 24 * 3600  # seconds
_FIELDS = ("pk", "title", "acronym", "former_names", "commune_id", "commune__name", "website", "phone", "email")
_FIELDS += ("siret", "siren", "rna")


def compared():
    """The structures that are compared: drafts too, each once whatever its translations, none that was merged."""
    return StructurePage.objects.filter(alias_of=None, locale__language_code=settings.LANGUAGE_CODE).exclude(
        status=StructurePage.Status.MERGED
    )


def read_sheets():
    rows = compared().order_by("pk").values_list(*_FIELDS)
    return [_sheet(*row) for row in rows.iterator(chunk_size=2000)]


def _sheet(key, title, acronym, former_names, commune, commune_name, *rest):
    lines = tuple(line.strip() for line in former_names.splitlines() if line.strip())
    return Sheet(key, title, acronym, lines, commune, commune_name or "", *rest)


def sheet_of(page):
    """The Sheet of a page in memory."""
    values = [getattr(page, name) for name in _FIELDS if name != "commune__name"]
    values.insert(_FIELDS.index("commune__name"), page.commune.name if page.commune else "")
    return _sheet(*values)


def likely_pairs():
    """[(key, key, Likeness)] that nobody has told apart, the likeliest first: 3 queries when nothing has changed."""
    mark = _mark()
    pairs = cache.get(mark)
    if pairs is None:
        pairs = LikenessIndex(read_sheets()).pairs()[:MAX_PAIRS]
        cache.set(mark, pairs, KEPT_FOR)
    refused = refused_pairs()
    return [pair for pair in pairs if pair[:2] not in refused]


def _mark():
    """Changes as soon as a sheet does: published or not, one of them added or gone."""
    facts = compared().aggregate(
        n=Count("pk"), last=Max("pk"), sum_=Max("latest_revision_created_at"), live=Max("last_published_at")
    )
    version = CatalogueState.objects.filter(pk=1).values_list("version", flat=True).first()
    return "duplicates." + sha256(repr((*facts.values(), version)).encode()).hexdigest()[:32]


def look_alikes(name, commune=None, limit=5, **facts):
    """[(Sheet, Likeness)] of what is already there, for a structure about to be added.

    commune: a Commune or None; facts: any other field of Sheet (website, phone, siret ...).
    """
    place = {"commune": commune.pk, "commune_name": commune.name} if commune else {}
    return LikenessIndex(read_sheets()).look_alikes(Sheet(-1, name, **place, **facts), limit)
