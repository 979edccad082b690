"""The same event told by two structures: pairs, how likely, and why. Proposed only; a person merges them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import EventPage, NotSameEvent, Occurrence
from directory.duplicates import names
from directory.models import StructurePage
from portal.core.geometry import distance_km

THRESHOLD = 0.5
DAYS = 120  # that are looked at
NEAR, FAR = 1, 25  # km
MOST_OF_A_WORD = 60  # events of a day that share it: past that, it tells nothing


@dataclass(frozen=True)
class Side:
    """What is compared of an event at one of its times."""

    key: int
    title: str
    start: object
    all_day: bool
    organisers: frozenset
    place: str
    commune: int | None
    point: tuple | None
    uids: frozenset

    @property
    def words(self):
        return frozenset(names.telling(names.words(self.title)))


@dataclass(frozen=True)
class Pair:
    """one, other: keys of event pages, the smaller first; likelihood: 0 to 1; reasons: sentences."""

    one: int
    other: int
    likelihood: float
    reasons: tuple[str, ...]

    @property
    def percent(self):
        return round(self.likelihood * 100)


def likely_pairs(now=None):
    """Pairs of published events of different structures in the coming months, the likeliest first."""
    now = now or timezone.now()
    told_apart = set(NotSameEvent.objects.values_list("one", "other"))
    found = {}
    for sides in _by_day(now).values():
        for one, other in _candidates(sides):
            key = (min(one.key, other.key), max(one.key, other.key))
            if key in told_apart or one.organisers & other.organisers:
                continue
            pair = compare(one, other)
            if pair.likelihood >= THRESHOLD and pair.likelihood > getattr(found.get(key), "likelihood", 0):
                found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.likelihood, pair.one, pair.other))


def compare(one, other):
    """The Pair of two Sides of one day."""
    title, reasons = _titles(one, other)
    likelihood = title
    if shared := one.uids & other.uids:
        likelihood, reasons = max(likelihood, 0.95), [*reasons, _("Même identifiant dans leurs calendriers")]
    if title or shared:
        for weigh in (_hours, _places):
            likelihood, reason = weigh(one, other, likelihood)
            reasons += [reason] if reason else []
    first, second = sorted((one.key, other.key))
    return Pair(first, second, round(min(likelihood, 0.99), 3), tuple(reasons))


def _titles(one, other):
    if names.joined(one.title) == names.joined(other.title):
        return 0.7, [_("Même titre")]
    if names.numbers(one.title) != names.numbers(other.title):
        return 0, []
    if names.is_nearly(names.joined(one.title), names.joined(other.title)):
        return 0.65, [_("Titres presque identiques")]
    shared = one.words & other.words
    if not shared:
        return 0, []
    listed = ", ".join(sorted(shared))
    if len(shared) == min(len(one.words), len(other.words)):
        return 0.55 if len(shared) > 1 else 0.4, [
            _("Le titre de l’un est dans celui de l’autre : %(words)s") % {"words": listed}
        ]
    overlap = len(shared) / len(one.words | other.words)
    if overlap < 0.5:  # « Atelier couture » and « Atelier vélo » are two things of a Saturday
        return 0, []
    return 0.7 * overlap, [_("Mots communs : %(words)s") % {"words": listed}]


def _hours(one, other, likelihood):
    if one.all_day or other.all_day:
        return likelihood, _("Même jour")
    apart = abs(one.start - other.start)
    if not apart:
        return _more(likelihood, 0.4), _("Même jour, même heure")
    if apart <= timedelta(hours=1):
        return _more(likelihood, 0.15), _("Même jour, à une heure près")
    return likelihood * (0.9 if apart <= timedelta(hours=4) else 0.6), _("Même jour, mais à d’autres heures")


def _places(one, other, likelihood):
    if one.place and names.joined(one.place) == names.joined(other.place):
        return _more(likelihood, 0.4), _("Même lieu : %(place)s") % {"place": one.place}
    apart = distance_km(one.point, other.point) if one.point and other.point else None
    if apart is not None and apart <= NEAR:
        return _more(likelihood, 0.3), _("Lieux à moins d’un kilomètre")
    if one.commune and one.commune == other.commune:
        return _more(likelihood, 0.2), _("Même commune")
    if apart is not None and apart > FAR:
        return likelihood * 0.4, _("Mais à %(n)d km l’un de l’autre") % {"n": round(apart)}
    return likelihood, ""


def _more(likelihood, piece):
    return 1 - (1 - likelihood) * (1 - piece)


# -- What is compared with what ---------------------------------------------------------------------------------------
def _candidates(sides):
    """Yield the pairs of a day whose titles share a word, or a UID; each once."""
    by_word, seen = defaultdict(list), set()
    for side in sides:
        for word in {*side.words, *side.uids, names.joined(side.title)}:
            by_word[word].append(side)
    for group in by_word.values():
        if len(group) > MOST_OF_A_WORD:
            continue
        for rank, one in enumerate(group):
            for other in group[rank + 1 :]:
                if one.key != other.key and (one.key, other.key) not in seen:
                    seen.add((one.key, other.key))
                    yield one, other


def _by_day(now):
    """{day: the Sides of its events}: some five queries whatever the size of the agenda."""
    rows = Occurrence.objects.filter(
        event__live=True, event__alias_of=None, cancelled=False, end__gte=now, start__lt=now + timedelta(days=DAYS)
    ).order_by("start", "pk")
    times = list(rows.values_list("event_id", "start"))
    events = _events({key for key, _start in times})
    found = defaultdict(dict)
    for key, start in times:
        if key in events:
            found[timezone.localtime(start).date()].setdefault(key, _side(*events[key], start))
    return {day: list(sides.values()) for day, sides in found.items() if len(sides) > 1}


def _events(keys):
    """Those of the portal's first language: a translation is not another event."""
    events = EventPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).select_related(
        "commune", "place__commune", "at_structure__commune", "organiser"
    )
    events = events.defer("body", "commune__outline", "place__commune__outline", "at_structure__commune__outline")
    found, keys = {}, sorted(keys)
    for start in range(0, len(keys), 500):
        batch = list(events.filter(pk__in=keys[start : start + 500]).prefetch_related("co_organisers", "feed_items"))
        parents = {event.path[: -event.steplen] for event in batch}
        above = dict(StructurePage.objects.filter(path__in=parents).values_list("path", "pk"))
        found |= {event.pk: (event, above.get(event.path[: -event.steplen])) for event in batch}
    return found


def _side(event, parent, start):
    commune = event.get_commune()
    # Two events of nobody, straight under the agenda, may be the same: None is not an organiser that they share.
    organisers = {event.organiser_id or parent, *(structure.pk for structure in event.co_organisers.all())} - {None}
    uids = {item.uid for item in event.feed_items.all()} | ({event.uid} - {""})
    return Side(
        key=event.pk,
        title=event.title,
        start=start,
        all_day=event.all_day,
        organisers=frozenset(organisers),
        place=event.where,
        commune=commune.pk if commune else None,
        point=event.point,
        uids=frozenset(uids),
    )
