"""What only Django can tell of a portal's data, as JSON: `addresses` of sample pages, `queries` that addresses cost.

Runs in a process of its own, with the portal's environment (see bench/portal.py).
"""

import json
import sys

import django


def addresses():
    """The measured pages, by name, less the kinds of which there is none. The structure presents itself if any does."""
    from agenda.models import EventPage
    from directory.models import StructurePage
    from guides.models import GuidePage

    structures = StructurePage.objects.live().filter(locale__language_code="fr")
    presented = structures.exclude(presentation="[]").order_by("path").first() or structures.order_by("path").first()
    samples = {
        "structure": presented,
        "event": EventPage.objects.live().order_by("path").first(),
        "article": GuidePage.objects.live().order_by("path").first(),
    }
    fixed = {"home": "/", "annuaire": "/annuaire/", "agenda": "/agenda/"}
    return fixed | {name: page.get_url() for name, page in samples.items() if page}


def queries(paths):
    """SQL queries of the second visit of each path, when caches are warm."""
    from urllib.parse import urlsplit

    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": urlsplit(settings.BASE_URL).netloc})
    counts = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}")
        counts[path] = len(captured)
    return counts


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    print(json.dumps(addresses() if what == "addresses" else queries(rest)))
