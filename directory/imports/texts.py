"""HTML on its way in: plain fields keep its words, the presentation keeps a little of its form."""

import html
import re

import nh3

_BREAKS = re.compile(r"<(?:br|/p|/li|/div|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\u00a0]+")
# What BodyBlock's text knows (portal.core.blocks.body.TEXT_FEATURES).
_RICH = {"p", "b", "i", "ul", "ol", "li", "a", "br"}
_SAME = ((re.compile(r"<(/?)strong\b", re.I), r"<\1b"), (re.compile(r"<(/?)em\b", re.I), r"<\1i"))
_HEADINGS = re.compile(r"<(/?)h[1-6]\b[^>]*>", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|b|i|ul|ol|li|a)\b[^>]*>\s*</\1>")
# A tag that was escaped on its way here, maybe twice.
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?[a-z!][^<>]{0,500}?&(?:amp;)*gt;", re.IGNORECASE)
_ROUNDS = 5  # of escaping inside escaping: &amp;lt;script&amp;gt;


def plain(text):
    """The words of a text that may be HTML, however often it was escaped; lines stay apart."""
    for _round in range(_ROUNDS):
        if "<" not in text and "&" not in text:
            break
        before = text
        text = html.unescape(nh3.clean(_BREAKS.sub("\n", html.unescape(text)), tags=set()))
        if text == before:
            break
    return "\n".join(line for line in (_BLANKS.sub(" ", line).strip() for line in text.split("\n")) if line)


def one_line(text):
    return " ".join(plain(text).split())


def rich(text):
    """HTML that the presentation may hold: known tags, links to http(s), mailto and tel only; "" when nothing is left.

    A text without tags becomes paragraphs.
    """
    for _round in range(_ROUNDS):
        if not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    if "<" not in text:
        paragraphs = (one_line(part) for part in text.split("\n"))
        return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)
    for pattern, tag in _SAME:
        text = pattern.sub(tag, text)
    text = _HEADINGS.sub(lambda match: f"<{match[1]}p>", text)
    text = nh3.clean(
        text,
        tags=_RICH,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    ).strip()
    while (shorter := _EMPTY.sub("", text)) != text:
        text = shorter
    if not plain(text):
        return ""
    return text if text.startswith(("<p", "<ul", "<ol")) else f"<p>{text}</p>"
