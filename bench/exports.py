"""What 10 000 structures weigh when they are taken away, and how long each answer takes: see bench/exports_site.py."""

from bench.filled import filled
from bench.report import Figure

SIZE = 10_000
WEIGHT_BARS = {"geojson": 500, "carte": 210}  # kB on the wire
UNCHANGED_BAR = 2  # ms


def measure(_options) -> list[Figure]:
    with filled(SIZE) as site:
        found = site("bench.exports_site")
    return [figure for name, said in found.items() for figure in _figures(f"{name} of {SIZE}", name, said)]


def _figures(title, name, said):
    yield Figure(f"{title}, on the wire", said["kilobytes"], " kB", WEIGHT_BARS.get(name))
    yield Figure(f"{title}, made anew", said["seconds"], " s")
    yield Figure(f"{title}, kept since", said["kept_ms"], " ms")
    yield Figure(f"{title}, 304", said["unchanged_ms"], " ms", UNCHANGED_BAR if name in WEIGHT_BARS else None)
