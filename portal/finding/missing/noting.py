"""What becomes of a search that found nothing, and of what a visitor says is missing: counted, then forgotten."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from portal.core.visitors.limits import takes_one_more
from portal.finding.missing.personal import kept_words, plain
from portal.finding.models import UnansweredSearch, Wish

KEPT_DAYS = 365
NEW_A_DAY = 500  # searches that were not asked yet this month
SAME_AN_HOUR = 30  # more is a robot, and no measure of what is missing
ALL_AN_HOUR = 2000  # in one process: a flood costs no more writing than that
WISHES_A_DAY = 200
logger = logging.getLogger(__name__)


def note_unanswered(text, language, understood=""):
    """Count a search that found nothing; understood: what was made of it, in words. Never fails, nor breaks a page."""
    words = kept_words(text)
    if not words or not takes_one_more("unanswered", SAME_AN_HOUR, words=words):
        return
    if not takes_one_more("unanswered-all", ALL_AN_HOUR, everybody=""):
        return
    try:
        with transaction.atomic():
            _count(words, language, plain(understood).strip()[:120])
    except DatabaseError as error:
        logger.warning("An unanswered search could not be counted: %s.", type(error).__name__)


def keep_wish(text, words, language):
    """Keep what a visitor says is missing (as `blanked` gives it); None when there were enough of them today."""
    today = timezone.localdate()
    if Wish.objects.filter(written_on=today).count() >= WISHES_A_DAY:
        return None
    with transaction.atomic():
        rows = _rows(words, language, today)
        _make(words, language, today)
        rows.update(last_on=today, is_open=True)
        return Wish.objects.create(search=rows.get(), text=text, written_on=today)


def forget_old(now=None):
    """Erase what was last asked, or was written, too long ago."""
    limit = timezone.localdate(now) - timedelta(days=KEPT_DAYS)
    Wish.objects.filter(written_on__lt=limit).delete()
    UnansweredSearch.objects.filter(last_on__lt=limit).delete()


def _count(words, language, understood):
    today = timezone.localdate()
    rows = _rows(words, language, today)
    seen = {"count": F("count") + 1, "last_on": today, "is_open": True, "understood": understood}
    if rows.update(**seen) or UnansweredSearch.objects.filter(created_on=today).count() >= NEW_A_DAY:
        return
    _make(words, language, today)
    rows.update(**seen)


def _rows(words, language, day):
    """The row of a month, if there is one."""
    return UnansweredSearch.objects.filter(words=words, language=language, month=day.replace(day=1))


def _make(words, language, day):
    """The row of a month, that counts nothing yet; nothing when another visitor has made it meanwhile."""
    row = UnansweredSearch(words=words, language=language, month=day.replace(day=1), created_on=day, last_on=day)
    UnansweredSearch.objects.bulk_create([row], ignore_conflicts=True)
