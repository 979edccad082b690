"""The search over 100 000 entries on SQLite, PostgreSQL and OpenSearch: times, rebuild, Wagtail beside them.

Times of words are medians in one process, nothing cached; see bench/search_site.py for what is timed. PostgreSQL and
OpenSearch are throwaway servers, left out and said where they cannot be had. `python -m bench.search [SIZE]`: it alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.portal import demo_environment
from bench.report import Figure, table
from tools.environment import ROOT
from tools.search_engine import OPENSEARCH, SearchEngineFailed, throwaway_search
from tools.throwaway_postgres import PostgresFailed, throwaway_postgres

SIZE = 100_000
WAGTAIL_SIZE = 10_000  # pages: its times grow with them
# Bars in milliseconds, but the last two in seconds; of 100 000 entries.
BARS = {
    "SQLite": {"rare_ms": 5, "common_ms": 80, "misspelt_ms": 8, "suggestions_p95_ms": 10, "seconds": 60},
    "PostgreSQL": {"rare_ms": 15, "common_ms": 250, "misspelt_ms": 30, "seconds": 60},
    "OpenSearch": {"rare_ms": 15, "common_ms": 60, "misspelt_ms": 40, "seconds": 300},
}
WORDS = {
    "rare_ms": "a word in 2 %",
    "common_ms": "a word in 88 %",
    "misspelt_ms": "a misspelt word",
    "whole_rare_ms": "/recherche/ less HTML, 2 %",
    "whole_common_ms": "/recherche/ less HTML, 88 %",
    "suggestions_p95_ms": "suggestions, 95 of 100",
}


def measure(options) -> list[Figure]:
    size = getattr(options, "size", SIZE)
    figures = on_database("SQLite", {}, size, with_outside=True)
    try:
        with throwaway_postgres() as url:
            figures += on_database("PostgreSQL", {"DATABASE_URL": url}, size)
    except PostgresFailed as error:
        print(f"PostgreSQL left out: {error}", file=sys.stderr)
    return figures


def on_database(engine: str, variables: dict[str, str], size: int, *, with_outside=False) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory:
        environment = demo_environment(Path(directory)) | {"STATIC_HASHED": "false", "LOG_LEVEL": "ERROR"} | variables
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        run(environment, "-m", "bench.search_site", "fill", str(size))
        print(f"  {size} entries are there", flush=True)
        figures = list(_figures(engine, environment))
        if with_outside:
            figures += outside(environment)
        pages = min(WAGTAIL_SIZE, size)
        wagtail = asked(environment, "wagtail", str(pages))
        figures.append(Figure(f"{engine}, Wagtail, update_index of {pages} pages", wagtail["seconds"], " s"))
        for name in ("rare_ms", "common_ms"):
            figures.append(Figure(f"{engine}, Wagtail on {pages} pages, {WORDS[name]}", wagtail[name], " ms"))
            ours = next(figure.measured for figure in figures if figure.name == f"{engine}, {WORDS[name]}")
            figures.append(Figure(f"{engine}, times faster than that, {WORDS[name]}", wagtail[name] / ours))
        return figures


def outside(environment: dict[str, str]) -> list[Figure]:
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(throwaway_search(OPENSEARCH, java_options=()))
        except SearchEngineFailed as error:
            print(f"OpenSearch left out: {error}", file=sys.stderr)
            return []
        return list(_figures("OpenSearch", environment | {"SEARCH_URL": server.search_url()}))


def _figures(engine: str, environment: dict[str, str]):
    bars = BARS[engine]
    made = asked(environment, "rebuild")
    yield Figure(f"{engine}, rebuild", made["seconds"], " s", bars["seconds"])
    yield Figure(f"{engine}, rebuild, memory at a tenth", made["tenth_mb"], " MB")
    yield Figure(f"{engine}, rebuild, memory at the end", made["peak_mb"], " MB")
    yield Figure(f"{engine}, slowest of {made['asked']} searches meanwhile", made["slowest_ms"], " ms")
    found = asked(environment, "measure")
    for name, words in WORDS.items():
        yield Figure(f"{engine}, {words}", found[name], " ms", bars.get(name))


def asked(environment: dict[str, str], *arguments: str) -> dict:
    return json.loads(run(environment, "-m", "bench.search_site", *arguments).splitlines()[-1])


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    return done.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=SIZE)
    print(table(measure(parser.parse_args())))
