"""Plain typed text made into the rich text of a page: paragraphs, lists and links, everything else escaped.

Word processors leave control characters, their own line ends and their own bullets in what is pasted: no word is lost.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Line ends: Windows, old Mac, Word's own (vertical tab), form feed, Unicode's line and paragraph separators.
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_BULLET = re.compile(r"[-–•]\s+(?=\S)")
_ADDRESS = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
_ENDS_A_SENTENCE = ".,;:!?…'’"
# Symbol and Wingdings bullets, as Word puts them on the clipboard; what reverses the direction of a text or hides.
_REPLACED = {0xF0B7: "•", 0xF0A7: "•", 0xF0D8: "•", 0xFEFF: None} | dict.fromkeys([*range(0x202A, 0x202F)])
_REPLACED |= dict.fromkeys(range(0x2066, 0x206A))


def cleaned(text):
    """The text with one sort of line end and without what cannot be seen or kept (PostgreSQL takes no NUL)."""
    text = _LINE_ENDS.sub("\n", text).translate(_REPLACED)
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def one_line(text):
    return " ".join(cleaned(text).split())


def rich(text, lists=True):
    """HTML of a text: an empty line ends a paragraph, lines that begin with « - » are a list.

    lists=False where a page takes none: the dashes stay in the words.
    """
    return SafeString("".join(_block(lines, is_list) for lines, is_list in _blocks(text, lists)))


def _blocks(text, lists):
    """[(lines, is it a list)] in order; a list whose items have empty lines between them is still one."""
    blocks, lines, in_list = [], [], False
    for line in [*cleaned(text).split("\n"), ""]:
        line = line.strip()
        bullet = lists and _BULLET.match(line)
        if lines and (not line or bool(bullet) != in_list):
            if in_list and blocks and blocks[-1][1]:
                blocks[-1][0].extend(lines)
            else:
                blocks.append((lines, in_list))
            lines = []
        if line:
            in_list = bool(bullet)
            lines.append(line[bullet.end() :] if bullet else line)
    return blocks


def _block(lines, is_list):
    written = [_linked(line) for line in lines]
    if is_list:
        return "<ul>" + "".join(f"<li>{line}</li>" for line in written) + "</ul>"
    return "<p>" + "<br/>".join(written) + "</p>"


def _linked(line):
    """One line, escaped, its http(s) addresses made into links."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = _without_ending(found[0])
        if _is_sound(address):
            parts += [escape(line[end : found.start()]), format_html('<a href="{0}">{0}</a>', address)]
            end = found.start() + len(address)
    return mark_safe("".join([*parts, escape(line[end:])]))  # noqa: S308 - each part is escaped above


def _without_ending(address):
    """Without the sentence's own punctuation: « (voir https://exemple.fr/). »"""
    while address and (
        address[-1] in _ENDS_A_SENTENCE
        or (address[-1] == ")" and address.count("(") < address.count(")"))
        or (address[-1] == "]" and address.count("[") < address.count("]"))
    ):
        address = address[:-1]
    return address


def _is_sound(address):
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:  # « http://[ »
        return False
