"""A whole guide on one page: to read from top to bottom, to print, and what the booklet is made of."""

import re

from django.utils.safestring import mark_safe

HEADING = re.compile(r"<(/?)h([2-5])\b")


def chapters(guide):
    """The parts in order: [{"part", "number", "anchor"}], the anchor being what a table of contents leads to."""
    return [
        {"part": part, "number": number, "anchor": f"partie-{number}"} for number, part in enumerate(guide.parts, 1)
    ]


def lowered(html):
    """Return the same HTML, its headings one level lower: the part's title is itself a heading of the whole guide."""
    return mark_safe(HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}", html))  # noqa: S308 - the same markup
