"""What an import would do, row by row: nothing is written here, and applying does exactly this.

A line's `after` is {field: new value} and `before` the former ones; three more keys say what goes with a page:
"external_id" (value in this source), "page_name" (of a YesWiki), and in `before`, "value_sources" of those fields.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.imports.existing import Existing, read_states
from directory.imports.fields import GROUPS, LABELS
from directory.imports.redirects import paths_of
from directory.imports.words import Words
from directory.models import ImportLine

Action = ImportLine.Action


@dataclass(slots=True)
class Line:
    """One row. messages are sentences; page_id is None until a created page has its key."""

    row: int
    action: str
    title: str
    page_id: int | None = None
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    lines: list[Line]
    words: Words

    @property
    def counts(self):
        """{action: number of lines}, every action named; "warnings": lines that are taken and say something."""
        counts = Counter(line.action for line in self.lines)
        counts["warnings"] = sum(1 for line in self.lines if line.messages and line.action != Action.REFUSED)
        return {name: counts[name] for name in (*Action.values, "warnings")}

    @property
    def fingerprint(self):
        """Tells whether two plans do the same."""
        seen = hashlib.sha256()
        for line in self.lines:
            seen.update(json.dumps([line.row, line.action, line.page_id, line.before, line.after]).encode())
        return seen.hexdigest()

    def of(self, action):
        return [line for line in self.lines if line.action == action]


def make_plan(rows, source, *, skip_look_alikes=False):
    """rows: clean rows of one file. skip_look_alikes: rows that look like a sheet are refused instead of created."""
    words = Words()
    planner = _Planner(rows, Existing(rows, source, words), words, skip_look_alikes)
    return Plan([planner.line(row) for row in rows], words)


class _Planner:
    def __init__(self, rows, existing, words, skip_look_alikes):
        self.existing, self.skip_look_alikes = existing, skip_look_alikes
        self.twins = _twins(rows)
        self.pages = {row.number: self._pages_of(row) for row in rows}
        self.targets = Counter(key for keys in self.pages.values() if len(keys) == 1 for key in keys)
        self.states = read_states(self.targets, words)
        self.today = timezone.localdate().isoformat()
        self.names = Counter(row.page_name for row in rows if row.page_name)
        for row in rows:
            if row.title:
                existing.look_alikes.add_row(row, existing.row_keys[row.number])

    def _pages_of(self, row):
        """Keys of the pages that the row's identifiers name, in the order of trust: more than one is a question."""
        found = self.existing.by_identity.get(row.identity)
        if found:
            keys = [found]
        else:
            keys = []
        for name in ("siret", "rna"):
            if value := row.values.get(name):
                keys += self.existing.by_number.get((name, value), [])
        return list(dict.fromkeys(keys))

    def line(self, row):
        refusals = [*row.refusals, *self.twins.get(row.number, ()), *self._unclear(row)]
        if refusals:
            return Line(row.number, Action.REFUSED, row.title, messages=[*refusals, *row.notes])
        keys = self.pages[row.number]
        return self._change(row, self.states[keys[0]]) if keys else self._create(row)

    def _unclear(self, row):
        keys = self.pages[row.number]
        if len(keys) > 1:
            numbers = ", ".join(f"n° {key}" for key in keys)
            return [
                _("Ligne %(row)d : ses identifiants désignent plusieurs fiches (%(pages)s). Laquelle est-ce ?")
                % {"row": row.number, "pages": numbers}
            ]
        if keys and keys[0] not in self.states:
            return [_("Ligne %d : la fiche désignée n’existe plus.") % row.number]
        if keys and self.targets[keys[0]] > 1:
            return [
                _("Ligne %(row)d : une autre ligne désigne la même fiche (n° %(page)d). Laquelle est la bonne ?")
                % {"row": row.number, "page": keys[0]}
            ]
        return []

    def _create(self, row):
        messages = list(row.notes)
        similar = self.existing.look_alikes.of(row, self.existing.row_keys[row.number])
        if similar and self.skip_look_alikes:
            ask = _("Ligne %d : à décider, puisqu’elle ressemble à une autre.") % row.number
            return Line(row.number, Action.REFUSED, row.title, messages=[ask, *similar, *messages])
        if not row.values.get("commune"):
            messages.append(_("Ligne %d : sans commune, elle n’apparaîtra pas sur la carte.") % row.number)
        after = dict(row.values) | self._beside(row, None, messages)
        return Line(row.number, Action.CREATE, row.title, after=after, messages=[*similar, *messages])

    def _change(self, row, state):
        messages = list(row.notes)
        before, after = {}, {}
        for name, value in row.values.items():
            self._compare(row, state, name, value, before, after, messages)
        _whole_point(row, state, before, after)
        before["value_sources"] = {name: state.value_sources.get(name) for name in after}
        beside = self._beside(row, state.pk, messages)
        if not (after or beside):
            return Line(row.number, Action.UNCHANGED, row.title, state.pk, messages=messages)
        if state.has_unpublished_changes or state.locked:
            why = (
                _("Ligne %(row)d : la fiche n° %(page)d a un brouillon en attente ; elle est laissée telle quelle.")
                if state.has_unpublished_changes
                else _("Ligne %(row)d : la fiche n° %(page)d est verrouillée ; elle est laissée telle quelle.")
            )
            why %= {"row": row.number, "page": state.pk}
            return Line(row.number, Action.REFUSED, row.title, state.pk, messages=[why, *messages])
        return Line(row.number, Action.CHANGE, row.title, state.pk, before, after | beside, messages)

    def _compare(self, row, state, name, value, before, after, messages):
        former = state.values[name]
        if name == "social_accounts":
            value = former | value
        if is_same(name, former, value):
            return
        if name == "presentation" and former is None:
            messages.append(
                _("Ligne %d : la présentation a été mise en page à la main ; elle est gardée.") % row.number
            )
        elif former not in ("", None, [], {}) and _verified_since(state, name):
            messages.append(
                _("Ligne %(row)d : « %(field)s » a été vérifié par la structure ; sa valeur est gardée.")
                % {"row": row.number, "field": LABELS[name]}
            )
        else:
            before[name], after[name] = former, value

    def _beside(self, row, page, messages):
        """What goes with the page beside its fields: an id to be known again by, old addresses."""
        beside = {}
        if row.identity and row.identity not in self.existing.by_identity and not (page and row.identity[:4] == "nom:"):
            beside["external_id"] = row.identity
        if row.page_name:
            self._redirect(row, page, beside, messages)
        return beside

    def _redirect(self, row, page, beside, messages):
        leads_to = [self.existing.redirects.get(path, "") for path in paths_of(row.page_name)]
        if self.names[row.page_name] > 1 or any(key not in ("", page) for key in leads_to):
            messages.append(
                _("Ligne %(row)d : l’ancienne adresse « %(name)s » mène déjà ailleurs ; elle est laissée.")
                % {"row": row.number, "name": row.page_name}
            )
        elif "" in leads_to:
            beside["page_name"] = row.page_name


