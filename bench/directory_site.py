"""The part of bench/directory.py that runs in Django: `fill SIZE`, then `measure`, which prints JSON.

Up to PAGES, structures are real pages, added in bulk (portal.core.bulk) from the demo's own recipe (repeated past its
names), then `rebuild`. Past it, the entries of those pages are copied, words included: the catalogue's listing reads
nothing else, and 100 000 pages would take an hour. The naive way is then not measured.
"""

import json
import statistics
import sys
import time
import tracemalloc
from itertools import cycle

import django

QUERIES = (
    "",
    "page=2",
    "domaine=reemploi",
    "domaine=alimentation&domaine=culture",
    "vallee=ubaye&domaine=reemploi",
    "statut=association&page=3",
    "commune=gap&statut=association",
    "tri=verifie",
    "epci={epci}&benevoles=1",
    "accessible=1&domaine=culture",
)
ROUNDS = 12
FIRST_COPY = 1_000_000  # page numbers past those of pages
ENOUGH = 40  # seconds of the naive way
PAGES = 10_000
RECIPE = 9_000  # names that the demo's recipe can give


def fill(size):
    from random import Random

    from django.utils import timezone

    from directory.models import DirectoryIndexPage, StructurePage
    from portal.core.bulk import add_pages, slug_from
    from portal.core.models import Audience, FieldOfActivity, Label, LegalFamily
    from portal.demo.fictional_structures import fictional_structures
    from portal.home.setup import prepare_site
    from portal.search.rebuild import rebuild

    prepare_site()
    index = DirectoryIndexPage.objects.get(locale__language_code="fr")
    words = {model: list(model.objects.filter(locale=index.locale_id)) for model in (Audience, Label)}
    fields, families = (
        {term.slug: term for term in model.objects.filter(locale=index.locale_id)}
        for model in (FieldOfActivity, LegalFamily)
    )
    rng = Random(7)
    today = timezone.localdate()

    def pages():
        for number, structure in zip(
            range(min(size, PAGES)), cycle(fictional_structures(min(size, RECIPE))), strict=False
        ):
            page = StructurePage(
                title=(title := structure.title if number < RECIPE else f"{structure.title} {number}"),
                slug=slug_from(title),
                summary=structure.summary,
                presentation=[("text", structure.presentation)],
                legal_family=families[structure.legal_family],
                commune=structure.commune,
                access=rng.choice(["", "full", "none"]),
                needs_volunteers=rng.random() < 0.2,
                opening_hours=rng.choice(["", "Mo-Fr 09:00-18:00", "Tu-Sa 10:00-12:30,14:00-19:00"]),
                last_reviewed_on=today - timezone.timedelta(days=rng.randrange(900)) if rng.random() < 0.5 else None,
            )
            page.fields_of_activity = [fields[slug] for slug in structure.fields]
            page.labels = rng.sample(words[Label], rng.randrange(2))
            page.audiences = rng.sample(words[Audience], rng.randrange(3))
            yield page

    add_pages(index, pages())
    rebuild()
    for copy in range(1, size // PAGES):
        copy_entries(copy)


def copy_entries(number):
    """Once more each structure's entry, under a name and a page number of its own."""
    from django.db import connection

    from portal.search.memory import part_of
    from portal.search.models import Entry
    from portal.search.sync import next_version

    entries = list(Entry.objects.filter(kind="structure", page_id__lt=FIRST_COPY).order_by("pk"))
    originals, version = [entry.pk for entry in entries], next_version({part_of("structure", "fr")})
    for entry in entries:
        entry.page_id += number * FIRST_COPY
        entry.pk, entry.version, entry.title = None, version, f"{entry.title} ({number})"
    Entry.objects.bulk_create(entries, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_text (rowid, names, words, body) "
            "SELECT %s, names, words, body FROM search_text WHERE rowid = %s",
            [(entry.pk, original) for entry, original in zip(entries, originals, strict=True)],
        )


def call(application, path, query):
    """One WSGI call, whole; returns its body."""
    from django.test import RequestFactory

    environ = RequestFactory()._base_environ(PATH_INFO=path, QUERY_STRING=query, HTTP_HOST="127.0.0.1")
    status = []
    response = application(environ, lambda said, _headers: status.append(said))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{path}?{query} answers {status[0]}")
    return body


def measure():
    from django.core.handlers.wsgi import WSGIHandler

    from bench.naive_directory import naive_application
    from portal.core.models import Epci
    from portal.search.models import Entry

    epci = Epci.objects.filter(communes__in_territory=True).order_by("pk").first().slug
    queries = [query.format(epci=epci) for query in QUERIES]
    ways = {"": WSGIHandler()}
    if not Entry.objects.filter(page_id__gt=FIRST_COPY).exists():
        ways["naive_"] = naive_application()
    found = {}
    for prefix, application in ways.items():
        found[f"{prefix}queries"] = max(sql_queries(application, query) for query in queries)
    times = {prefix: [] for prefix in ways}
    for _round in range(ROUNDS):
        for prefix, application in ways.items():
            times[prefix] += [_time(application, query) for query in queries]
        if sum(times.get("naive_", ())) > ENOUGH:
            break
    for prefix, values in times.items():
        found[f"{prefix}rate"] = 1 / statistics.fmean(_without_extremes(values))
    found["publish_ms"] = publish(ways[""])
    found["load_ms"], found["shelf_mb"] = shelf_cost()
    print(json.dumps(found))


def _without_extremes(values):
    """Nine tenths of the times, the longest left out: the machine is shared."""
    return sorted(values)[: max(1, len(values) * 9 // 10)]


def _time(application, query):
    """Processor seconds: what a request costs one core, whatever else runs on a shared machine."""
    begin = time.process_time()
    call(application, "/annuaire/", query)
    return time.process_time() - begin


def sql_queries(application, query):
    """SQL queries of the second call, without the two statements that any connection begins with."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call(application, "/annuaire/", query)
    with CaptureQueriesContext(connection) as captured:
        call(application, "/annuaire/", query)
    return len(captured)


def publish(application):
    """Median milliseconds from `publish()` of a structure until the listing, asked by its name, shows it."""
    from directory.models import StructurePage

    page = StructurePage.objects.order_by("pk").first()
    times = []
    for number in range(12):
        page.title = f"Zébulon numéro{number}"
        revision = page.save_revision()
        begin = time.process_time()
        revision.publish()
        body = call(application, "/annuaire/", f"q=numero{number}").decode()
        times.append((time.process_time() - begin) * 1000)
        assert page.title in body
    return statistics.median(times[2:])


def shelf_cost():
    """(milliseconds that a first reading takes, megabytes that it holds)."""
    from portal.search.memory import forget, shelf

    forget()
    begin = time.process_time()
    shelf("structure", "fr")
    seconds = time.process_time() - begin
    forget()
    tracemalloc.start()
    held = shelf("structure", "fr")
    size, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held.keys
    return seconds * 1000, size / 1e6


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    fill(int(rest[0])) if what == "fill" else measure()
