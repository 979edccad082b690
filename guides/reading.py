"""What the pages of guides, parts and stories show besides their own texts.

`data` is what the catalogue keeps (guides/entry.py): words and names, so that a public page needs no query a relation.
A draft and a private page are in no catalogue: theirs is made from the page.
"""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guides import json_ld
from guides.advice.box import advice_box
from guides.cards import entry_card
from guides.filters import STORY
from guides.listing import entries_of, ordered_keys
from portal.core.templatetags.portal_tags import long_date
from portal.search.catalogue import Query, find
from portal.search.models import Entry

MOST_STORIES = 6


class Read:
    """An article as it is read: its `data`, and the entries of the public pages that it names (one query).

    entry: None for what is not public, and in a preview.
    """

    def __init__(self, page, names):
        """names: function of the data that gives the numbers of the pages to name."""
        self.entry = page.known_entry or _own_entry(page)
        self.data = self.entry.data if self.entry else page.entry_data()
        keys = {key for key in names(self.data) if key}
        self.named = {row.page_id: row for row in Entry.objects.listed().filter(page_id__in=keys)} if keys else {}

    def cards(self, keys):
        return [entry_card(self.named[key]) for key in dict.fromkeys(keys) if key in self.named]

    def links(self, rows):
        """[{"title", "url", ...row}]: rows ({"id", ...}) whose page is public, each once."""
        found = {row["id"]: row for row in reversed(rows)}
        return [
            row | {"title": self.named[key].title, "url": self.named[key].url}
            for key, row in reversed(found.items())
            if key in self.named
        ]


def _own_entry(page):
    """The entry of a page served by Wagtail; none for a draft shown in a preview, which says something else."""
    own = Entry.objects.listed().filter(page_id=page.pk).first() if page.pk and page.live else None
    return own if own and not page.has_unpublished_changes else None


# -- Guides -----------------------------------------------------------------------------------------------------------
def guide_context(guide):
    read = Read(guide, _named_by_guide)
    data, stories = read.data, stories_of_guide(guide)
    return {
        "number": data["number"],
        "version": data["version"],
        "minutes": data["reading_minutes"],
        "parts": parts_of(guide, data),
        "applies_to": applies_to(data),
        "dated": data.get("dated", ""),
        "source_lines": data.get("sources", []),
        "contributors": _contributors(read),
        "history": history_of(data),
        "overdue": overdue(guide),
        "updated_at": guide.entry_changed_at() if read.entry is None else read.entry.changed_at,
        "related_guides": read.cards(data.get("related", ())),
        "stories": [entry_card(entry) for entry in stories],
        "structures": structures_of(stories),
        "tags": _tags(data),
        "listing_url": reverse("guides:guides"),
        "tag_slugs": list(data.get("tag_slugs", ())),
        "is_public": bool(read.entry),
        "json_ld": json_ld.guide(guide, read.entry, parts_of(guide, data)) if read.entry else "",
    }


def _named_by_guide(data):
    return [*data.get("related", ()), *(row["structure"] for row in data.get("people", ()))]


def parts_of(guide, data):
    """The chapter menu: [{"title", "url", "summary", "minutes", "number"}]."""
    home = guide.get_url() or ""
    return [
        {"number": number, "url": f"{home}{part['slug']}/", "summary": "", **part}
        for number, part in enumerate(data.get("parts", ()), 1)
    ]


def applies_to(data):
    """[(label, words)]: for whom the guide was written; nothing chosen means everybody, and is not said."""
    rows = ((_("Taille"), "sizes"), (_("Domaines d’activité"), "fields"), (_("Vallées"), "valleys"))
    return [(label, data[name]) for label, name in rows if data.get(name)]


def _contributors(read):
    """[{"person", "title", "url"}]: a structure that is not public is not named, the person is."""
    rows = []
    for row in read.data.get("people", ()):
        structure = read.named.get(row["structure"])
        if row["person"] or structure:
            where = {"title": structure.title, "url": structure.url} if structure else {"title": "", "url": ""}
            rows.append({"person": row["person"]} | where)
    return rows


