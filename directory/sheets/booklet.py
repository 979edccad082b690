"""The directory as an A4 booklet by valley, for those whom no screen reaches."""

from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.listing import active_filters
from directory.models import StructurePage
from directory.sheets import facts
from portal.core.folding import fold
from portal.core.pdf import bind, lay_out, page_numbers
from portal.core.territory import ATTRIBUTION
from portal.search.catalogue import find

MAX_STRUCTURES = 1000
INDEX = "index"  # its anchor


class Booklet:
    """The booklet of a listing's form: `signature` says all that it depends on, `pdf(request)` makes it."""

    def __init__(self, form):
        self.form = form
        self.found = find(form.query())
        self.keys = self.found.keys(0, MAX_STRUCTURES)
        self.today = timezone.localdate()

    @property
    def signature(self):
        """The day and the keys are in it too: "open now" gives other structures at each hour."""
        shelf = self.found.shelf
        return repr((shelf.language, shelf.version, self.today, self.form.state(), self.form.ignored, self.keys))

    def pdf(self, request):
        """Return the PDF's bytes. Raises PdfUnavailable.

        In three parts, each laid out once: CSS target-counter() would lay all of it out again and again (twice the
        time at 400 structures). The front is laid out first without its numbers, to know how many pages it takes.
        """
        context = self.context()

        def part(name, first_page=1, pages=None):
            html = render_to_string(f"directory/pdf/{name}.html", context | self._tables(context, pages or {}), request)
            return lay_out(html, first_page=first_page)

        start = len(part("booklet_front").pages) + 1
        if not context["sections"]:
            return bind([part("booklet_front")])
        sheets = part("booklet_sheets", start)
        end = start + len(sheets.pages)
        pages = page_numbers(sheets, start) | {INDEX: end}
        return bind([part("booklet_front", pages=pages), sheets, part("booklet_index", end, pages)])

    def _tables(self, context, pages):
        """The contents and the index, with the pages known so far."""
        contents = [(part["id"], f"{part['title']} ({len(part['blocks'])})") for part in context["sections"]]
        contents.append((INDEX, _("Index des structures")))
        blocks = [block for part in context["sections"] for block in part["blocks"]]
        index = [(block["id"], block["name"]) for block in sorted(blocks, key=lambda block: fold(block["name"]))]

        def table(rows):
            return [{"id": row_id, "text": text, "page": pages.get(row_id, "")} for row_id, text in rows]

        return {"contents": table(contents), "index": table(index)}

    def context(self):
        entries = self.found.entries(0, MAX_STRUCTURES)
        return {
            "count": self.found.count,
            "shown": len(entries),
            "is_cut": self.found.count > len(entries),
            "filters": [chip["text"] for chip in active_filters(self.form, "")],
            "ignored": self.form.ignored,
            "today": self.today,
            "url": settings.BASE_URL,
            "attribution": ATTRIBUTION,
            "sections": self._sections(entries),
        }

    def _sections(self, entries):
        """One a valley, in the order of the valleys, then those that are in none; inside, the listing's order."""
        names = self.form.names["vallee"]
        ranks = {slug: rank for rank, slug in enumerate(names)}

        def rank(entry):
            return min((ranks[slug] for slug in entry.facets.get("vallee", []) if slug in ranks), default=len(ranks))

        titles = [*names.values(), _("Sans vallée indiquée")]
        groups = groupby(sorted(entries, key=rank), key=rank)
        return [
            {"id": f"vallee-{number}", "title": titles[number], "blocks": [block(entry) for entry in group]}
            for number, group in groups
        ]


def block(entry):
    """What the booklet says of a structure."""
    data = entry.data
    return {
        "id": f"structure-{entry.page_id}",
        "name": entry.title,
        "acronym": data.get("acronym", ""),
        "meta": entry.card.get("meta", []),
        "situation": situation(data.get("status")),
        "is_fictional": data.get("is_fictional", False),
        "summary": entry.summary,
        "lines": list(lines(entry)),
        "phone": facts.phone(entry),
        "website": facts.website(entry),
        "shown_website": facts.bare(facts.website(entry)),
        "fields": data.get("fields", []),
        "freshness": entry.card.get("freshness", ""),
    }


def lines(entry):
    """Where, when and how, one fact a line."""
    data = entry.data
    if data.get("address"):
        yield facts.address(entry)
    if when := " ; ".join(part for part in (*facts.hours(entry), data.get("closures", "")) if part):
        yield when
    if data.get("access") == StructurePage.Access.FULL:
        yield _("Accessible en fauteuil")
    if data.get("volunteers"):
        yield _("Cherche des bénévoles – %(for)s") % {"for": data["volunteers"]}


def situation(status):
    """Words for a structure that is not open any more; none for the others."""
    known = status in StructurePage.Status.values and status != StructurePage.Status.ACTIVE
    return StructurePage.Status(status).label if known else ""
