"""What a feed's rows would do: each matched with what it said before. Writes nothing; a preview is the plan shown."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from agenda.coming_in.known import Known
from agenda.coming_in.rows import Row
from agenda.coming_in.values import labels, values_of, values_on
from agenda.coming_in.words import Words
from agenda.models import EventPage, Feed, FeedItem, FeedLine

Action = FeedLine.Action


@dataclass(slots=True)
class Line:
    """One event. values: all that the feed says of it; write: the names of those to write; kept: of those left."""

    action: str
    row: Row | None = None
    item: FeedItem | None = None
    page: EventPage | None = None
    values: dict = field(default_factory=dict)
    write: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    message: str = ""
    title: str = ""
    waits: bool = False  # what the feed says is not taken as said yet: the next run sees it again

    @property
    def name(self):
        """What the event is called in the journal."""
        return self.title or (self.row.title if self.row else "")


class Plan:
    def __init__(self, feed, lines):
        self.feed, self.lines = feed, lines

    @cached_property
    def counts(self):
        """{action: number of lines}, in the order of Action."""
        counted = Counter(line.action for line in self.lines)
        return {action: counted[action] for action in Action.values if counted[action]}


def make_plan(feed, rows):
    """Return the Plan of a feed's rows (agenda.coming_in.reader)."""
    return Plan(feed, _Planner(feed).lines(rows))


class _Planner:
    def __init__(self, feed):
        self.feed, self.words, self.known = feed, Words(feed), Known(feed)

    def lines(self, rows):
        by_uid = {item.uid: item for item in self.known.items}
        matched, lines, left = {}, [], []
        for row in rows:
            item = by_uid.get(row.uid)
            if row.refusal:
                lines.append(Line(Action.REFUSED, row, item if item and item.pk not in matched else None))
                lines[-1].message = row.refusal
                if item:
                    matched.setdefault(item.pk, item)
            elif item and item.pk not in matched:
                matched[item.pk] = item
                lines.append(self._again(row, item))
            else:
                left.append(row)
        lines += self._by_print(left, matched)
        return lines + [self._gone(item) for item in self.known.items if item.pk not in matched and not item.gone_at]

    def _by_print(self, rows, matched):
        """Rows of UIDs never seen: known by what they say, else new. Two of one print are a question."""
        items, same = defaultdict(list), defaultdict(list)
        for item in self.known.items:
            if item.pk not in matched:
                items[item.print].append(item)
        for row in rows:
            same[row.print].append(row)
        for row in rows:
            mine, candidates = same[row.print], items.get(row.print, [])
            if len(candidates) == 1 and len(mine) == 1:
                matched[candidates[0].pk] = candidates[0]
                yield self._again(row, candidates[0])
            elif candidates or len(mine) > 1:
                matched.update({item.pk: item for item in candidates})
                yield Line(Action.AMBIGUOUS, row, message=_ambiguous(len(mine), len(candidates)))
            else:
                yield self._first(row)

    def _first(self, row):
        values = values_of(row, self.words)
        if own := self.known.own(row):
            message = _("C’est un événement de ce portail, qui revient par ce calendrier : rien n’est écrit.")
            return Line(Action.UNCHANGED, row, page=own, message=message)
        if twin := self.known.typed_here(row):
            message = _("Déjà saisi ici : relié à cet événement, laissé tel quel.")
            return Line(Action.KEPT, row, page=twin, values=values, item=FeedItem(event=twin), message=message)
        return Line(Action.NEW, row, values=values, write=list(values))

    def _again(self, row, item):
        """An event that the feed has told before."""
        values = values_of(row, self.words)
        back = _("Il est revenu dans le calendrier.") if item.gone_at else ""
        line = Line(Action.UNCHANGED, row, item, values=values, message=back)
        page = line.page = self.known.page(item)
        if page is None:
            line.action, line.message = Action.KEPT, _("Supprimé ici : il n’est pas recréé.")
            return line
        if item.merged:
            line.message = _("Réuni avec un autre événement, qui fait foi.")
            return line
        if values == item.said and (self.feed.rule == Feed.Rule.LOCAL or page.latest_revision_id == item.revision):
            return line
        return self._compared(line, page, item)

    def _compared(self, line, page, item):
        page = line.page = self.known.working_copy(page)
        here, said, values = values_on(page), item.said, line.values
        different = [name for name in values if values[name] != here[name]]
        if self.feed.rule == Feed.Rule.FEED:
            line.write = [name for name in different if _says_something(values[name]) or values[name] != said.get(name)]
        else:
            news = [name for name in different if values[name] != said.get(name)]
            line.write = [name for name in news if here[name] == said.get(name)]
            line.kept = [name for name in news if name not in line.write]
        if (line.write or line.kept) and self.known.has_unpublished_work(page, item):
            line.write, line.kept, line.waits = [], line.write + line.kept, True
            line.message = _("Des modifications faites ici attendent d’être publiées : le calendrier attend aussi.")
        if line.write:
            line.action = Action.CHANGED
        elif line.kept:
            line.action = Action.KEPT
        line.message = " ".join(filter(None, (line.message, _told(line))))
        return line

    def _gone(self, item):
        page = self.known.page(item)
        said = item.said.get("title", "")
        message = _("Il n’est plus dans le calendrier : il est marqué, et reste dans l’agenda.")
        return Line(Action.GONE, None, item, page, message=message, title=page.title if page else said)


def _says_something(value):
    """False for what a calendar just does not speak of."""
    return (
        any(_says_something(part) for part in value.values())
        if isinstance(value, dict)
        else value not in ("", None, [], False)
    )


def _told(line):
    parts = []
    if line.write:
        parts.append(_("Repris du calendrier : %(names)s.") % {"names": labels(line.write)})
    if line.kept:
        parts.append(_("Gardé tel qu’ici : %(names)s.") % {"names": labels(line.kept)})
    return " ".join(parts)


def _ambiguous(rows, items):
    if rows > 1:
        return _("%(n)d événements du calendrier ont ce titre, cette date et ce lieu : à démêler à la main.") % {
            "n": rows
        }
    return _("%(n)d événements d’ici lui ressemblent également : à démêler à la main.") % {"n": items}
