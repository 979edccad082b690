"""ical.js (Thunderbird, Nextcloud) finds in our feed the dates that our engine finds."""

import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from agenda.models import DateChange
from tests.agenda.ics.conftest import body, event, instant
from tests.agenda.ics.corpus import CHANGED, CORPUS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="node is not there"),
]
HERE = Path(__file__).parent
VERSION = "2.2.1"
KEPT = HERE.parents[2] / "artefacts" / f"ical.js-{VERSION}"
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


def test_ical_js_finds_the_same_dates(client, portal_site, library):
    until = timezone.now() + timedelta(days=500)
    pages = [event(name, **values) for name, values in CORPUS.items()]
    for name, (values, rows) in CHANGED.items():
        page = event(name, **values)
        page.date_changes = [DateChange(**row) for row in rows]
        page.save()
        pages.append(page)
    command = ["node", HERE / "expand.mjs", library, until.strftime("%Y-%m-%dT%H:%M:%SZ")]
    done = subprocess.run(command, input=body(client.get("/agenda/flux.ics")), capture_output=True, check=True)
    found = {page.global_uid: [] for page in pages}
    for row in json.loads(done.stdout):
        start = datetime.fromisoformat(row["start"])
        start = instant(start.date() if len(row["start"]) == 10 else start)
        if start < until:
            found[row["uid"]].append((start, row["title"], row["cancelled"]))
    missed = {}
    for page in pages:
        if any(night in page.title for night in NIGHTS):
            continue
        expected = sorted(
            (moment.start, (moment.change and moment.change.title) or page.title, moment.cancelled or page.is_cancelled)
            for moment in page.moments()
            if moment.start < until
        )
        if sorted(found[page.global_uid]) != expected:
            missed[page.title] = sorted(set(found[page.global_uid]) ^ set(expected)) or "repeated"
    assert not missed
