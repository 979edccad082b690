"""Whatever people, robots and clipboards may send to a search: strategies for every engine's tests.

Each kind is a strategy of its own, so that each gets its share of what is generated, and a failure says which it was.
"""

from hypothesis import strategies as st

from portal.search.words import STOP_WORDS

# What the corpus below says, so that much of what is generated finds something, or is a letter away from it.
TITLES = (
    "L’Épicerie du Champsaur",
    "Auto-école de la Durance",
    "Maison des jeunes et de la culture",
    "Ressourcerie Le Sorbier",
    "Œuvre des Bergers d’Orcières",
    "Jardins partagés",
)
WORDS = ("épicerie", "champsaur", "auto-école", "durance", "maison", "jeunes", "culture", "ressourcerie", "sorbier")
WORDS += ("œuvre", "bergers", "jardins", "partagés", "mjc", "asso", "concert", "chaudron", "grocery")
PLACES = (
    "gap",
    "embrun",
    "près de Gap",
    "à l’Argentière",
    "vallée de l’Ubaye",
    "Saint-Crépin",
    "05200",
    "hautes-alpes",
)
TIMES = ("samedi", "ce week-end", "demain", "12/12/2026", "le 31 février", "en juin", "2026-99-99", "à 25h61")
NUMBERS = (
    "99900010200015",
    "999 000 102 00015",
    "W051999001",
    "05 00 00 00 00",
    "1e999",
    "-0",
    "½",
    "²",
    "٣",
    "9" * 60,
)
ENGINES = (
    "AND",
    "OR",
    "NOT",
    "NEAR(a b, 99)",
    "field:*",
    "*:*",
    "title:[a TO z}",
    "~2",
    "^99",
    "\\",
    "/.*/",
    "../",
    "&&",
)
ENGINES += (
    "||",
    "!",
    "<->",
    ":*",
    "'a' & !'b'",
    '"a" + "b"',
    "{terms}:",
    "_id:1",
    "terms MATCH 'a'",
    "?",
    "%",
    "0.a_b",
    "3.",
)
SQL = ("';", "DROP TABLE search_entry;", "--", "/*", "*/", "' OR '1'='1", "UNION ALL SELECT", "%s", "$1", "0x00", ")")
HTML = (
    "<script>alert(1)</script>",
    "<b>",
    "</mark>",
    "&lt;",
    "&#0;",
    '" onload="x',
    "]]>",
    "<!--",
    "{{ q }}",
    "{% if %}",
)
BOMBS = ("(a+)+$", "(.*)*", "(?=", "[a-", "\\1", "{1,9999}", "a" * 40, "(" * 50, "([a-z0-9]+-)*", "-a" * 40, "m." * 40)
MARKS = "\u0301\u0300\u0308\u0327\u20dd\u0489\u0e47\ufe0f"
DIRECTIONS = (
    "\u202e",
    "\u202d",
    "\u202b",
    "\u202c",
    "\u2066",
    "\u2069",
    "\u200f",
    "\u200b",
    "\u00ad",
    "\ufeff",
    "\u061c",
)
SCRIPTS = "🚲👩‍🌾🇫🇷אבגعربيЖдяΑβγ中文字ひカ한글हिन्दीไทยﷺ﷽ǅﬁﬃ①ª𝐀𝟘İıẞ⅓\U000e0041\uffff\ud7ff"
EDITS = tuple((new, gone) for new in ("", "e", "x", "é", "-", " ", "9") for gone in (0, 1, 2))
GLUE = ("", " ", "-", ".", "’", "'", "/", "+", ",", "\u00a0", "\t", "_", "‑", "&")


def glued(parts, most=12, glue=GLUE):
    """Some of these parts, one after the other, with any glue between. One draw of bytes: lists cost ten times that."""

    def read(drawn):
        pairs = zip(drawn[::2], drawn[1::2], strict=False)
        return "".join(parts[one % len(parts)] + glue[other % len(glue)] for one, other in pairs)

    return st.binary(min_size=2, max_size=2 * most).map(read)


def repeated(unit, fewest, most):
    return st.builds(lambda one, times: one * times, unit, st.integers(fewest, most))


def misspelt(drawn):
    """Words of the corpus, each with an edit at most, told by three bytes."""
    words = []
    for which, where, what in zip(drawn[::3], drawn[1::3], drawn[2::3], strict=False):
        word, (new, gone) = WORDS[which % len(WORDS)], EDITS[what % len(EDITS)]
        place = where % (len(word) + 1)
        words.append(word[:place] + new + word[place + gone :])
    return " ".join(words)


KINDS = {
    "any text": st.text(st.characters(), max_size=300),
    "quotes and NUL": st.text("\"'`´«»“”‟‚\x00\x01\x1b\x7f\r\n\u2028 aé", max_size=80),
    "lone surrogates": st.text(st.characters(categories=["Cs"]) | st.sampled_from("ab é"), max_size=60),
    "thousands of characters": repeated(st.text(st.characters(), min_size=1, max_size=8), 500, 4000),
    "thousands of words": repeated(glued((*WORDS, *PLACES, *STOP_WORDS), 6, (" ", "-", "’ ")), 100, 400),
    "only stop words": glued(tuple(sorted(STOP_WORDS)), 20),
    "regular-expression bombs": glued(BOMBS, 6),
    "directions overridden": glued((*DIRECTIONS, *WORDS), 12, ("", " ")),
    "thousands of combining marks": st.builds(
        lambda letter, marks, times, end: letter + marks * times + end,
        st.sampled_from(("e", "épicerie", "", "中", "🚲")),
        st.text(MARKS, min_size=1, max_size=5),
        st.integers(100, 2000),
        st.sampled_from(("", " gap", *WORDS)),
    ),
    "syntax of engines": glued((*ENGINES, *WORDS)),
    "SQL": glued((*SQL, *WORDS)),
    "HTML": glued((*HTML, *WORDS)),
    "other scripts and emoji": st.text(st.sampled_from(SCRIPTS) | st.characters(min_codepoint=0x370), max_size=80),
    "misspelt words": st.binary(min_size=3, max_size=24).map(misspelt),
    "numbers, days and places glued": glued((*NUMBERS, *TIMES, *PLACES, *WORDS)),
    "compounds": glued((*WORDS, "l", "d", "co", "éco", "m"), 40, ("-", "-", ".", "’", " ")),
}
whatever = st.one_of(*KINDS.values())
VALUES = {
    "type": ("structure", "evenement", "guide", "initiative", "page"),
    "vallee": ("champsaur-valgaudemar", "ubaye"),
    "domaine": ("culture", "agriculture-alimentation"),
    "quand": ("week-end", "aujourdhui", "mois"),
    "tri": ("nom", "date", "verifie", "pertinence"),
    "sans": ("lieu", "date", "correction"),
    "page": ("2", "0", "-1", "9" * 60),
    "inconnu": ("1",),
}
values = st.lists(st.sampled_from([value for known in VALUES.values() for value in known]) | whatever, max_size=3)
# Half of the searches have words alone.
parameters = st.just({}) | st.dictionaries(st.sampled_from(tuple(VALUES)), values, max_size=4)
