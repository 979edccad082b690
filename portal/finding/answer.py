"""What a search finds of everything: counts by type, facets, results in order. Page, feeds and API share it.

One text query whatever the number of types; all the rest is counted in memory (portal/search/memory.py).
"""

from collections import Counter
from functools import cached_property

from django.utils import timezone

from agenda.found import in_period
from agenda.soon import soon
from agenda.timeline import SHIFT
from guides.entry import EVERYBODY
from portal.finding.form import CORRECTION, DATE, FACETS, NAME, TIME, VERIFIED
from portal.finding.hits import hits
from portal.finding.kinds import BY_VALUE, KINDS
from portal.finding.understood import understand
from portal.search.catalogue import Query, find
from portal.search.matching import match
from portal.search.models import Entry

MOST_SHOWN = 1000  # results that one may page through: whoever wants more, filters
MOST_READ = 2000  # entries that are looked at for what is new
EVENT, GUIDE = "event", "guide"


def answer(form):
    """Return what a SearchForm asks for."""
    return Answer(form)


class Answer:
    """`found`: {kind: Found}, of every type, whichever is shown; `count`: of what is shown."""

    def __init__(self, form):
        self.form, self.values, self.now = form, form.values, timezone.now()
        self.understood = understand(form)
        self.matched = self._match() if self.values["q"] else None
        self.found = {kind.name: find(self._query(kind.name)) for kind in KINDS} if self.is_asked else {}
        wanted = BY_VALUE[self.values["type"]].name if self.values["type"] else ""
        self.shown = {name: found for name, found in self.found.items() if wanted in ("", name)}
        self.count = sum(found.count for found in self.shown.values())

    @property
    def is_asked(self):
        """Is there anything to look for? All that `?tri=` alone can have is the box."""
        return any(self.values[name] for name in ("q", "type", *FACETS, "quand"))

    def _match(self):
        understood = self.understood
        everywhere = (EVENT,) if TIME in understood.labels else tuple(kind.name for kind in KINDS if understood.place)
        return match(
            self.values["q"],
            list(self.form.shelves.values()),
            rest=understood.rest,
            place=understood.place,
            everywhere=everywhere,
            exactly=CORRECTION in self.values["sans"],
        )

    def _query(self, kind):
        facets = {name: tuple(self.values[name]) for name in FACETS if self.values[name]}
        if kind == GUIDE:  # one for which nothing was chosen is for everybody
            facets = {name: (*slugs, EVERYBODY) for name, slugs in facets.items()}
        return Query(
            kind=kind,
            language=self.form.language,
            facets=facets,
            sets=self._period(kind),
            held=self.form.shelves[kind],
            matched=self.matched,
        )

    def _period(self, kind):
        period = self.understood.period
        if kind == EVENT and period:
            return {"quand": lambda held: in_period(held, period, self.now)}
        return {"quand": lambda held: 0} if self.values["quand"] else {}

    # -- Counting -----------------------------------------------------------------------------------------------------
    def facet_counts(self, name):
        """{value: how many of the results shown it would leave}."""
        counts = Counter()
        for found in self.shown.values():
            counts.update(found.facet_counts(name))
        everybody = counts.pop(EVERYBODY, 0)
        return {value: count + everybody for value, count in counts.items()}

    def only_corrected(self):
        """Was nothing found as it was typed?"""
        if not (self.matched and self.matched.changes):
            return False
        exact = self.matched.exact
        return not any(found.bits & bits for found in self.found.values() for bits in found.tiers[:exact])

    # -- Reading ------------------------------------------------------------------------------------------------------
    def keys(self, start, stop):
        """[(kind, key of an entry)] from `start` to `stop`, in the order asked for."""
        return [(kind, found.shelf.keys[slot]) for kind, found, slot in self._ordered(stop)[start:]]

    def hits(self, start, stop):
        """What is shown of the results from `start` to `stop` (see hits.py): two queries."""
        return hits(self, self._ordered(min(stop, MOST_SHOWN))[start:])

    def _ordered(self, stop):
        rows = [row for kind, found in self.shown.items() for row in self._rows(kind, found, stop)]
        rows.sort(key=lambda row: row[0])
        return [row[1:] for row in rows[:stop]]

    def _rows(self, kind, found, stop):
        """[(what sorts it among all kinds, kind, found, slot)] of the first results of one kind."""
        held = found.shelf
        with held.lock:
            if self.values["tri"] in (NAME, VERIFIED):
                order = held.by_name if self.values["tri"] == NAME else held.by_day()
                slots = found.first(found.bits, order, stop)
                day = 3 if self.values["tri"] == VERIFIED else None
                return [
                    ((-held.rows[slot][day] if day else 0, *held.name_rank(slot)), kind, found, slot) for slot in slots
                ]
            return self._events(found, stop) if kind == EVENT else self._relevant(kind, found, stop)

    def _relevant(self, kind, found, stop):
        rows = found.shelf.rows
        late = 1 if TIME in self.understood.labels else 0  # who speaks of a day first looks for events
        return [
            ((late, tier, -rows[slot][4], *found.shelf.name_rank(slot)), kind, found, slot)
            for tier, slot in found.ranked(stop)
        ]

    def _events(self, found, stop):
        """Those to come, the soonest first among equals; the past and the cancelled after everything else."""
        held, near = found.shelf, self.soon
        standing = near.upcoming & ~held.facets["etat"].get("cancelled", 0)
        if self.values["tri"] == DATE:
            rank = {slot: near.next[slot] >> SHIFT for slot in near.order}
            order = sorted(near.order, key=lambda slot: (not near.upcoming >> slot & 1, rank[slot]))
            return [((number,), EVENT, found, slot) for number, slot in enumerate(found.first(found.bits, order, stop))]
        rows = self._once([(0, tier, slot) for tier, slot in found.ranked(stop, near.order, standing)], held)
        rows += [(2, tier, slot) for tier, slot in found.ranked(stop - len(rows), near.order, ~standing)]
        return [
            ((late, tier, -near.weights[slot], f"{near.next[slot] >> SHIFT:010}", held.keys[slot]), EVENT, found, slot)
            for late, tier, slot in rows
        ]

    def _once(self, rows, held):
        """Of events of one name, the others come after the rest where all types are shown: seven dates of one training
        would hide everything else."""
        if self.values["type"]:
            return rows
        names, told = set(), []
        for late, tier, slot in rows:
            name = held.rows[slot][1]
            told.append((late + (name in names), tier, slot))
            names.add(name)
        return told

    @cached_property
    def soon(self):
        return soon(self.form.shelves[EVENT], self.now)

    def in_words(self):
        """« épicerie embrun », Structures: the search in a few words; "" for everything."""
        form = self.form
        words = [f"«\u202f{form.values['q']}\u202f»"] if form.values["q"] else []
        words += [str(BY_VALUE[form.values["type"]].label)] if form.values["type"] else []
        words += [str(form.names[name][slug]) for name in FACETS for slug in form.values[name]]
        words += [str(form.fields["quand"].words[form.values["quand"]])] if form.values["quand"] else []
        return ", ".join(words)

    def newer_than(self, moment, most):
        """(entries first listed after a moment, at most `most`, the newest first; how many there are)."""
        rows = Entry.objects.listed().filter(language=self.form.language, listed_at__gt=moment)
        rows = rows.filter(kind__in=self.shown).order_by("-listed_at", "-pk").values_list("pk", "kind")[:MOST_READ]
        keys = [key for key, kind in rows if self._holds(kind, key)]
        entries = Entry.objects.listed().in_bulk(keys[:most])
        return [entries[key] for key in keys[:most] if key in entries], len(keys)

    def _holds(self, kind, key):
        found = self.shown[kind]
        slot = found.shelf.slots.get(key)
        return slot is not None and bool(found.bits >> slot & 1)
