"""Text reduced to what people type in a hurry: lower case, no accents, ligatures opened, no punctuation."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text):
    """Return « L’Épicerie d’à côté » as "l epicerie d a cote": the form in which texts and queries are compared."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()  # 𝐀 is only now an A
    return " ".join(re.findall(r"[^\W_]+", bare))
