"""Fictional events, drawn from content/events.toml around a given day: the same seed and day give the same ones."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from portal.core.models import Commune
from portal.demo.fictional_structures import SEED, FictionalStructure, paragraphs, read_recipe

FILE = Path(__file__).parent / "content" / "events.toml"
PARIS = ZoneInfo("Europe/Paris")
FIRST_DAY, LAST_DAY = -14, 26 * 7  # days from today
# The first events are drawn on these days, so that « cette semaine » is never empty.
SOON = (0, 0, 1, 1, 2, 3, 4, 5, 6)
SERIES = 0.3  # share of the events that happen several times
SERIES_SIZE = (3, 8)
SERIES_STEPS = (7, 14, 28)  # days
ACCESSIBLE = 0.4  # share that one can attend in a wheelchair; no survey stands behind it
ONLINE = "En ligne"
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class FictionalEvent:
    """name: without the suffix; times: (start, end), aware; commune: None for what happens online; body: HTML."""

    name: str
    title: str
    summary: str
    body: str
    place_name: str
    commune: Commune | None
    organiser: FictionalStructure
    status: str
    category: str
    price: str
    access: bool
    times: tuple[tuple[datetime, datetime], ...]


def fictional_events(occurrences, structures, *, today, seed=SEED):
    """Yield events that have `occurrences` times in all, each organised by one of the fictional structures.

    today: an aware datetime; times run from two weeks before to 26 weeks after, at the hours of Europe/Paris.
    """
    recipe = _read_recipe()
    rng = Random(f"events {seed}")  # noqa: S311 - nothing secret is drawn
    first_date = today.astimezone(PARIS).date()
    number = 0
    while occurrences > 0:
        soon = SOON[number] if number < len(SOON) else None
        event = _event(rng, recipe, structures, first_date, soon, occurrences)
        occurrences -= len(event.times)
        number += 1
        yield event


def _event(rng, recipe, structures, today, soon, most):
    organiser = rng.choice(structures)
    # A name such as « Soupe partagée du jeudi » cannot be put on any day.
    idea = rng.choice([idea for idea in recipe["by_field"][organiser.fields[0]] if soon is None or not _weekday(idea)])
    place = rng.choice(idea.get("place_kinds") or recipe["place_kinds"])
    return FictionalEvent(
        name=idea["title"],
        title=f"{idea['title']} {recipe['suffix']}",
        summary=idea["summary"],
        body=paragraphs(recipe["notice"]),
        place_name=place,
        commune=None if place == ONLINE else organiser.commune,
        organiser=organiser,
        status="confirmed" if soon is not None else _status(rng, recipe),
        category=idea["category"],
        price=idea.get("price", ""),
        access=rng.random() < ACCESSIBLE,
        times=tuple(local_times(day, idea) for day in _days(rng, today, soon, most, _weekday(idea))),
    )


def local_times(day, idea):
    """Return start and end: the hour that clocks show that day, and a true duration, change of hour or not."""
    start = datetime.combine(day, time.fromisoformat(idea["start"]), tzinfo=PARIS)
    end = start.astimezone(UTC) + timedelta(minutes=idea["duration_minutes"])
    return start, end.astimezone(PARIS)


def _days(rng, today, soon, most, weekday):
    """The dates of one event: one, or for a series every one, two or four weeks."""
    if soon is not None:
        return [today + timedelta(days=soon)]
    step = rng.choice(SERIES_STEPS)
    earliest = FIRST_DAY + 6 if weekday else FIRST_DAY  # a named day may move the event six days earlier
    room = (LAST_DAY - earliest) // step + 1
    size = min(most, room, rng.randint(*SERIES_SIZE)) if rng.random() < SERIES else 1
    first = today + timedelta(days=rng.randint(earliest, LAST_DAY - step * (size - 1)))
    if weekday:
        first -= timedelta(days=(first.weekday() - WEEKDAYS.index(weekday)) % 7)
    return [first + timedelta(days=step * number) for number in range(size)]


def _weekday(idea):
    """The day of the week that the title names, or None."""
    return next((day for day in WEEKDAYS if day in idea["title"].lower()), None)


def _status(rng, recipe):
    weights = recipe["status_weights"]
    return rng.choices(list(weights), weights=weights.values())[0]


def _read_recipe():
    with FILE.open("rb") as file:
        recipe = tomllib.load(file)
    recipe["suffix"] = read_recipe()["suffix"]
    recipe["by_field"] = {}
    for idea in recipe["events"]:
        recipe["by_field"].setdefault(idea["field"], []).append(idea)
    return recipe
