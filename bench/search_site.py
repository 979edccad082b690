"""The part of bench/search.py that runs in Django: `fill SIZE`, then `measure` and `wagtail`, which print JSON.

Structures are real pages of invented words (seeded): a name of two to four words, a text of sixty, one word in 2 % of
them and one in 88 %. What is timed is what a listing asks: the matches of the words, their order, their number, and the
twenty first cards; `page` is the whole of /recherche/.
"""

import json
import statistics
import sys
import time
import tracemalloc
from random import Random

import django

WORDS = 30_000
COMMON, RARE = "association", "ressourcerie"  # in 88 % and in 2 %
SYLLABLES = "ba be bi bo bu ca ce ci co cu da de di do du fa fe fi fo la le li lo lu ma me mi mo mu na ne ni no nu pa pe".split()
SYLLABLES += "pi po ra re ri ro ru sa se si so ta te ti to tu va ve vi vo gra plo tri cha cla bre dru fron".split()
ROUNDS = 40
SEED = 7


def vocabulary(rng):
    """Invented words of two to five syllables, all different."""
    words = {}
    while len(words) < WORDS:
        words["".join(rng.choice(SYLLABLES) for _syllable in range(rng.choice((2, 3, 3, 4, 4, 5))))] = True
    return list(words)


def fill(size):
    from directory.models import DirectoryIndexPage, StructurePage
    from portal.core.bulk import add_pages
    from portal.core.models import Commune
    from portal.home.setup import prepare_site

    prepare_site()
    rng = Random(SEED)
    words, communes = vocabulary(rng), list(Commune.objects.in_territory().select_related("valley", "epci"))
    index = DirectoryIndexPage.objects.get(locale__language_code="fr")

    def pages():
        for number in range(size):
            name = [rng.choice(words) for _word in range(rng.choice((2, 3, 4)))]
            if number % 50 == 0:
                name.insert(0, RARE)
            # Few words are frequent, most are rare, as in a language.
            text = [words[int(rng.random() ** 3 * WORDS)] for _word in range(60)]
            if rng.random() < 0.88:
                text.insert(5, COMMON)
            yield StructurePage(
                title=" ".join(name).capitalize(),
                slug=f"s-{number}",
                summary=" ".join(text[:10]),
                presentation=[("text", f"<p>{' '.join(text)}</p>")],
                commune=rng.choice(communes),
            )

    add_pages(index, pages())


def rebuilt():
    """Seconds and megabytes that the rebuild of the catalogue takes, searches answered meanwhile or not."""
    from portal.search.rebuild import rebuild

    tracemalloc.start() if 0 else None
    begin = time.perf_counter()
    rebuild()
    seconds = time.perf_counter() - begin
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    begin = time.perf_counter()
    return seconds, peak


def spent(action, rounds=ROUNDS):
    """Milliseconds, one for each round."""
    times = []
    for number in range(rounds):
        begin = time.perf_counter()
        action(number)
        times.append((time.perf_counter() - begin) * 1000)
    return times


def measure():
    from django.http import QueryDict

    from portal.finding.answer import Answer
    from portal.finding.form import SearchForm
    from portal.finding.suggestions import _groups
    from portal.search.catalogue import Query, find
    from portal.search.memory import shelf

    rng = Random(SEED + 1)
    words = vocabulary(Random(SEED))
    names = [entry.split()[0].lower() for entry in _titles(400)]

    def ask(text):
        found = find(Query(kind="structure", language="fr", text=text, sort="relevance"))
        return found.count, found.cards(0, 20)

    def wrong(number):
        word = names[number * 7 % len(names)]
        place = rng.randrange(1, len(word) - 1)
        return word[:place] + word[place + 1 :] if number % 2 else word[:place] + "w" + word[place + 1 :]

    ask("a")
    starts = [words[number * 31][: 2 + number % 5] for number in range(200)]
    held = shelf("structure", "fr")
    whole = lambda text: Answer(SearchForm.read(QueryDict(f"q={text}"), "fr")).hits(0, 20)  # noqa: E731
    whole("a")
    found = {
        "rare_ms": statistics.median(spent(lambda number: ask(RARE))),
        "common_ms": statistics.median(spent(lambda number: ask(COMMON), 10)),
        "misspelt_ms": statistics.median(spent(lambda number: ask(wrong(number)))),
        "two_ms": statistics.median(spent(lambda number: ask(f"{COMMON} {RARE}"))),
        "whole_rare_ms": statistics.median(spent(lambda number: whole(RARE))),
        "whole_common_ms": statistics.median(spent(lambda number: whole(COMMON), 10)),
        "suggestions_p95_ms": sorted(spent(lambda number: _groups(starts[number], held), 200))[189],
        "rare": ask(RARE)[0],
        "common": ask(COMMON)[0],
    }
    print(json.dumps(found))


def _titles(most):
    from portal.search.models import Entry

    return list(Entry.objects.filter(kind="structure").values_list("title", flat=True)[1000 : 1000 + most])


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    elif sys.argv[1] == "rebuild":
        print(json.dumps(dict(zip(("seconds", "peak_mb"), rebuilt(), strict=True))))
    else:
        measure()