def _twins(rows):
    """Sentences for the rows that share an identifier: nobody can say which one is right."""
    found = {}
    for row in rows:
        for what, value in (("id", row.identity), *((name, row.values.get(name)) for name in ("siret", "rna"))):
            if value:
                found.setdefault((what, value), []).append(row.number)
    twins = {}
    for (what, value), numbers in found.items():
        for number in numbers if len(numbers) > 1 else ():
            others = ", ".join(str(other) for other in numbers if other != number)
            twins.setdefault(number, []).append(_twin(number, what, value, others))
    return twins


def _twin(number, what, value, others):
    if what == "id" and value.startswith("nom:"):
        return _("Ligne %(row)d : même nom et même commune que la ligne %(others)s. Laquelle est la bonne ?") % {
            "row": number,
            "others": others,
        }
    return _("Ligne %(row)d : %(what)s « %(value)s » est aussi à la ligne %(others)s. Laquelle est la bonne ?") % {
        "row": number,
        "what": _("l’identifiant") if what == "id" else _("le %s") % what.upper(),
        "value": value,
        "others": others,
    }


def is_same(name, former, value):
    if name in ("latitude", "longitude"):
        return former is not None and abs(former - value) < 1e-6
    return former == value


def _verified_since(state, name):
    """A day counts for the structure: verified on the day of the import, a value is kept."""
    verified = state.verified.get(GROUPS[name])
    written = (state.value_sources.get(name) or {}).get("on", "")
    return verified is not None and verified.isoformat() >= written


def _whole_point(row, state, before, after):
    """A point moves whole, or not at all: half of it may have been the same."""
    if ("latitude" in after) != ("longitude" in after):
        other = "longitude" if "latitude" in after else "latitude"
        before[other], after[other] = state.values[other], row.values[other]
