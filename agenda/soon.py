"""How near an event is, for searches over everything: what is soon comes first, what is over last."""

from bisect import bisect_left
from dataclasses import dataclass

from agenda.found import LOOK_BACK, in_period, times
from agenda.timeline import SHIFT, end_minute, is_cancelled, minute

LOOKED_AT = 30  # moments: a series of which so many in a row are cancelled may as well say so
KEPT_MINUTES = 10  # how long an order by nearness is right enough
DAY = 24 * 60
BONUS = ((7 * DAY, 30), (31 * DAY, 15))  # (minutes from now, what it adds to the weight)


@dataclass(frozen=True)
class Soon:
    """upcoming: bits; order: all slots, the next first, then the past from the latest; next: {slot: packed moment}."""

    upcoming: int
    order: list
    next: dict
    weights: dict


def soon(held, now):
    """Return the Soon of the shelf of events at `now` (aware), kept KEPT_MINUTES and until an event changes."""
    moment = minute(now) // KEPT_MINUTES * KEPT_MINUTES
    kept = held.memo.get("soon")
    if not kept or kept[0] != moment:
        kept = held.memo["soon"] = moment, _soon(held, moment, in_period(held, None, now))
    return kept[1]


def _soon(held, moment, upcoming):
    following = {slot: next_moment(held, slot, moment) for slot in held.by_name}
    weights = {slot: held.rows[slot][4] + _bonus(packed, moment) for slot, packed in following.items()}
    starts = {slot: packed >> SHIFT for slot, packed in following.items()}
    ahead = sorted((slot for slot in starts if upcoming >> slot & 1), key=lambda slot: (-weights[slot], starts[slot]))
    behind = sorted((slot for slot in starts if not upcoming >> slot & 1), key=lambda slot: -starts[slot])
    return Soon(upcoming, ahead + behind, following, weights)


def next_moment(held, slot, moment):
    """The packed moment of an event that one asks for: the first not over that takes place, else the last of all."""
    every = times(held, slot)
    if not every:
        return 0
    start = max(bisect_left(every, moment << SHIFT) - LOOK_BACK, 0)
    ahead = [packed for packed in every[start : start + LOOKED_AT] if end_minute(packed) >= moment]
    standing = [packed for packed in ahead if not is_cancelled(packed)]
    return (standing or ahead or every[-1:])[0]


def _bonus(packed, moment):
    wait = (packed >> SHIFT) - moment
    return next((bonus for limit, bonus in BONUS if 0 <= wait <= limit), 0)
