"""ical.js (Thunderbird, Nextcloud) and khal (Python) find in our feed the dates that our engine finds."""

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from agenda.models import DateChange
from tests.agenda.ics.conftest import body, event, instant
from tests.agenda.ics.corpus import CHANGED, CORPUS

pytestmark = pytest.mark.django_db
needs_node = pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="node is not there")
HERE = Path(__file__).parent
VERSION = "2.2.1"
ARTEFACTS = HERE.parents[2] / "artefacts"
KEPT = ARTEFACTS / f"ical.js-{VERSION}"
LIBRARY = KEPT / "node_modules" / "ical.js" / "dist" / "ical.js"
# A reader in JavaScript takes a time that the clocks skip, or show twice, for another one than RFC 5545 does.
NIGHTS = ("in the night", "half past two")


@pytest.fixture(scope="session")
def library():
    """The path of ical.js, installed once."""
    if not LIBRARY.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", KEPT, "--no-audit", "--no-fund", f"ical.js@{VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"ical.js could not be installed: {done.stderr[-300:]}")
    return LIBRARY


def corpus():
    """The events of the corpus, published, with what differs at some of their dates."""
    pages = [event(name, **values) for name, values in CORPUS.items()]
    for name, (values, rows) in CHANGED.items():
        page = event(name, **values)
        page.date_changes = [DateChange(**row) for row in rows]
        page.save()
        pages.append(page)
    return pages


def is_understood(page):
    return not any(night in page.title for night in NIGHTS)


@needs_node
def test_ical_js_finds_the_same_dates(client, portal_site, library):
    until = timezone.now() + timedelta(days=500)
    pages = corpus()
    command = ["node", HERE / "expand.mjs", library, until.strftime("%Y-%m-%dT%H:%M:%SZ")]
    done = subprocess.run(command, input=body(client.get("/agenda/flux.ics")), capture_output=True, check=True)
    found = {page.global_uid: [] for page in pages}
    for row in json.loads(done.stdout):
        start = datetime.fromisoformat(row["start"])
        start = instant(start.date() if len(row["start"]) == 10 else start)
        if start < until:
            found[row["uid"]].append((start, row["title"], row["cancelled"]))
    missed = {}
    for page in filter(is_understood, pages):
        expected = sorted(
            (moment.start, (moment.change and moment.change.title) or page.title, moment.cancelled or page.is_cancelled)
            for moment in page.moments()
            if moment.start < until
        )
        if sorted(found[page.global_uid]) != expected:
            missed[page.title] = sorted(set(found[page.global_uid]) ^ set(expected)) or "repeated"
    assert not missed


# -- khal -------------------------------------------------------------------------------------------------------------
KHAL_VERSION = "0.14.1"
KHAL = ARTEFACTS / f"khal-{KHAL_VERSION}"
SETTINGS = """[calendars]
[[portail]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Paris
default_timezone = Europe/Paris
[sqlite]
path = {folder}/khal.db
"""


@pytest.fixture
def khal(tmp_path):
    """A function that runs khal on a calendar of its own; installed once, beside the project's own packages."""
    if not (KHAL / "khal").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", KHAL, f"khal=={KHAL_VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"khal could not be installed: {done.stderr[-300:]}")
    (tmp_path / "calendar").mkdir()
    (tmp_path / "settings").write_text(SETTINGS.format(folder=tmp_path))

    def run(*arguments):
        command = [sys.executable, "-m", "khal", "-c", tmp_path / "settings", *arguments]
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(KHAL)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    return run


def test_khal_finds_the_same_dates(client, portal_site, khal, tmp_path):
    first, last = timezone.localdate(), timezone.localdate() + timedelta(days=400)
    pages = {page.global_uid: page for page in corpus() if is_understood(page)}
    (tmp_path / "flux.ics").write_bytes(body(client.get("/agenda/flux.ics")))
    khal("import", "--batch", "-a", "portail", str(tmp_path / "flux.ics"))
    lines = khal("list", "--format", "{uid}|{start-long-full}", "--day-format", "", str(first), str(last))
    found = {tuple(line.split("|")) for line in lines.splitlines() if line.partition("|")[0] in pages}
    found = {(uid, start) for uid, start in found if str(first) <= start[:10] < str(last)}
    expected = {
        (uid, timezone.localtime(moment.start).strftime("%Y-%m-%d %H:%M"))
        for uid, page in pages.items()
        for moment in page.moments()
        if first <= timezone.localtime(moment.start).date() < last
    }
    assert expected
    assert {(pages[uid].title, start) for uid, start in found ^ expected} == set()
