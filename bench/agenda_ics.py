"""The whole agenda as a calendar, at 10 000 events with 100 000 occurrences: see bench/agenda_ics_site.py.

What other portals answer at that size, asked the same: 2.8 to 11 s, or a time-out. The naive way makes every line anew.
"""

from bench.filled import filled
from bench.report import Figure

SIZE = 10_000
BARS = {"rebuild_s": 60, "edited_ms": 60, "kept_ms": 15, "unchanged_ms": 2, "peak_mb": 24}


def measure(_options) -> list[Figure]:
    with filled(SIZE, "bench.agenda_ics_site", "events") as site:
        found = site("bench.agenda_ics_site", "measure")
    title = f"calendar of {SIZE} events ({found['occurrences']} dates)"
    return [
        Figure(f"{title}, all dates and lines made anew", found["rebuild_s"], " s", BARS["rebuild_s"]),
        Figure(f"{title}, weight", found["megabytes"], " MB"),
        Figure(f"{title}, weight on the wire", found["wire_kb"], " kB"),
        Figure(f"{title}, first answer with an empty cache", found["cold_ms"], " ms"),
        Figure(f"{title}, first answer after an edit", found["edited_ms"], " ms", BARS["edited_ms"]),
        Figure(f"{title}, repeated", found["kept_ms"], " ms", BARS["kept_ms"]),
        Figure(f"{title}, 304", found["unchanged_ms"], " ms", BARS["unchanged_ms"]),
        Figure(f"{title}, peak of memory with an empty cache", found["peak_mb"], " MB", BARS["peak_mb"]),
        Figure(f"{title}, a filter, first answer", found["filtered_ms"], " ms"),
        Figure(f"{title}, naive", found["naive_s"], " s"),
    ]
