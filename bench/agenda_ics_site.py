"""The part of bench/agenda_ics.py that runs in Django: `fill SIZE`, then `measure`, which prints JSON.

Of ten events, five happen once, two on five dates, three every week for 10, 30 (out of school holidays) and 45 times:
a hundred dates. The calendar is asked for by whole WSGI calls, by a client that takes gzip; times are processor time.
"""

import gzip
import json
import statistics
import sys
import time
import tracemalloc
from datetime import timedelta
from random import Random

import django

from bench.exports_site import call, timed

ADDRESS, FILTERED = "/agenda/flux.ics", "/agenda/flux.ics?gratuit=1"
DAY = timedelta(days=1)
EDITS, REPEATS, TIMES = 9, 20, 100
BODY = "<p>On répare, on prête, on apprend : chacun vient avec ce qu’il sait faire et repart avec autre chose. 🧺</p>"


def fill(size):
    from agenda.models import AgendaIndexPage
    from portal.core.bulk import add_pages
    from portal.home.setup import prepare_site
    from portal.search.rebuild import rebuild

    prepare_site()
    index = AgendaIndexPage.objects.get(locale__language_code="fr")
    add_pages(index, _events(size, index))
    from agenda.rebuild import rebuild_dates

    rebuild_dates()
    rebuild()


def _events(size, index):
    from agenda.models import EventPage
    from portal.core.models import Commune, EventCategory

    rng = Random(7)
    communes = list(Commune.objects.filter(in_territory=True))
    categories = list(EventCategory.objects.filter(locale=index.locale_id))
    for number in range(size):
        start, values = _times(rng, number % 10)
        page = EventPage(
            title=f"Atelier de réparation n° {number}",
            summary="Venez avec ce qui est cassé : on le répare ensemble, autour d’un café.",
            body=[("text", BODY * 3)],
            start=start,
            end=start + timedelta(hours=2),
            place_name="Salle des fêtes",
            address="3 rue de l’Exemple",
            commune=rng.choice(communes),
            price=rng.choice(["free", "open", "paid"]),
            booking_url="https://exemple.fr/inscription",
            is_fictional=True,
            **values,
        )
        page.categories = rng.sample(categories, min(2, len(categories)))
        yield page


def _times(rng, kind):
    """(first start, values of the page)"""
    from django.utils import timezone

    from agenda.engine.clocks import PARIS, to_wall

    day = timezone.now().astimezone(PARIS).replace(hour=rng.randrange(9, 21), minute=0, second=0, microsecond=0)
    start = day + rng.randrange(-90, 150) * DAY
    if kind < 5:
        return start, {}
    if kind < 7:
        return start, {"rdates": [to_wall(start + n * 9 * DAY).isoformat(timespec="minutes") for n in range(1, 5)]}
    rule = f"FREQ=WEEKLY;COUNT={(10, 30, 45)[kind - 7]}"
    return start, {"rrule": rule, "school": "except" if kind == 8 else ""}


def measure():
    from django.core.cache import cache
    from django.core.handlers.wsgi import WSGIHandler

    from agenda.models import EventLines, EventPage, Occurrence
    from agenda.rebuild import rebuild_dates

    found = {}
    Occurrence.objects.all().delete()
    EventLines.objects.all().delete()
    begin = time.process_time()
    rebuild_dates()
    found["rebuild_s"] = time.process_time() - begin
    found["occurrences"] = Occurrence.objects.count()
    application = WSGIHandler()
    call(application, "/agenda/", 200)  # reads the catalogue in memory
    seconds, (headers, body) = timed(application, ADDRESS, 200)
    found |= {"cold_ms": seconds * 1000, "wire_kb": len(body) / 1000, "megabytes": len(gzip.decompress(body)) / 1e6}
    edits = []
    page = EventPage.objects.order_by("pk").first()
    for number in range(EDITS):
        page.title = f"Atelier changé {number}"
        page.save_revision().publish()
        seconds, (headers, body) = timed(application, ADDRESS, 200)
        edits.append(seconds)
        if page.title.encode() not in gzip.decompress(body):
            raise SystemExit("The calendar does not follow an edit.")
    found["edited_ms"] = statistics.median(edits) * 1000
    found["kept_ms"] = statistics.median(timed(application, ADDRESS, 200)[0] for _time in range(REPEATS)) * 1000
    asked = {"HTTP_IF_NONE_MATCH": headers["ETag"]}
    found["unchanged_ms"] = (
        statistics.median(timed(application, ADDRESS, 304, **asked)[0] for _time in range(TIMES)) * 1000
    )
    path, _mark, query = FILTERED.partition("?")
    found["filtered_ms"] = timed(application, path, 200, QUERY_STRING=query)[0] * 1000
    cache.clear()
    tracemalloc.start()
    call(application, ADDRESS, 200)
    found["peak_mb"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    found["naive_s"] = naive()
    print(json.dumps(found))


def naive():
    """Seconds to make the whole calendar from the pages, at each request: what portals do that store no lines."""
    from django.utils import timezone

    from agenda.ics.lines import event_lines
    from agenda.models import EventPage

    begin, now = time.process_time(), timezone.now()
    events = EventPage.objects.live().public().select_related("locale", *EventPage.entry_select)
    events = events.defer(*EventPage.entry_defer).prefetch_related(*EventPage.entry_prefetch)
    for event in events.iterator(chunk_size=200):
        event_lines(event, event.moments(now), sequence=0, stamp=event.last_published_at, now=now)
    return time.process_time() - begin


if __name__ == "__main__":
    django.setup()
    {"fill": fill, "measure": measure}[sys.argv[1]](*map(int, sys.argv[2:]))
