"""Each value's own door: what comes in is what the sheet may hold, or a sentence says why not.

Values are kept as JSON can hold them (slugs, INSEE code, ISO), so that the journal and the pages compare alike.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

from directory.imports import doors
from directory.imports.fields import TARGETS
from directory.imports.places import commune_of, point_of, warn_of_distance
from directory.imports.problems import LeftOut, RowRefused
from directory.imports.words import Words
from portal.core.folding import fold

# Together they make one value: read after the others.
_PLACE = ("postal_code", "commune", "code_insee", "latitude", "longitude", "point")


@dataclass(slots=True)
class CleanRow:
    """A row on our side of the doors. identity: what the source knows it by; refusals and notes are sentences."""

    number: int
    title: str = ""
    identity: str = ""
    page_name: str = ""
    values: dict = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def clean_rows(sheet, mapping, progress=None):
    """Return one CleanRow a row of the sheet, in order. About eight queries whatever the size. progress(1) a row."""
    by_target = {}
    for column in sheet.columns:
        if target := mapping.get(column):
            by_target.setdefault(target, []).append(column)
    cleaner = _Cleaner(Words(), by_target)
    rows = []
    for row in sheet.rows:
        rows.append(cleaner.clean(row))
        if progress:
            progress(1)
    return rows


class _Cleaner:
    def __init__(self, words, by_target):
        self.words, self.by_target = words, by_target
        # The same few words come back in thousands of rows.
        self.doors = {name: lru_cache(maxsize=4096)(door) for name, door in doors.DOORS.items()}

    def clean(self, row):
        clean = CleanRow(row.number, refusals=list(row.problems))
        for name, columns in self.by_target.items():
            texts = [row.values[column] for column in columns if column in row.values]
            if texts and name not in _PLACE:
                self._pass(clean, name, columns, texts)
        self._place(clean, row)
        clean.title = clean.values.get("title", "")
        if not clean.title and not clean.refusals:
            clean.refusals.append(_("Ligne %d : pas de nom.") % row.number)
        if "siret" in clean.values:
            clean.values["siren"] = clean.values["siret"][:9]
        clean.identity = clean.identity or _own_identity(clean)
        return clean

    def _pass(self, clean, name, columns, texts):
        target = TARGETS[name]
        try:
            value, notes = self.doors[target.door](self.words, name, "\n".join(texts))
        except LeftOut as problem:
            clean.notes.append(_said(clean.number, columns, problem, _("laissé de côté.")))
        except RowRefused as problem:
            clean.refusals.append(_said(clean.number, columns, problem))
        else:
            clean.notes += [_said(clean.number, columns, note) for note in notes]
            _keep(clean, name, value)

    def _place(self, clean, row):
        def cell(name):
            column = next(iter(self.by_target.get(name, ())), None)
            return doors.one_line(row.values.get(column, ""))

        columns = [column for name in _PLACE for column in self.by_target.get(name, ())]
        if not columns:
            return
        try:
            commune = commune_of(self.words.communes, cell("commune"), cell("postal_code"), cell("code_insee"))
            if commune:
                clean.values["commune"] = commune.code_insee
        except RowRefused as problem:
            commune = None
            used = [column for name in _PLACE[:3] for column in self.by_target.get(name, ()) if column in row.values]
            clean.refusals.append(_said(clean.number, used, problem))
        self._point(clean, row, cell, commune)

    def _point(self, clean, row, cell, commune):
        used = [column for name in _PLACE[3:] for column in self.by_target.get(name, ()) if column in row.values]
        if not used:
            return
        try:
            point, notes = point_of(cell("latitude"), cell("longitude"), cell("point"))
        except LeftOut as problem:
            clean.notes.append(_said(clean.number, used, problem, _("laissé de côté.")))
        except RowRefused as problem:
            clean.refusals.append(_said(clean.number, used, problem))
        else:
            clean.values["latitude"], clean.values["longitude"] = point
            notes = [*notes, *warn_of_distance(point, commune)]
            clean.notes += [_said(clean.number, used, note) for note in notes]


def _keep(clean, name, value):
    if value in ("", None, []):
        return
    if name == "external_id":
        clean.identity = value
    elif name == "page_name":
        clean.page_name = value
    elif name.startswith("social:"):
        clean.values.setdefault("social_accounts", {})[name.removeprefix("social:")] = value
    else:
        clean.values[name] = value


def _own_identity(clean):
    """For a row that its source gives no id, nor SIRET, nor RNA: its name and commune, so that it is known again."""
    if not clean.title or clean.values.get("siret") or clean.values.get("rna"):
        return ""
    return f"nom:{fold(clean.title)[:100]}@{clean.values.get('commune', '')}"


def _said(number, columns, *sentences):
    names = ", ".join(f"« {column} »" for column in dict.fromkeys(columns))
    label = _("colonne %s") % names if len(columns) == 1 else _("colonnes %s") % names
    return _("Ligne %(row)d, %(columns)s : %(problem)s") % {
        "row": number,
        "columns": label,
        "problem": " ".join(str(sentence) for sentence in sentences),
    }
