"""What is wrong with the outside engine, in French, for those who run the site."""

from datetime import UTC, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime, now

from portal.search.engines.outside.address import address
from portal.search.engines.outside.breaker import reading
from portal.search.engines.outside.changes import newest
from portal.search.engines.outside.index import alias
from portal.search.models import Entry, OutsideIndex

PATIENCE = timedelta(minutes=2)  # the worker's turn comes every few seconds


def problem():
    """Return None, or a sentence; nothing is asked of the engine. Without any outside engine: None."""
    if address() is None:
        return None
    row = OutsideIndex.objects.filter(name=alias()).first()
    if row is None or not row.index:
        return f"l’index de {address().label} n’est pas encore fait ({_said(row)}) ; la base répond à sa place"
    return _silence(row) or _lateness(row)


def _said(row):
    return row.problem if row and row.problem else "manage.py worker s’en charge, ou manage.py rebuild_search"


def _silence(row):
    """What the readers of this process saw, or the worker."""
    seen = reading.state()
    if seen["open"]:
        return _told(seen["problem"], seen["since"], "la base répond à sa place")
    if row.failed_at:
        return _told(row.problem, row.failed_at, "l’index ne suit plus le catalogue")
    return None


def _told(problem, since, then):
    return f"le moteur de recherche {address().label} ne répond pas ({problem}, depuis {_when(since)}) ; {then}"


def _lateness(row):
    """A version is a time (portal.search.sync.next_version): the oldest one not taken in says since when."""
    if row.version == newest():
        return None
    late = Entry.objects.filter(version__gt=row.version).order_by("version")
    oldest = late.values_list("version", flat=True).first()
    since = oldest and datetime.fromtimestamp(oldest / 1_000_000, UTC)
    if not since or now() - since < PATIENCE:
        return None
    return f"l’index a {late.count()} changement(s) de retard, depuis {_when(since)} : manage.py worker tourne-t-il ?"


def _when(moment):
    return date_format(localtime(moment), "j F, H:i")
