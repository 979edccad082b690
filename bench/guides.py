"""The six guides and the stories of the demo: what their pages weigh and ask of the database, and their booklets."""

from __future__ import annotations

import json
import time
import urllib.request

from bench.home import server, weights
from bench.portal import Portal, started
from bench.report import Figure

BOOKLET_BAR = 4  # seconds
QUERIES_BAR = 20
AGAIN = 5


def measure(_options) -> list[Figure]:
    with started() as portal:
        guides, stories = (listed(portal, kind) for kind in ("guides", "stories"))
        part = max(guides, key=lambda guide: len(guide["parts"]))["parts"][1]
        pages = {"guide": guides[0]["url"], "part": part["url"], "whole guide": guides[0]["url"] + "une-page/"}
        addresses = {name: url.removeprefix(portal.url) for name, url in (pages | {"story": stories[0]["url"]}).items()}
        figures = weights(portal.url, addresses) + [_barred(figure) for figure in server(portal, addresses)]
        return figures + booklets([guide["booklet"] for guide in guides])


def listed(portal: Portal, kind: str) -> list[dict]:
    with urllib.request.urlopen(f"{portal.url}/api/v1/{kind}") as answer:
        return json.load(answer)["items"]


def _barred(figure: Figure) -> Figure:
    return Figure(figure.name, figure.measured, figure.unit, QUERIES_BAR) if "queries" in figure.name else figure


def booklets(urls: list[str]) -> list[Figure]:
    """The slowest of those made anew, without the first, which also loads the engine; and one that is kept."""
    times = {url: seconds(url) for url in urls}
    loading, others = times[urls[0]], [times[url] for url in urls[1:]]
    kept = min(seconds(urls[0]) for _again in range(AGAIN))
    return [
        Figure("booklet, the first after a start", loading, " s", BOOKLET_BAR),
        Figure("booklet, the slowest of the others", max(others), " s", BOOKLET_BAR),
        Figure("booklet, kept", 1000 * kept, " ms"),
    ]


def seconds(url: str) -> float:
    begin = time.perf_counter()
    with urllib.request.urlopen(url) as answer:
        answer.read()
    return time.perf_counter() - begin