def history_of(data):
    """The changes told to readers, the last first, their days as dates."""
    return [row | {"day": date.fromisoformat(row["day"])} for row in data.get("history", ())]


def overdue(guide):
    """What the page says of itself once its review date has passed without a review; "" else."""
    review_on, reviewed_on = guide.review_on, guide.last_reviewed_on
    if not review_on or review_on >= timezone.localdate() or (reviewed_on and reviewed_on >= review_on):
        return ""
    words = _("Cette page devait être relue avant le %(day)s et ne l’a pas encore été : vérifiez ce qui a pu changer.")
    return words % {"day": long_date(review_on)}


def stories_of_guide(guide):
    """Entries of the stories that did what the guide explains, the newest first."""
    if not guide.pk:
        return []
    language = guide.locale.language_code
    found = find(Query(kind=STORY, language=language, facets={"guide": (str(guide.pk),)}))
    return entries_of(ordered_keys(found)[:MOST_STORIES]) if found.count else []


def structures_of(stories):
    """Entries of the public structures that did what some stories tell, each once."""
    keys = dict.fromkeys(row["id"] for story in stories for row in story.data.get("structures", ()))
    found = {row.page_id: row for row in Entry.objects.listed().filter(page_id__in=keys)} if keys else {}
    return [found[key] for key in keys if key in found]


def part_context(part):
    """A part with its guide's menu, and its neighbours."""
    guide = part.guide
    read = Read(guide, lambda data: ())
    parts = parts_of(guide, read.data)
    keys = [row["id"] for row in parts]
    here = keys.index(part.pk) if part.pk in keys else len(keys)
    return {
        "guide": guide,
        "guide_url": guide.get_url(),
        "number": read.data["number"],
        "version": read.data["version"],
        "parts": parts,
        "here": part.pk,
        "previous": parts[here - 1] if here else None,
        "following": parts[here + 1] if here + 1 < len(parts) else None,
        "overdue": overdue(guide),
        "updated_at": part.last_published_at,
        "is_public": bool(read.entry and part.live),
        "json_ld": json_ld.part(part, read.entry) if read.entry and part.live else "",
    }


# -- Stories ----------------------------------------------------------------------------------------------------------
def story_context(story):
    read = Read(story, _named_by_story)
    data = read.data
    return {
        "structures": read.links(data.get("structures", [])),
        "related_guides": read.links([{"id": key} for key in data.get("guides", ())]),
        "outside": [line for line in story.outside_partners.splitlines() if line.strip()],
        "facts": list(story_facts(story, data)),
        "source_lines": data.get("sources", []),
        "updated_at": story.last_published_at,
        "advice": advice_box(story) if read.entry else None,
        "photos": story.photos.select_related("image") if story.pk else [],
        "tags": _tags(data),
        "is_public": bool(read.entry),
        "json_ld": json_ld.story(story, read.entry, read.links(data.get("structures", []))) if read.entry else "",
    }


def _named_by_story(data):
    return [*data.get("guides", ()), *(row["id"] for row in data.get("structures", ()))]


def story_facts(story, data):
    """[(label, [lines])] of the panel: what nobody has said is left out."""
    cost = [f"{number_format(story.cost_amount, force_grouping=True)}\xa0€"] if story.cost_amount else []
    if story.cost_amount == 0:
        cost = [_("aucune dépense")]
    rows = (
        (_("Où"), [story.place or data.get("commune", "")]),
        (_("Quand"), [str(story.year) if story.year else ""]),
        (_("Qui porte"), [data.get("size", "")]),
        (_("Domaines de coopération"), data.get("cooperation", [])),
        (_("Coût"), [*cost, story.cost_text]),
        (_("Temps passé"), [story.time_text]),
        (_("Qui a payé"), data.get("funders", [])),
    )
    for label, lines in rows:
        if known := [line for line in lines if line]:
            yield label, known


def _tags(data):
    return [{"slug": slug, "name": name} for slug, name in data.get("tag_slugs", {}).items()]
