"""Requests a second of /annuaire/, read from the catalogue and the naive way, with 400, 10 000 and 100 000 structures.

Each size has a database of its own (SQLite, with the whole site around it) and a process of its own: a whole WSGI call
from the address to the last byte, one at a time, no cache of answers. Times are processor time, and the two ways take
turns, so that what else the machine does weighs little, and on both alike: a rate is that of one core.
See bench/naive_directory.py for what the naive way is.
"""

from __future__ import annotations

from bench.filled import filled
from bench.report import Figure

SIZES = (400, 10_000, 100_000)
NAIVE_BARS = {400: 15, 10_000: 60}
FLAT_BAR = 2.5
PUBLISH_BAR = 60  # ms, at 10 000


def measure(_options) -> list[Figure]:
    found = {}
    for size in SIZES:
        with filled(size) as site:
            found[size] = site("bench.directory_site", "measure")
    return list(_figures(found))


def _figures(measured: dict[int, dict]):
    for size, found in measured.items():
        name = f"directory of {size}"
        yield Figure(f"{name}, catalogue", found["rate"], " requests/s")
        yield Figure(f"{name}, SQL queries at most", found["queries"], "", 4)
        if "naive_rate" in found:
            ratio, bar = found["rate"] / found["naive_rate"], NAIVE_BARS.get(size)
            yield Figure(f"{name}, naive", found["naive_rate"], " requests/s")
            yield Figure(f"{name}, times the naive", ratio, "", bar, at_least=True)
            yield Figure(f"{name}, SQL queries at most, naive", found["naive_queries"])
        bar = PUBLISH_BAR if size == 10_000 else None
        yield Figure(f"{name}, publish to visible", found["publish_ms"], " ms", bar)
        yield Figure(f"{name}, first reading of the shelf", found["load_ms"], " ms")
        yield Figure(f"{name}, memory of the shelf", found["shelf_mb"], " MB")
    yield Figure(
        "directory, from 400 to 100 000", measured[400]["rate"] / measured[100_000]["rate"], " times slower", FLAT_BAR
    )
