"""The words of the glossary, explained where they are read: the first time that a page says one of them."""

import re
from functools import partial
from zlib import crc32

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from portal.core.models import GlossaryTerm
from portal.search.memory import WORDS, shelf

TAG = re.compile(r"(<[^>]*>)")
NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
# Where a word is not explained: headings are the page's plan, and a button stands in no link, label or button.
CLOSED = {"a", "button", "label", "summary", "h1", "h2", "h3", "h4", "caption", "th", "figcaption", "script", "style"}


def explained(html, language, *, in_place=True, held=None):
    """Return (html with the first occurrence of each known term marked, [terms found in it], in their order).

    in_place: as buttons that open the explanation; else as plain <dfn>, for paper. held: a shelf of the catalogue that
    was asked for a moment ago, which saves a query.
    """
    words, pattern = _words(language, held)
    if not pattern:
        return html, []
    found, depth = {}, 0
    pieces = TAG.split(str(html))
    for index, piece in enumerate(pieces):
        if index % 2:
            depth += _step(piece)
        elif not depth and piece.strip():
            pieces[index] = pattern.sub(partial(_mark, words, found, in_place), piece)
    return mark_safe("".join(pieces)), list(found.values())  # noqa: S308 - the same markup, with escaped terms


def definitions(terms):
    """The explanations that the buttons open; a browser that knows no popover shows them as a list."""
    if not terms:
        return ""
    rows = ((term["slug"], term["name"], term["description"]) for term in terms)
    shown = format_html_join(
        "", '<div class="definition" id="mot-{}" popover><p><dfn>{}</dfn></p><p>{}</p></div>', rows
    )
    return format_html('<section class="mots" aria-label="{}">{}</section>', _("Mots expliqués"), shown)


def print_of(language):
    """A short text that changes with the words of a language and what they mean: what kept pages depend on."""
    return format(crc32(repr(_words(language)[0]).encode()), "x")


def _step(tag):
    name = NAME.match(tag)
    if not name or name[1].lower() not in CLOSED or tag.endswith("/>"):
        return 0
    return -1 if tag.startswith("</") else 1


def _mark(words, found, in_place, match):
    text = match[0]
    term = words.get(text) or words.get(text.casefold())
    if not term or term["slug"] in found:
        return text
    found[term["slug"]] = term
    if in_place:
        return f'<button type="button" class="terme" popovertarget="mot-{term["slug"]}">{text}</button>'
    return f"<dfn>{text}</dfn>"


def _words(language, held=None):
    """({form as it stands in HTML: term}, pattern of all forms): kept until a word of the portal changes."""
    held = held or shelf("guide", language)
    return held.kept_until(WORDS, "glossary", lambda: _read(language))


def _read(language):
    words = {}
    for term in GlossaryTerm.objects.in_language(language).exclude(description=""):
        row = {"slug": term.slug, "name": term.name, "description": term.description}
        for form in (term.name, *term.variants.split(",")):
            form = escape(form.strip())
            if form:  # capitals mean something in an acronym, and nothing elsewhere
                words.setdefault(form if form.isupper() else form.casefold(), row)
    if not words:
        return {}, None
    forms = sorted(words, key=len, reverse=True)
    written = (re.escape(form) if form.isupper() else f"(?i:{re.escape(form)})" for form in forms)
    return words, re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")
