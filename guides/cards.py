"""How guides and stories show in lists."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.templatetags.portal_tags import long_date


def guide_card(guide):
    """Return what components/card.html shows; the guide comes from `.listed().with_story_count()`."""
    count = guide.story_count
    did_it = ngettext("%(n)s initiative d’ici l’a fait", "%(n)s initiatives d’ici l’ont fait", count) % {"n": count}
    return _card(
        guide,
        meta=guide_meta(guide),
        freshness=did_it if count else "",
    )


def guide_meta(guide):
    return [_("Mini-guide %(n)s") % {"n": guide.number}, _("%(n)s min de lecture") % {"n": guide.reading_minutes}]


def story_card(story):
    """Return what components/card.html shows for a story."""
    freshness = (
        _("Fiche relue le %(date)s") % {"date": long_date(story.last_reviewed_on)} if story.last_reviewed_on else ""
    )
    return _card(story, meta=story_meta(story), freshness=freshness)


def story_meta(story):
    year = str(story.year) if story.year else ""
    return [part for part in (_("Initiative"), story.place, year) if part]


def _card(page, meta, freshness):
    return {
        "url": page.get_url(),
        "title": page.title,
        "meta": meta,
        "summary": page.summary,
        "chips": [],
        "freshness": freshness,
        "lang": page.foreign_language,
    }
