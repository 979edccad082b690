"""Requests a second of a month of the agenda, from the catalogue and the naive way, with 400 and 10 000 events.

Ten dates an event, over 18 months for 400 events and over ten years for 10 000, so that a month holds 200 and
800 dates. Measured as bench/directory.py does: whole WSGI calls in one process, no cache of answers, processor time,
the two ways in turn. See bench/naive_agenda.py for what the naive way is.
"""

from __future__ import annotations

from bench.filled import filled
from bench.report import Figure

STRUCTURES = 400
SIZES = (400, 10_000)
QUERIES_BAR, NAIVE_BAR, FLAT_BAR, REBUILD_BAR = 4, 15, 1.5, 60


def measure(_options) -> list[Figure]:
    found = {}
    for size in SIZES:
        with filled(STRUCTURES) as site:
            print(f"  {site('bench.agenda_site', 'fill', str(size))} events", flush=True)
            found[size] = site("bench.agenda_site", "measure")
    return list(_figures(found))


def _figures(measured):
    for size, found in measured.items():
        name = f"agenda of {size}"
        bar = NAIVE_BAR if size == SIZES[-1] else None
        yield Figure(f"{name}, dates in the month", found["dates"])
        yield Figure(f"{name}, month", found["rate"], " requests/s")
        yield Figure(f"{name}, month, naive", found["naive_rate"], " requests/s")
        yield Figure(f"{name}, month, times the naive", found["rate"] / found["naive_rate"], "", bar, at_least=True)
        yield Figure(f"{name}, month, SQL queries at most", found["queries"], "", QUERIES_BAR)
        yield Figure(f"{name}, month, SQL queries, naive", found["naive_queries"])
        yield Figure(f"{name}, list", found["list_rate"], " requests/s")
        yield Figure(f"{name}, memory of the shelf", found["shelf_mb"], " MB")
        bar = REBUILD_BAR if size == SIZES[-1] else None
        yield Figure(f"{name}, rebuilding occurrences and lines", found["rebuild_s"], " s", bar)
    small, big = (measured[size]["rate"] for size in SIZES)
    yield Figure("agenda, month from 400 to 10 000 events", small / big, " times slower", FLAT_BAR)
