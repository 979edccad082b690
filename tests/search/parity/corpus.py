"""The fixed corpus of the parity suite: some 150 made-up pages, built as editors would and read from two TOML files."""

import re
import tomllib
from datetime import datetime, time, timedelta
from itertools import cycle
from pathlib import Path

from django.utils import timezone
from wagtail.models import Locale

from agenda.engine.clocks import PARIS
from agenda.period import week_end
from portal.core.models import Commune, EventCategory, Label, LegalFamily
from portal.demo.builders import make_event, make_guide, make_story, make_structure, terms
from portal.home.models import HomePage, StandardPage
from tests.rooms import agenda, directory, guides, make_private, stories

HERE = Path(__file__).parent
A_DAY = timedelta(days=1)
# Neighbours that say nothing of what is asked: noise, as in any real directory.
KINDS = ("Foyer", "Amicale", "Comité", "Cercle", "Atelier")
NAMES = ("du Vieux Four", "de la Source", "des Quatre Vents", "du Pré Carré", "de la Combe Noire", "du Rocher Rouge")
NAMES += ("de la Clairière", "du Grand Tilleul", "des Trois Ponts")
COMMUNES = (
    "tallard",
    "rosans",
    "orpierre",
    "ancelle",
    "vars",
    "crots",
    "cervieres",
    "la-saulce",
    "jausiers",
    "eygliers",
)


def build_corpus():
    """Add every page to the prepared site, whose synonyms are those of a new portal."""
    communes = {commune.slug: commune for commune in Commune.objects.in_territory()}
    for row in read("structures.toml")["structures"] + list(_neighbours()):
        _structure(row, communes)
    articles = read("articles.toml")
    for row in articles["events"]:
        _event(row, communes)
    for row in articles["guides"]:
        parts = [{"title": part["title"], "body": _body(part)["body"]} for part in row.pop("parts", ())]
        _finish(row, lambda values, parts=parts: make_guide(guides(), parts=parts, **values))
    for row in articles["stories"]:
        row["commune"] = communes[row["commune"]]
        _finish(row, lambda values: make_story(stories(), **values))
    for row in articles["pages"]:
        _page(row)


def read(name):
    return tomllib.loads((HERE / name).read_text())


def hidden_titles():
    """Titles that no search may ever show."""
    rows = read("structures.toml")["structures"] + [row for rows in read("articles.toml").values() for row in rows]
    return {row["title"] for row in rows if "hidden" in row or row.get("language", "fr") != "fr"}


def _neighbours():
    for number, (name, commune) in enumerate(zip(NAMES * len(KINDS), cycle(COMMUNES), strict=False)):
        kind = KINDS[number // len(NAMES)]
        yield {"title": f"{kind} {name}", "commune": commune, "summary": f"Vie locale, saison {number + 1}."}


def _structure(row, communes):
    """Relations to several are set once the page is there, and published with it anew."""
    tags, labels, served = (row.pop(name, ()) for name in ("tags", "labels", "served_communes"))
    row["commune"] = communes[row["commune"]]
    if "legal_family" in row:
        row["legal_family"] = LegalFamily.objects.in_language("fr").get(slug=row["legal_family"])
    page = _finish(row, lambda values: make_structure(directory(), **values), body="presentation")
    if tags or labels or served:
        page.tags.add(*tags)
        page.labels = terms(Label, labels, locale__language_code="fr")
        page.served_communes = [communes[slug] for slug in served]
        page.save()


def _event(row, communes):
    day = day_of(row.pop("when"), timezone.localdate())
    start = datetime.combine(day, time(), PARIS)
    row["commune"] = communes[row["commune"]]
    row["categories"] = terms(EventCategory, row["categories"], locale__language_code="fr")
    # All day, so that it is still to come at whatever hour the suite runs.
    times = {"start": start, "end": datetime.combine(day + A_DAY, time(), PARIS), "all_day": True}
    _finish(row, lambda values: make_event(agenda(), **times, **values))


def day_of(when, today):
    """The day of an event that a query will ask by its time; « plus tard » is no Saturday, and months away."""
    if when == "samedi":
        return today + (5 - today.weekday()) % 7 * A_DAY
    later = today + 100 * A_DAY
    return {
        "week-end": week_end(today).first,
        "demain": today + A_DAY,
        "plus tard": later + A_DAY if later.weekday() >= 5 else later - A_DAY,
    }[when]


def _page(row):
    home = HomePage.objects.get(locale=Locale.objects.get(language_code=row.pop("language")))
    _finish(row, lambda values: home.add_child(instance=StandardPage(locale=home.locale, **values)))


def _finish(row, make, body="body"):
    """Make a page of a row, public or hidden in one way or another."""
    hidden = row.pop("hidden", "")
    values = row | (_body(row, body) if "text" in row else {})
    values.pop("text", None)
    if hidden == "draft":
        values["live"] = False
    if hidden == "expired":
        values["expire_at"] = timezone.now() - A_DAY
    page = make(values)
    if hidden == "private":
        make_private(page)
    return page


def _body(row, name="body"):
    return {name: [("text", f"<p>{row['text']}</p>")]}


def named_words():
    """{word: the first title that holds it} of the public structures: what is misspelt."""
    found = {}
    for row in (*read("structures.toml")["structures"], *_neighbours()):
        for word in re.findall(r"[^\W\d_]{5,}", row["title"]) if "hidden" not in row else ():
            found.setdefault(word, row["title"])
    return found
