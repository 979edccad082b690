"""What becomes of opinions: kept, so many a page a day, and forgotten in time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from guides.models import Feedback
from guides.models.feedback import KEPT_DAYS

PER_PAGE_A_DAY = 200


def keep(page, helped, missing):
    """Keep an opinion; None when its page has had enough of them today, whoever wrote them."""
    forget_old()
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=page.pk)  # two at once are counted one after the other
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        if Feedback.objects.filter(page=page.pk, written_at__gte=midnight).count() >= PER_PAGE_A_DAY:
            return None
        return Feedback.objects.create(page_id=page.pk, helped=helped, missing=missing)


def forget_old(now=None):
    """Erase what was written too long ago."""
    limit = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    Feedback.objects.filter(written_at__lt=limit).delete()
