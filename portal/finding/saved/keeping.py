"""What becomes of an alert: asked for, confirmed by the owner of the address, stopped, forgotten in time."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.finding.models import SavedSearch
from portal.finding.models.saved_search import key_of
from portal.finding.saved.mails import send_confirmation
from portal.finding.saved.times import LASTS, UNCONFIRMED_LASTS, next_turn

MOST = 20  # alerts of one address
A_DAY = timedelta(hours=24)
ASKED_A_DAY = 5  # confirmations sent to one address: a stranger may have typed it
ALL_ASKED_A_DAY = 500  # confirmations sent to everybody


class TooMany(Exception):
    """Enough were asked for today, whoever asks."""


def ask(email, followed, frequency, now=None):
    """Ask the owner of an address whether they want an alert, by one mail a day and search at most.

    Returns False when the mail could not leave. True says nothing of what was there before, nor of whether a mail was
    needed: nobody learns by this form what somebody else follows. Raises TooMany.
    """
    now = now or timezone.now()
    forget_old(now)
    asked = SavedSearch.objects.filter(asked_at__gt=now - A_DAY)
    if asked.count() >= ALL_ASKED_A_DAY:
        raise TooMany
    if asked.filter(email=email).count() >= ASKED_A_DAY or _has_enough(email, followed):
        return True
    alert, is_new = _row(email, followed, frequency)
    if not _take(alert, now) or send_confirmation(alert, frequency, followed):
        return True
    _give_back(alert, is_new)
    return False


def confirm(alert, frequency, now=None):
    """Begin an alert, or go on for another year; False when the address has as many as it may."""
    now = now or timezone.now()
    if _others(alert.email, alert.key).count() >= MOST:
        return False
    alert.frequency, alert.ends_at, alert.next_at = frequency, now + LASTS, next_turn(frequency, now)
    if alert.confirmed_at is None:
        alert.confirmed_at = alert.sent_at = now
    alert.save(update_fields=["frequency", "ends_at", "next_at", "confirmed_at", "sent_at"])
    return True


def stop(token):
    """Erase an alert, and all that was known of who asked for it; nothing to say when it is gone already."""
    SavedSearch.objects.filter(token=token).delete()


def forget_old(now=None):
    """Erase what nobody confirmed in time, and what ended without its last mail being able to leave."""
    limit = (now or timezone.now()) - UNCONFIRMED_LASTS
    never_asked = Q(asked_at=None, created_at__lt=limit)
    SavedSearch.objects.filter(Q(asked_at__lt=limit) | never_asked, confirmed_at=None).delete()
    SavedSearch.objects.filter(ends_at__lt=limit).delete()


def _row(email, followed, frequency):
    """(alert, True when it is new): the same address and search make one row."""
    values = {"email": email, "query": followed.query, "words": followed.words, "language": followed.language}
    key = key_of(email, followed.query, followed.language)
    return SavedSearch.objects.get_or_create(key=key, defaults=values | {"frequency": frequency})


def _has_enough(email, followed):
    return _others(email, key_of(email, followed.query, followed.language)).count() >= MOST


def _others(email, key):
    return SavedSearch.objects.confirmed().filter(email=email).exclude(key=key)


def _take(alert, now):
    """True for the one request that sends the mail of today."""
    not_asked = Q(asked_at=None) | Q(asked_at__lte=now - A_DAY)
    return bool(SavedSearch.objects.filter(not_asked, pk=alert.pk).update(asked_at=now))


def _give_back(alert, is_new):
    """The mail could not leave: the next request sends it."""
    row = SavedSearch.objects.filter(pk=alert.pk)
    if is_new:
        row.filter(confirmed_at=None).delete()
    else:
        row.update(asked_at=None)
