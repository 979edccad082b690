"""What a visitor's browser fetches for the home and the main pages, and how long the server takes for them."""

import statistics
import time
import urllib.request
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from bench.portal import Portal, inspect, started
from bench.report import Figure
from tools.machine import find_chromium

HOME_BARS = (12, 150, 350)  # requests, kilobytes, elements
OTHER_BARS = (None, 300, 600)
REPEATS = 30
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}


def measure(_options) -> list[Figure]:
    with started() as portal:
        addresses = inspect(portal, "addresses")
        return weights(portal.url, addresses) + server(portal, addresses)


def weights(site: str, addresses: dict[str, str]) -> list[Figure]:
    """A first visit to each page, with a browser that has nothing in its cache."""
    figures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, path in addresses.items():
            page = browser.new_context(**PHONE).new_page()
            figures += weight(page, name, site + path, HOME_BARS if name == "home" else OTHER_BARS)
            page.context.close()
        browser.close()
    return figures


def weight(page: Page, name: str, url: str, bars: tuple) -> list[Figure]:
    """Requests, kilobytes (1000 bytes, as sent: headers and encoded bodies) and elements of the page."""
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(url, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # fetches what waits to be seen
    page.wait_for_load_state("networkidle")
    elements = page.evaluate("document.querySelectorAll('*').length")
    sizes = {request.url: sent(request.sizes()) for request in requests}
    if name == "home":
        for address, size in sorted(sizes.items(), key=lambda item: -item[1]):
            print(f"  {size:6.1f} kB  {urlsplit(address).path}")
    requests_bar, kilobytes_bar, elements_bar = bars
    return [
        Figure(f"{name}, requests", len(requests), "", requests_bar),
        Figure(f"{name}, transferred", sum(sizes.values()), " kB", kilobytes_bar),
        Figure(f"{name}, elements", elements, "", elements_bar),
    ]


def sent(size: dict[str, int]) -> float:
    return (size["responseBodySize"] + size["responseHeadersSize"]) / 1000


def server(portal: Portal, addresses: dict[str, str]) -> list[Figure]:
    """Median time of a warm, lone request for each page, and its SQL queries."""
    counts = inspect(portal, "queries", *addresses.values())
    figures = []
    for name, path in addresses.items():
        figures.append(Figure(f"{name}, server median of {REPEATS}", median_time(portal.url + path), " ms"))
        figures.append(Figure(f"{name}, SQL queries", counts[path]))
    return figures


def median_time(url: str) -> float:
    """Milliseconds, on the loopback, compression included; the first requests warm both workers and do not count."""
    return statistics.median([time_of(url) for _ in range(REPEATS + 6)][6:])


def time_of(url: str) -> float:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    begin = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()
    return (time.perf_counter() - begin) * 1000
