"""Under which words a place is known to those who live there: what portal.finding.places looks up, all folded.

The lists are of this territory: names by which people go that are no official one, and names that are words.
"""

import re

from directory.communes import folded
from portal.core.folding import fold

ARTICLES = ("l", "la", "le", "les")
SMALL = ("de la ", "de l ", "de ", "du ", "des ", "d ", "la ", "le ", "l ", "")
# Which kind of place is named when one of these stands before it: « vallée de l’Ubaye » is never the commune.
VALLEY_WORDS = ("vallee ", "pays ")
EPCI_WORDS = (
    *("communaute de communes ", "communaute d agglomeration ", "agglomeration ", "agglo ", "intercommunalite "),
    *("comcom ", "com com ", "cc ", "ca "),
)

# Names that are ordinary words, or one letter from it: alone they are left to the text (which knows a sheet's commune
# too). They are the place after « à », « au » or « près de », and with their own article (« La Grave »).
ORDINARY = frozenset(
    (
        "aiguilles",
        "avance",
        "beaume",
        "epine",
        "grave",
        "lazer",
        "noyer",
        "poet",
        "rochette",
        "serres",
        "sorbiers",
    )
)

# What people say of a longer name, where nothing else here begins so. « Saint-Jean », « Saint-Jacques », « La Roche »,
# « La Chapelle » and « Château » are feasts, ways and things; « Aspres » is two communes.
SHORT = {
    "argentiere": "l-argentiere-la-bessee",
    "barret": "barret-sur-meouge",
    "chateau queyras": "chateau-ville-vieille",
    "chateauroux": "chateauroux-les-alpes",
    "condamine": "la-condamine-chatelard",
    "laragne": "laragne-monteglin",
    "lauzet": "le-lauzet-ubaye",
    "meolans": "meolans-revel",
    "molines": "molines-en-queyras",
    "rousset": "rousset-serre-poncon",
    "saint bonnet": "saint-bonnet-en-champsaur",
    "saint leger": "saint-leger-les-melezes",
    "savines": "savines-le-lac",
    "uvernet": "uvernet-fours",
    "vallouise": "vallouise-pelvoux",
    "ville vieille": "chateau-ville-vieille",
}
VALLEY_SHORT = {"avance": "avance", "valgodemar": "champsaur-valgaudemar", "valgodemard": "champsaur-valgaudemar"}
# Only after one of EPCI_WORDS: « agglo de Gap ».
EPCI_SHORT = {
    "gap": "ca-gap-tallard-durance",
    "ecrins": "cc-du-pays-des-ecrins",
    "guillestrois": "cc-du-guillestrois-et-du-queyras",
    "queyras": "cc-du-guillestrois-et-du-queyras",
    "champsaur": "cc-champsaur-valgaudemar",
    "ubaye": "cc-vallee-de-l-ubaye-serre-poncon",
}


def commune_phrases(name, postal_codes=()):
    """« la grave », « grave », « 05320 la grave », « la grave 05320 »."""
    whole = folded(name)
    article, _space, bare = whole.partition(" ")
    names = {whole, bare} if article in ARTICLES else {whole}
    both = [(postal, name) for postal in postal_codes for name in names]
    return names | {f"{postal} {name}" for postal, name in both} | {f"{name} {postal}" for postal, name in both}


def valley_phrases(name):
    """« champsaur valgaudemar », « champsaur », « vallée du champsaur »; parts of a name stand between dashes."""
    names = {fold(name), *(fold(part) for part in re.split(r"\s[–-]\s", name))}
    return names | after(VALLEY_WORDS, names)


def epci_phrases(name):
    """« guillestrois et du queyras », « guillestrois queyras », « communauté de communes du guillestrois queyras »."""
    bare = re.sub(r"^(?:cc|ca) (?:(?:du|des|de la|de l|de) )?", "", fold(name))
    kept = [word for word in bare.split() if word not in ("d", "de", "des", "du", "l", "la", "le", "les")]
    names = {bare, " ".join(kept), " ".join(word for word in kept if word != "et")}
    return names | after(EPCI_WORDS, names)


def after(kinds, names):
    """The names after words that say which kind of place it is: « communauté de communes du ... »."""
    return {f"{kind}{small}{name}" for kind in kinds for small in SMALL for name in names}
