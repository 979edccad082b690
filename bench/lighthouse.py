"""Lighthouse's scores, offline, as a phone: home (median of three), directory, a structure and an article.

Needs Node.js and npm: Lighthouse is installed once under artefacts/, in the version named here.
"""

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

from bench.portal import clean_environment, inspect, started
from bench.report import Figure
from tools.environment import ROOT
from tools.machine import find_chromium

VERSION = "12.8.2"  # the newest for Node 20; Lighthouse 13 wants Node 22
INSTALLED = ROOT / "artefacts" / "bench" / f"lighthouse-{VERSION}"
REPORTS = ROOT / "artefacts" / "bench" / "reports"
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 95}
RUNS = {"home": 3, "annuaire": 1, "structure": 1, "article": 1}
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
GOOD = 0.9  # from here on Lighthouse shows an audit as passed
TIMEOUT = 180  # seconds for one run
TIMINGS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")

NO_NODE = "Lighthouse needs Node.js 18.16 or later and npm, which this machine lacks: sudo apt-get install nodejs npm"
NO_CHROMIUM = "Lighthouse needs Chromium, which this machine lacks: sudo apt-get install chromium"


def measure(_options) -> list[Figure]:
    program, chromium = install(), find_chromium()
    if chromium is None:
        raise SystemExit(NO_CHROMIUM)
    figures = []
    with started() as portal:
        for name, path in inspect(portal, "addresses").items():
            reports = [audit(program, chromium, portal.url + path, f"{name}-{n}") for n in range(RUNS.get(name, 0))]
            if reports:
                describe(name, reports[-1])
                figures += [figure(name, category, reports) for category in BARS]
    return figures


def install() -> Path:
    """The lighthouse program, installed by npm where it is not yet there. No lock file: it would hold addresses."""
    program = INSTALLED / "node_modules" / ".bin" / "lighthouse"
    if not (shutil.which("node") and shutil.which("npm")):
        raise SystemExit(NO_NODE)
    if not program.exists():
        INSTALLED.mkdir(parents=True, exist_ok=True)
        options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
        command = ["npm", "install", "--prefix", INSTALLED, *options, f"lighthouse@{VERSION}"]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return program


def audit(program: Path, chromium: Path, url: str, name: str) -> dict:
    """One Lighthouse run with its default (mobile) settings; the whole report is kept under artefacts/."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    target = REPORTS / f"{name}.json"
    target.unlink(missing_ok=True)
    options = ["--output=json", f"--output-path={target}", f"--only-categories={','.join(BARS)}", "--quiet"]
    answer = subprocess.run(
        [program, url, *options, f"--chrome-flags={CHROME_FLAGS}", "--no-enable-error-reporting"],
        env=clean_environment(CHROME_PATH=os.fspath(chromium)),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    if not target.exists():
        raise RuntimeError(f"Lighthouse failed on {url}:\n{answer.stderr[-3000:]}")
    report = json.loads(target.read_text(encoding="utf-8"))
    if report.get("runtimeError"):
        raise RuntimeError(f"Lighthouse failed on {url}: {report['runtimeError']['message']}")
    return report


def figure(name: str, category: str, reports: list[dict]) -> Figure:
    score = statistics.median((report["categories"][category]["score"] or 0) * 100 for report in reports)
    runs = f", median of {len(reports)}" if len(reports) > 1 else ""
    return Figure(f"{name}, {category}{runs}", score, "", BARS[category] if name == "home" else None, at_least=True)


def describe(name: str, report: dict) -> None:
    """Print the timings, then each audit that is not passed, with what to look at."""
    audits = report["audits"]
    print(f"  {name}: " + ", ".join(f"{audits[key]['title']} {audits[key].get('displayValue')}" for key in TIMINGS))
    for category, audit_ in failing(report):
        print(f"    {category}: {audit_['title']} [{audit_['id']}] {audit_.get('displayValue') or ''}")
        for item in (audit_.get("details") or {}).get("items", [])[:4]:
            print(f"      {summary(item)}")


def failing(report: dict) -> list[tuple[str, dict]]:
    """(category, audit) of what is not passed, in the categories that are not full."""
    found = []
    for category in (name for name in BARS if (report["categories"][name]["score"] or 0) < 1):
        for reference in report["categories"][category]["auditRefs"]:
            audit_ = report["audits"][reference["id"]]
            counts = reference["weight"] or category == "performance"
            if counts and audit_["score"] is not None and audit_["score"] < GOOD:
                found.append((category, audit_))
    return found


def summary(item: dict) -> str:
    node = item.get("node") or {}
    return str(node.get("snippet") or item.get("url") or item.get("description") or item)[:200]
