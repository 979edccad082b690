"""What the directory holds already, read in a bounded number of queries, in memory that follows the file."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from wagtail.contrib.redirects.models import Redirect

from directory.imports.look_alikes import LookAlikes, keys_of
from directory.imports.texts import plain
from directory.models import ExternalId, SocialAccount, StructurePage, StructureTag, Verification
from portal.core.models import Commune

CHUNK = 500
OWN = (
    *("title", "acronym", "former_names", "summary", "kind", "siret", "siren", "rna", "year_founded", "services"),
    *("needs_volunteers", "volunteer_text", "address", "latitude", "longitude", "serves_all", "access"),
    *("access_text", "opening_hours", "closures", "email", "phone", "website", "status"),
)
MANY = ("labels", "fields_of_activity", "audiences")
_STATE = ("live", "has_unpublished_changes", "locked", "numchild", "latest_revision_id", "value_sources")


@dataclass(slots=True)
class PageState:
    """A page as the import sees it. values: {field: value} in the form of cleaning.CleanRow.values.

    values["presentation"] is None when it is more than one block of text: an import would lose the others.
    """

    pk: int
    values: dict
    live: bool
    has_unpublished_changes: bool
    locked: bool
    numchild: int
    latest_revision_id: int | None
    value_sources: dict
    verified: dict[str, date] = field(default_factory=dict)


def chunks(keys, size=CHUNK):
    keys = list(keys)
    return (keys[start : start + size] for start in range(0, len(keys), size))


class Existing:
    """Who is who, for the rows of one file: by id of the source, SIRET and RNA, and by what makes a look-alike."""

    def __init__(self, rows, source, words):
        self.row_keys = {row.number: _keys(row.values) for row in rows if row.title}
        self.look_alikes = LookAlikes(set().union(*self.row_keys.values()))
        self.by_identity = self._identities(rows, source)
        self.by_number = self._scan(rows)
        self.redirects = self._redirects(rows)
        self.words = words

    def _identities(self, rows, source):
        wanted = {row.identity for row in rows}
        pairs = ExternalId.objects.filter(source=source).values_list("value", "structure_id").iterator(chunk_size=5000)
        return {value: key for value, key in pairs if value in wanted}

    def _scan(self, rows):
        """One pass over every structure: {("siret", number): [keys]}, and the look-alikes."""
        wanted = {(name, row.values[name]) for row in rows for name in ("siret", "rna") if name in row.values}
        found = defaultdict(list)
        communes = dict(Commune.objects.values_list("pk", "code_insee"))
        names = ("pk", "title", "acronym", "former_names", "siret", "rna", "commune_id", "website", "phone")
        names += ("status", "merged_into_id")
        pages = StructurePage.objects.in_source_language().order_by("pk").values_list(*names)
        for row in pages.iterator(chunk_size=5000):
            pk, title, acronym, former, siret, rna, commune, website, phone, status, kept = row
            is_merged = status == StructurePage.Status.MERGED and kept
            for number in (("siret", siret), ("rna", rna)):
                if number in wanted:
                    found[number].append(kept if is_merged else pk)  # its numbers are now those of the sheet it joined
            if is_merged:
                continue
            keys = keys_of(title, acronym, former, website, phone)
            self.look_alikes.add_page(pk, title, communes.get(commune, ""), keys)
        return found

    def _redirects(self, rows):
        """{old path: page's key, None for an address} of the pages that the file names."""
        from directory.imports.redirects import paths_of

        paths = [path for row in rows if row.page_name for path in paths_of(row.page_name)]
        found = {}
        for chunk in chunks(paths):
            found |= dict(Redirect.objects.filter(old_path__in=chunk).values_list("old_path", "redirect_page_id"))
        return found


def _keys(values):
    return keys_of(*(values.get(name, "") for name in ("title", "acronym", "former_names", "website", "phone")))


def read_states(keys, words):
    """Return {key: PageState}: nine queries a chunk of 500 pages."""
    states = {}
    for chunk in chunks(keys):
        states |= _read_chunk(chunk, words)
    return states


def _read_chunk(keys, words):
    names = ("pk", *_STATE, *OWN, "commune_id", "legal_family_id", "main_field_id", "presentation")
    states = {}
    for row in StructurePage.objects.filter(pk__in=keys).values(*names):
        commune = words.communes.by_key.get(row["commune_id"])
        values = {name: row[name] for name in OWN}
        values["commune"] = commune.code_insee if commune else ""
        values["legal_family"] = _slug(words, "legal_family", row["legal_family_id"])
        values["main_field"] = _slug(words, "main_field", row["main_field_id"])
        values["presentation"] = _only_text(row["presentation"])
        values |= {name: [] for name in MANY} | {"tags": [], "social_accounts": {}}
        states[row["pk"]] = PageState(row["pk"], values, **{name: row[name] for name in _STATE})
    _read_relations(states, words)
    return states


def _slug(words, name, key):
    return next((slug for slug, pk in words.keys[name].items() if pk == key), "") if key else ""


def _only_text(body):
    """The HTML of a presentation that is one block of text; "" when there is none, None when there is more."""
    blocks = list(body.raw_data)
    if not blocks:
        return ""
    html = blocks[0]["value"] if len(blocks) == 1 and blocks[0]["type"] == "text" else None
    return html if html is None or plain(html) else ""


def _read_relations(states, words):
    for name in MANY:
        relation = StructurePage._meta.get_field(name)
        slugs = {key: slug for slug, key in words.keys[name].items()}
        near, far = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        rows = relation.remote_field.through.objects.filter(**{f"{near}__in": list(states)}).values_list(near, far)
        for page, term in rows:
            if term in slugs:
                states[page].values[name].append(slugs[term])
    for page, tag in StructureTag.objects.filter(content_object__in=states).values_list(
        "content_object_id", "tag__name"
    ):
        states[page].values["tags"].append(tag)
    for page, network, url in SocialAccount.objects.filter(structure__in=states).values_list(
        "structure_id", "network", "url"
    ):
        states[page].values["social_accounts"][network] = url
    for page, group, day in Verification.objects.filter(structure__in=states).values_list(
        "structure_id", "group", "verified_on"
    ):
        states[page].verified[group] = day
    for state in states.values():
        for name in (*MANY, "tags"):
            state.values[name].sort()
