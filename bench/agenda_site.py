"""The part of bench/agenda.py that runs in Django: `fill EVENTS`, then `measure`, which prints JSON."""

import json
import statistics
import sys
import time
import tracemalloc
from datetime import timedelta
from random import Random

import django

from bench.directory_site import _without_extremes, call

DATES = 10
ROUNDS = 40
ENOUGH = 60  # seconds of the naive way
QUERIES = ("", "vallee=gapencais", "categorie=atelier&gratuit=1", "accessible=moteur")
LENGTHS = {400: 540}  # days over which events are spread; more events: ten years


def fill(size):
    from django.utils import timezone

    from agenda.models import AgendaIndexPage, EventPage
    from agenda.rebuild import rebuild_dates
    from directory.models import StructurePage
    from portal.core.bulk import add_pages, slug_from
    from portal.core.models import Audience, EventCategory
    from portal.search.rebuild import rebuild

    index = AgendaIndexPage.objects.get(locale__language_code="fr")
    structures = list(StructurePage.objects.select_related("commune"))
    words = {model: list(model.objects.filter(locale=index.locale_id)) for model in (Audience, EventCategory)}
    rng, days = Random(5), LENGTHS.get(size, 3650)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)

    def pages():
        for number in range(size):
            organiser = rng.choice(structures)
            start = now + timedelta(days=rng.randrange(-days // 2, days // 2), hours=rng.randrange(12))
            page = EventPage(
                title=f"Atelier partagé {number}",
                slug=slug_from(f"atelier {number}"),
                summary="On apporte ce que l’on a, on repart avec ce que l’on sait.",
                start=start,
                end=start + timedelta(hours=2),
                rrule=f"FREQ=WEEKLY;INTERVAL={rng.choice([1, 1, 2])};COUNT={DATES}",
                organiser=organiser,
                commune=organiser.commune,
                place_name="Salle polyvalente",
                price=rng.choice(["", "free", "paid"]),
                access_mi=rng.random() < 0.4,
            )
            page.categories = rng.sample(words[EventCategory], 1)
            page.audiences = rng.sample(words[Audience], rng.randrange(3))
            yield page

    add_pages(index, pages())
    rebuild_dates(EventPage.objects.child_of(index))
    rebuild()
    print(json.dumps(size))


def measure():
    from django.core.handlers.wsgi import WSGIHandler
    from django.utils import timezone

    from agenda.models import Occurrence
    from agenda.rebuild import rebuild_dates
    from bench.naive_agenda import naive_application

    today = timezone.localdate()
    path = f"/agenda/mois/{today.year}/{today.month}/"
    ways = {"": WSGIHandler(), "naive_": naive_application()}
    found = {f"{prefix}queries": max(queries(way, path, query) for query in QUERIES) for prefix, way in ways.items()}
    times = {prefix: [] for prefix in ways}
    for _round in range(ROUNDS):
        for prefix, way in ways.items():
            times[prefix] += [_time(way, path, query) for query in QUERIES]
        if sum(times["naive_"]) > ENOUGH:
            break
    for prefix, values in times.items():
        found[f"{prefix}rate"] = 1 / statistics.fmean(_without_extremes(values))
    lists = [_time(ways[""], "/agenda/", query) for query in QUERIES * 10]
    found["list_rate"] = 1 / statistics.fmean(_without_extremes(lists[len(QUERIES) :]))
    first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = (first + timedelta(days=32)).replace(day=1)
    found["dates"] = Occurrence.objects.filter(start__lt=last, end__gte=first).count()
    found["shelf_mb"] = _shelf_mb()
    Occurrence.objects.all().delete()
    begin = time.process_time()
    rebuild_dates()
    found["rebuild_s"] = time.process_time() - begin
    print(json.dumps(found))


def _time(application, path, query):
    begin = time.process_time()
    call(application, path, query)
    return time.process_time() - begin


def queries(application, path, query):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call(application, path, query)
    with CaptureQueriesContext(connection) as captured:
        call(application, path, query)
    return len(captured)


def _shelf_mb():
    from portal.search.memory import forget, shelf

    forget()
    tracemalloc.start()
    held = shelf("event", "fr")
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held.keys
    return size / 1e6


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    fill(int(rest[0])) if what == "fill" else measure()
