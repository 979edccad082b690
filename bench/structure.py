"""Requests a second of a structure's page, read from the catalogue and the usual way, with 400 and 10 000 structures.

Measured as bench/directory.py measures the listing: whole WSGI calls in one process, no cache of answers, processor
time, the two ways in turn. The pages are full ones: each has something to say under every heading. The two sizes take
turns too, and the best run of each is compared. With 100 000 only what is around the pages is measured, in the
catalogue's memory: the nearest, the similar, the members. See bench/naive_structure.py for what the usual way is.
"""

import statistics

from bench.filled import filled
from bench.report import Figure

SMALL, BIG, MOST = 400, 10_000, 100_000
RUNS = 3
QUERIES_BAR, NAIVE_BAR, FLAT_BAR = 6, 5, 1.2


def measure(_options) -> list[Figure]:
    with filled(SMALL) as small, filled(BIG) as big:
        sites, found = {SMALL: small, BIG: big}, {SMALL: [], BIG: []}
        addresses = {size: site("bench.structure_site", "complete") for size, site in sites.items()}
        for _run in range(RUNS):
            for size, site in sites.items():
                found[size].append(site("bench.structure_site", "measure", *addresses[size]))
        around = {size: site("bench.structure_site", "around") for size, site in sites.items()}
    with filled(MOST) as most:
        around[MOST] = most("bench.structure_site", "around")
    return list(_figures(found, around))


def _figures(found, around):
    best = {size: max(run["rate"] for run in runs) for size, runs in found.items()}
    for size, runs in found.items():
        name = f"structure among {size}"
        ratio = statistics.median(run["rate"] / run["naive_rate"] for run in runs)
        yield Figure(f"{name}, SQL queries at most", runs[0]["queries"], "", QUERIES_BAR)
        yield Figure(f"{name}, SQL queries at most, naive", runs[0]["naive_queries"])
        yield Figure(f"{name}, portal", best[size], " requests/s")
        yield Figure(f"{name}, naive", max(run["naive_rate"] for run in runs), " requests/s")
        yield Figure(f"{name}, times the naive", ratio, "", NAIVE_BAR, at_least=True)
    yield Figure(f"structure, from {SMALL} to {BIG}", best[SMALL] / best[BIG], " times slower", FLAT_BAR)
    for size, milliseconds in around.items():
        yield Figure(f"who is around a structure, among {size}", milliseconds, " ms")
