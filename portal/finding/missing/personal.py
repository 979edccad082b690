"""What would say who somebody is, in what they typed: not kept, or blanked."""

import re
import unicodedata

from portal.core.folding import fold
from portal.finding.models.saved_search import LONGEST_WORDS

MOST_READ = 1000  # characters
MOST_DIGITS = 5  # a postal code; a telephone number has more
BLANK = "[…]"
EMAIL = re.compile(r"[^\s@]*@[^\s@]*")
# Common endings only: « truc.Mais » is a full stop without its space.
ENDINGS = "fr|com|org|net|eu|info|it|ch|be|de|uk|us|io|me|co|coop|biz|xyz|ru|cn|top|site|shop|online|link|click|app|dev"
SITE = re.compile(rf"(?:https?:|www\.)\S+|(?<!\w)[\w-]+(?:\.[\w-]+)*\.(?:{ENDINGS})\b(?:[/:?]\S*)?", re.IGNORECASE)
NUMBER = re.compile(r"\+?\d(?:[\s.,:/()_-]{0,3}\d){5,}")  # six digits or more, however they are parted


def kept_words(text):
    """The words of a search as they may be kept: folded, 80 characters at most; "" when they may say who typed them."""
    text = plain(text[:MOST_READ])
    return "" if is_personal(text) else fold(text)[:LONGEST_WORDS].strip()


def is_personal(text):
    """An e-mail or web address, a telephone number. A name is not seen: nothing tells it from that of a structure."""
    text = plain(text)
    return "@" in text or bool(SITE.search(text)) or sum(char.isdigit() for char in text) > MOST_DIGITS


def blanked(text):
    """The text with its e-mails, numbers and sites blanked, a long date too."""
    text = plain(text)
    for pattern in (EMAIL, SITE, NUMBER):
        text = pattern.sub(BLANK, text)
    return text


def plain(text):
    """Full-width and other disguises undone; line ends kept, what does not print left out."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if char.isprintable() or char == "\n")
