"""So many requests a month: what is counted, and when one may ask again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guides.models import AdviceRequest, StoryPage
from portal.core.templatetags.portal_tags import long_date

LONGEST_MONTH = timedelta(days=31)


def why_not_now(story):
    """When to come back, in words; "" when one may ask of a story that is open to it. At most one query."""
    now = timezone.localtime()  # a month begins at midnight on the clocks of here
    if story.advice_paused_until and now.date() <= story.advice_paused_until:
        words = _("Les demandes de conseil sont en pause jusqu’au %(day)s : revenez ensuite.")
        return words % {"day": long_date(story.advice_paused_until)}
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if _asked_since(story, month) >= story.advice_per_month:
        words = _("La structure a reçu autant de demandes qu’elle en accepte ce mois-ci : elle reprend le %(day)s.")
        return words % {"day": long_date((month + LONGEST_MONTH).replace(day=1))}
    return ""


def _asked_since(story, moment):
    """Requests about a story, in whatever language it was read: the structure answers them all."""
    same = AdviceRequest.objects.filter(story__translation_key=story.translation_key)
    return same.filter(asked_at__gte=moment).count()


def take_one(story):
    """Count a request; False when, at this very moment, one may not ask any more.

    The story is locked in all its languages: two at once are counted one after the other.
    """
    with transaction.atomic():
        same = StoryPage.objects.select_for_update(of=("self",)).filter(translation_key=story.translation_key)
        now = {page.pk: page for page in same.order_by("pk")}.get(story.pk)
        if now is None or not now.advice_open or why_not_now(now):
            return False
        AdviceRequest.objects.create(story=now)
        return True
