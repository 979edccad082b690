"""The worker's part: what is new of each search that somebody follows, when its morning has come."""

import logging
from datetime import timedelta

from django.utils import timezone, translation

from portal.finding.models import SavedSearch
from portal.finding.saved.followed import Followed
from portal.finding.saved.mails import send_news
from portal.finding.saved.times import next_turn

AT_ONCE = 100  # alerts looked at in a turn; the rest at the next
SHOWN = 20  # entries in a mail
SETTLED = timedelta(minutes=10)  # what an import lists may be written a moment after the time that it bears
RETRY = timedelta(hours=1)
GIVE_UP = 5  # failures in a row: it is the server, not the addresses
logger = logging.getLogger(__name__)


def send_due(now=None, most=AT_ONCE):
    """Look at the alerts that are due, those that wait longest first, and mail what is new; return how many mails left.

    An alert is taken before its mail leaves (its next turn is set), so that two workers send one, and given back for
    an hour later when it cannot leave. Should the worker be killed in between, the news come with the next mail.
    """
    now = now or timezone.now()
    left = in_a_row = 0
    for alert in SavedSearch.objects.due(now)[:most]:
        next_at = next_turn(alert.frequency, now)
        if not _take(alert, next_at):
            continue
        try:
            left += _tell(alert, now, is_last=next_at >= alert.ends_at)
            in_a_row = 0
        except Exception as error:  # of the search or of the mail; the words of the latter often hold the address
            logger.error("Alert %s could not be sent: %s.", alert.pk, type(error).__name__)
            SavedSearch.objects.filter(pk=alert.pk, next_at=next_at).update(next_at=now + RETRY)
            in_a_row += 1
        if in_a_row == GIVE_UP:
            break
    return left


def _take(alert, next_at):
    return bool(SavedSearch.objects.filter(pk=alert.pk, next_at=alert.next_at).update(next_at=next_at))


def _tell(alert, now, is_last):
    """True when a mail left: there is something new, or it is the last one."""
    until = max(alert.sent_at, now - SETTLED)
    with translation.override(alert.language):
        followed = Followed.of(alert)
        is_last = is_last or not followed.query  # nothing of the search means anything any more
        entries, total = _news(alert, followed, until) if followed.query else ([], 0)
        if not entries and not is_last:
            return False
        send_news(alert, followed, entries, total, is_last)
    row = SavedSearch.objects.filter(pk=alert.pk)
    row.delete() if is_last else row.update(sent_at=until)
    return True


def _news(alert, followed, until):
    """(at most SHOWN entries, how many there are) listed since the last mail."""
    found, total = followed.newer_than(alert.sent_at, SHOWN)
    entries = [entry for entry in found if entry.listed_at <= until]
    return entries, total - (len(found) - len(entries))
