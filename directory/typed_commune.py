"""« Autour de » and « Commune » take a commune as people write it: one is understood, else it is asked which."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from directory.communes import LONGEST, CommuneIndex
from portal.core.models import Commune, FormerCommune
from portal.search.memory import WORDS

MOST_CHOICES = 16  # as many as a postal code has communes
SHOWN_CHARS = 40


class Known(NamedTuple):
    slug: str
    name: str
    department: str


@dataclass(frozen=True)
class Question:
    """What was typed, the sentence that says why it is not enough, and what it may mean: [(slug, words)]."""

    text: str
    sentence: str
    choices: list[tuple[str, str]]


def commune_index(shelf):
    """Return the CommuneIndex of Known: two queries, then none until a word changes."""
    return shelf.kept_until(WORDS, "communes", _read)


def _read():
    rows = Commune.objects.values_list("slug", "name", "code_insee", "postal_codes")
    return CommuneIndex(
        ((slug, Known(slug, name, code[:2]), code, name, postal_codes) for slug, name, code, postal_codes in rows),
        FormerCommune.objects.values_list("code_insee", "name", "commune__slug"),
    )


def understood(index, text, slugs):
    """Return (slug, None) or ("", Question). slugs: the communes that will do; others are only said not to."""
    meant = index.meant(text)
    fit = [known for slug, known in meant.items() if slug in slugs]
    if len(fit) == 1:
        return fit[0].slug, None
    shown = {"text": printable(text)}
    if fit:
        return "", _question(text, _("« %(text)s » peut désigner plusieurs communes. Laquelle ?") % shown, fit)
    if meant:
        return "", _question(
            text, _("Nous ne savons pas où placer « %(text)s » : essayez une commune voisine.") % shown
        )
    near = [known for slug, known in index.near(text).items() if slug in slugs]
    return "", _question(text, _("Nous ne connaissons pas de commune « %(text)s ».") % shown, near)


def written(index, slug, slugs):
    """The commune's name when it is enough to be understood again, else its slug."""
    known = index.by_key.get(slug)
    return known.name if known and understood(index, known.name, slugs)[0] == slug else slug


def printable(text, most=SHOWN_CHARS):
    """A value safe to repeat in a sentence."""
    text = "".join(char for char in text if char.isprintable())
    return text if len(text) <= most else text[:most] + "…"


def _question(text, sentence, communes=()):
    shown = sorted(communes, key=lambda known: known.slug)[:MOST_CHOICES]
    if len(shown) < len(communes):
        sentence += " " + _("Il y en a d’autres : écrivez le nom en entier.")
    names = Counter(known.name for known in shown)
    words = [known.name if names[known.name] == 1 else f"{known.name} ({known.department})" for known in shown]
    return Question(
        printable(text, LONGEST), sentence, [(known.slug, name) for known, name in zip(shown, words, strict=True)]
    )
