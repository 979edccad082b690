"""A structure's A4 poster: its name, what it does, and the code that leads to its page."""

from django.template.loader import render_to_string

from directory.sheets import facts
from directory.sheets.qr import qr_svg
from portal.core.pdf import bind, lay_out

# (characters, class): the longer the name, the smaller, so that a poster is one page.
NAME_SIZES = ((30, "court"), (70, "moyen"), (140, "long"))
# Tried in turn, until all is on one page.
DENSITIES = ({}, {"is_dense": True}, {"is_dense": True, "hours": [], "chips": []})


def poster(entry, request):
    """Return the PDF's bytes. Raises PdfUnavailable."""
    context, files = poster_context(entry), {"qr.svg": qr_svg(entry)}
    for fewer in DENSITIES:
        document = lay_out(render_to_string("directory/pdf/poster.html", context | fewer, request), files)
        if len(document.pages) == 1:
            break
    return bind([document])


def poster_context(entry):
    return {
        "is_dense": False,
        "name": entry.title,
        "size": next((size for most, size in NAME_SIZES if len(entry.title) <= most), "tres-long"),
        "summary": entry.summary,
        "chips": entry.card.get("chips", []),
        "address": facts.address(entry),
        "hours": facts.hours(entry)[:5],
        "phone": facts.phone(entry),
        "website": facts.bare(facts.website(entry)),
        "url": facts.absolute(entry),
        "shown_url": facts.bare(facts.absolute(entry)),
        "is_fictional": entry.data.get("is_fictional", False),
    }
