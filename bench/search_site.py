"""The part of bench/search.py that runs in Django: `fill SIZE`, `rebuild`, `measure`, `wagtail SIZE`; each prints JSON.

Entries of invented words (seeded): a name of two to four words, a summary, a text of sixty, one word in 2 % of names
and one in 88 % of the texts. They are written as the catalogue keeps them, without pages, which searches do not read;
Wagtail's own search needs pages, and gets fewer (it takes as long as there are pages).

`list`: what a listing asks, words to first twenty cards: matches, order, number; `whole`: all of /recherche/ but HTML.
"""

import json
import resource
import statistics
import sys
import threading
import time
from random import Random

import django

WORDS = 30_000
COMMON, RARE = "association", "ressourcerie"
SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in "aeiou"]
SYLLABLES += ["gra", "plo", "tri", "cha", "cla", "bre", "dru", "fron"]
ROUNDS, FEW_ROUNDS = 60, 12
SEED, BATCH = 7, 1000


def vocabulary():
    """Invented words of two to five syllables, all different."""
    rng, words = Random(SEED), {}
    while len(words) < WORDS:
        words["".join(rng.choice(SYLLABLES) for _syllable in range(rng.choice((2, 3, 3, 4, 4, 5))))] = True
    return list(words)


def texts(size):
    """(name, summary, text) of each; few words are frequent and most are rare, as in a language."""
    rng, words = Random(SEED + 1), vocabulary()
    for number in range(size):
        name = [rng.choice(words) for _word in range(rng.choice((2, 3, 4)))]
        if number % 50 == 0:
            name.insert(0, RARE)
        text = [words[int(rng.random() ** 3 * WORDS)] for _word in range(60)]
        summary = " ".join(text[:10])
        if rng.random() < 0.88:
            text.insert(30, COMMON)
        yield " ".join(name).capitalize(), summary, " ".join(text)


def fill(size):
    from portal.core.models import Commune
    from portal.home.setup import prepare_site
    from portal.search.memory import part_of
    from portal.search.models import Entry, EntryText
    from portal.search.sync import next_version

    prepare_site()
    rng, communes = Random(SEED), list(Commune.objects.in_territory().select_related("valley", "epci"))
    version, rows = next_version({part_of("structure", "fr")}), []
    for number, (name, summary, text) in enumerate(texts(size)):
        commune = rng.choice(communes)
        entry = Entry(
            page_id=10**6 + number, kind="structure", language="fr", version=version, weight=rng.randrange(80)
        )
        entry.url, entry.title, entry.summary = f"/annuaire/s-{number}/", name, summary
        entry.facets = {"commune": [commune.slug], "vallee": [commune.valley.slug] if commune.valley else []}
        entry.card = {"meta": [commune.name], "chips": [], "freshness": ""}
        rows.append((entry, EntryText(names=name, place=commune.name, key_words=summary, body=text)))
        if len(rows) == BATCH or number == size - 1:
            Entry.objects.bulk_create([entry for entry, _text in rows])
            for entry, row in rows:
                row.entry = entry
            EntryText.objects.bulk_create([row for _entry, row in rows])
            rows = []
    return {}


