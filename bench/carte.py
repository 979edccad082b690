"""How long the directory's map takes to gather and draw 10 000 points, in Chromium, and what its scripts weigh.

The points are made up (half of them around the main towns) and given to the page instead of /annuaire/carte.json, so
that the clock covers what the browser does: reading the JSON, gathering, drawing, painting; not the network.
"""

import gzip
import json
import random
import statistics

from playwright.sync_api import sync_playwright

from bench.portal import started
from bench.report import Figure
from portal.core.territory.groups import MAIN_TOWNS
from portal.core.territory.projection import EAST, NORTH, SOUTH, WEST
from tools.environment import ROOT
from tools.machine import find_chromium

POINTS = 10_000
BAR = 300  # milliseconds
RUNS = 5
SCALE = 10_000
SLOW = 4  # a phone, for information: the processor slowed down that many times
SCRIPTS = ("annuaire.js", "carte.js", "carte-groupes.js", "carte-bulle.js")
# The page's fetch answers from memory, and says when it did.
FETCH = """text => {
  const real = window.fetch;
  window.fetch = (address, options) => {
    if (!String(address).includes("carte.json")) return real(address, options);
    window.answered = performance.now();
    const answer = new Response(text, {headers: {"Content-Type": "application/json"}});
    Object.defineProperty(answer, "url", {value: new URL(address, location).href});
    return Promise.resolve(answer);
  };
}"""
# Milliseconds from a press on "+" (or from the answer, when it came later) to the frame after the drawing.
DRAW = """() => new Promise(done => {
  const svg = document.querySelector("svg.carte");
  const pressed = performance.now();
  window.answered = 0;
  new MutationObserver((_all, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - Math.max(pressed, window.answered))));
  }).observe(svg, {childList: true});
  document.querySelector("[data-zoom=in]").click();
})"""


def measure(_options) -> list[Figure]:
    text = json.dumps(columns(), separators=(",", ":"))
    with started() as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        runs = [draws(browser, portal.url, text) for _run in range(RUNS)]
        slow = draws(browser, portal.url, text, SLOW)
        browser.close()
    firsts, others = [run[0] for run in runs], [max(run[1:]) for run in runs]
    return [
        Figure(f"map, {POINTS} points read and drawn, median of {RUNS}", statistics.median(firsts), " ms", BAR),
        Figure("map, slowest further zoom, median", statistics.median(others), " ms", BAR),
        Figure(f"map, first drawing on a processor {SLOW} times slower", slow[0], " ms"),
        *(Figure(f"static/js/{name}, gzip", weight(name), " kB") for name in SCRIPTS),
    ]


def draws(browser, site, text, slower=1):
    """Milliseconds of the first zoom (with the reading of the points) and of each further one, up to the last."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/annuaire/", wait_until="networkidle")
    page.evaluate(FETCH, text)
    if slower > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    times = [page.evaluate(DRAW) for _zoom in (2, 4, 8, 16)]
    page.close()
    return times


def columns():
    """The compact form of directory/exports/compact.py, always the same points."""
    chance = random.Random(5)
    points = [point(chance, rank) for rank in range(POINTS)]
    return {
        "v": 1,
        "n": [f"Structure exemple {rank}" for rank in range(POINTS)],
        "u": [f"structure-exemple-{rank}/" for rank in range(POINTS)],
        "y": [round(latitude * SCALE) for latitude, _longitude in points],
        "x": [round(longitude * SCALE) for _latitude, longitude in points],
    }


def point(chance, rank):
    if rank % 2:
        town = chance.choice(MAIN_TOWNS)
        return chance.gauss(town.latitude, 0.01), chance.gauss(town.longitude, 0.015)
    return chance.uniform(SOUTH, NORTH), chance.uniform(WEST, EAST)


def weight(name):
    return len(gzip.compress((ROOT / "static" / "js" / name).read_bytes(), 9)) / 1000
