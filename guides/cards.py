"""How guides and stories show in lists: always from their entries in the catalogue."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.core.templatetags.portal_tags import long_date


def entry_card(entry, language=None):
    """Return what components/card.html shows of an entry of either kind."""
    lang = "" if entry.language == (language or get_language()) else entry.language
    return {"url": entry.url, "title": entry.title, "summary": entry.summary, "lang": lang, **entry.card}


def guide_meta(number, minutes):
    return [_("Mini-guide %(n)s") % {"n": number}, _("%(n)s min de lecture") % {"n": minutes}]


def story_meta(story):
    year = str(story.year) if story.year else ""
    place = story.place or str(story.commune or "")
    return [part for part in (_("Initiative"), place, year, story.get_cost_band_display()) if part]


def did_it(count):
    """« 3 initiatives d’ici l’ont fait »; nothing when nobody has."""
    words = ngettext("%(n)s initiative d’ici l’a fait", "%(n)s initiatives d’ici l’ont fait", count)
    return words % {"n": count} if count else ""


def reviewed(day):
    return _("Relu le %(date)s") % {"date": long_date(day)} if day else ""