def rebuild():
    """Seconds of rebuild_search, memory at a tenth of it and at the end, and the slowest search asked meanwhile."""
    from django.conf import settings
    from django.db import connection

    from portal.search.engines.outside.rebuild import rebuild as rebuild_outside
    from portal.search.rebuild import rebuild_terms

    outside = not settings.SEARCH_URL.startswith("database")
    make, memory, done, slowest, stop = (
        rebuild_outside if outside else rebuild_terms,
        [],
        [0],
        [0.0, 0],
        threading.Event(),
    )

    def progress(count):
        done[0] += count
        memory.append((done[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    def ask():
        while not stop.wait(0.5):
            slowest[0] = max(slowest[0], spent(lambda _number: listed(RARE), 1)[0])
            slowest[1] += 1
        connection.close()

    reader = threading.Thread(target=ask)
    reader.start()
    begin = time.perf_counter()
    count = make(progress)
    seconds = time.perf_counter() - begin
    stop.set()
    reader.join()
    tenth = next(size for number, size in memory if number >= count / 10)
    return {
        "seconds": seconds,
        "tenth_mb": tenth,
        "peak_mb": memory[-1][1],
        "slowest_ms": slowest[0],
        "asked": slowest[1],
    }


def spent(action, rounds=ROUNDS):
    """Milliseconds, one for each round."""
    times = []
    for number in range(rounds):
        begin = time.perf_counter()
        action(number)
        times.append((time.perf_counter() - begin) * 1000)
    return times


def listed(text):
    from portal.search.catalogue import Query, find

    found = find(Query(kind="structure", language="fr", text=text, sort="relevance"))
    return found.count, found.cards(0, 20)


def whole(text):
    from django.http import QueryDict

    from portal.finding.answer import Answer
    from portal.finding.form import SearchForm

    found = Answer(SearchForm.read(QueryDict(f"q={text}"), "fr"))
    return found.hits(0, 20), found.facet_counts("vallee")


def misspelt(names):
    """Names with one letter missing, wrong, added or swapped, in turn."""
    rng = Random(SEED)
    for number, word in enumerate(names):
        place = rng.randrange(1, len(word) - 1)
        yield [
            word[:place] + word[place + 1 :],
            word[:place] + "w" + word[place + 1 :],
            word[:place] + "x" + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ][number % 4]


def measure():
    from portal.finding.suggestions import _groups
    from portal.search.memory import shelf
    from portal.search.models import Entry

    titles = Entry.objects.filter(kind="structure").values_list("title", flat=True)[1001:1401]
    names = [title.split()[0].lower() for title in titles if len(title.split()[0]) >= 6]
    wrong = list(misspelt(names))
    starts = [name[: 2 + number % 5] for number, name in enumerate(names)]
    listed("xyz")
    whole("xyz")
    held = shelf("structure", "fr")
    suggested = sorted(spent(lambda number: _groups(starts[number], held), len(starts)))
    return {
        "rare_ms": statistics.median(spent(lambda _number: listed(RARE))),
        "common_ms": statistics.median(spent(lambda _number: listed(COMMON), FEW_ROUNDS)),
        "misspelt_ms": statistics.median(spent(lambda number: listed(wrong[number % len(wrong)]))),
        "whole_rare_ms": statistics.median(spent(lambda _number: whole(RARE))),
        "whole_common_ms": statistics.median(spent(lambda _number: whole(COMMON), FEW_ROUNDS)),
        "suggestions_p95_ms": suggested[int(len(suggested) * 0.95)],
        "rare": listed(RARE)[0],
        "common": listed(COMMON)[0],
    }


def wagtail(size):
    """The same words in pages, asked of Wagtail's own search in the database."""
    from django.core.management import call_command
    from wagtail.models import Page

    from directory.models import DirectoryIndexPage, StructurePage
    from portal.core.bulk import add_pages

    index = DirectoryIndexPage.objects.get(locale__language_code="fr")
    add_pages(
        index,
        (
            StructurePage(title=name, slug=f"w-{n}", summary=summary, presentation=[("text", f"<p>{text}</p>")])
            for n, (name, summary, text) in enumerate(texts(size))
        ),
    )
    begin = time.perf_counter()
    call_command("update_index", verbosity=0)
    seconds = time.perf_counter() - begin

    def ask(text):
        return list(Page.objects.live().search(text, operator="and")[:20])

    return {
        "seconds": seconds,
        "rare_ms": statistics.median(spent(lambda _number: ask(RARE), 3)),
        "common_ms": statistics.median(spent(lambda _number: ask(COMMON), 3)),
    }


if __name__ == "__main__":
    django.setup()
    name, *sizes = sys.argv[1:]
    print(
        json.dumps({"fill": fill, "rebuild": rebuild, "measure": measure, "wagtail": wagtail}[name](*map(int, sizes)))
    )
