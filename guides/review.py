"""Guides to be read again: the reminder that leaves fifteen days before, once a date."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guides.keepers import answering
from guides.models import GuidePage

NOTICE = timedelta(days=15)
NOT_REMINDED = Q(reminded_for=None) | ~Q(reminded_for=F("review_on"))
logger = logging.getLogger(__name__)


def remind_keepers(today):
    """Mail whoever answers for guides that are to be read again by then, or already should have been: one mail each.

    Returns how many left. A guide is taken before its mail leaves, so that two runs at once send one; given back when
    it cannot leave.
    """
    readers = {}
    for guide in _due(today):
        people = answering(guide)
        if people and _take(guide):
            for reader in people:
                readers.setdefault(reader, []).append(guide)
    left = 0
    for reader, guides in readers.items():
        if _send(reader, _once(guides), today):
            left += 1
        else:
            GuidePage.objects.filter(pk__in=[guide.pk for guide in guides]).update(reminded_for=None)
    return left


def _due(today):
    """Published guides whose reminder has not left; second doors to a guide are not."""
    guides = GuidePage.objects.live().filter(NOT_REMINDED, alias_of=None, review_on__lte=today + NOTICE)
    return [guide for guide in guides.select_related("keeper", "locale").order_by("review_on", "pk") if is_due(guide)]


def is_due(guide):
    """Has nobody read it again since the date that was set?"""
    return not (guide.last_reviewed_on and guide.last_reviewed_on >= guide.review_on)


def _take(guide):
    rows = GuidePage.objects.filter(NOT_REMINDED, pk=guide.pk, review_on=guide.review_on)
    return bool(rows.update(reminded_for=guide.review_on))


def _once(guides):
    """A guide and its translations are one thing to read again: that of the site's own language where there is one."""
    own_last = sorted(guides, key=lambda guide: guide.locale.language_code == settings.LANGUAGE_CODE)
    kept = {guide.translation_key: guide for guide in own_last}
    return [guide for guide in guides if kept[guide.translation_key] is guide]


def _send(keeper, guides, today):
    """False when the mail could not leave, which is logged."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = [
            {
                "title": guide.title,
                "day": guide.review_on,
                "is_late": guide.review_on < today,
                "url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[guide.pk]),
            }
            for guide in guides
        ]
        subject = ngettext("Un mini-guide à relire", "%(n)s mini-guides à relire", len(rows)) % {"n": len(rows)}
        body = render_to_string("emails/guides_to_review.txt", {"guides": rows})
        mail = EmailMessage(" ".join(subject.split()), body, to=[keeper.email])
    try:
        return bool(mail.send())
    except Exception:  # each mail backend has its own family of errors, and any of them means the same here
        logger.exception("The reminder of %s guides to read again could not be sent.", len(rows))
        return False


def review_words(guide, today):
    """How a guide stands, in a word: « en retard », « bientôt », « à jour », or that nobody has set a date."""
    if not guide.review_on:
        return _("pas de date")
    if not is_due(guide):
        return _("à jour")
    if guide.review_on < today:
        return _("en retard")
    return _("bientôt") if guide.review_on <= today + NOTICE else _("à jour")
