"""The index follows the catalogue from behind, in the worker: no page ever waits for it, and nothing is lost.

The catalogue is its own list of what is left to do: entries of a version above the one that the index has reached. What
fails is done again from there, and doing it twice, or in two processes at once, changes nothing.
"""

import time

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.search.engines.outside import index
from portal.search.engines.outside.breaker import following
from portal.search.engines.outside.changes import forget_the_gone, is_traced, newest, take_in
from portal.search.engines.outside.failures import Busy, Down, Paused
from portal.search.engines.outside.rebuild import rebuild
from portal.search.models import CatalogueState, OutsideIndex

LOOK_EVERY = 60  # seconds: an index that was lost is made again, though nothing changes
_looked = {}  # name of the alias -> when it was last seen to be there


def follow():
    """Take in what changed. One small query when nothing did; never raises Down, and pauses after a failure."""
    row = row_of(index.alias())
    if row.version == row.newest and time.monotonic() - _looked.get(row.name, -LOOK_EVERY) < LOOK_EVERY:
        return
    try:
        with following.asking():
            _follow(row)
    except (Paused, Busy):
        return
    except Down as failure:
        note_failure(row, failure)
    else:
        _looked[row.name] = time.monotonic()


def row_of(name):
    """The row of an alias, made if need be, with the catalogue's version beside it as `newest`: one query."""
    rows = OutsideIndex.objects.annotate(newest=Coalesce(Subquery(CatalogueState.objects.values("version")[:1]), 0))
    row = rows.filter(name=name).first()
    if row is None:
        OutsideIndex.objects.get_or_create(name=name)
        row = rows.get(name=name)
    return row


def note_failure(row, failure):
    OutsideIndex.objects.filter(pk=row.pk).update(failed_at=row.failed_at or timezone.now(), problem=str(failure)[:300])


def _follow(row):
    found = index.current()
    if found is None or found.shape != index.SHAPE:
        rebuild()
        return
    if found.name != row.index:  # a rebuild stopped just before it said so, or the engine was put back to another day
        row.index, row.version = found.name, found.version
        OutsideIndex.objects.filter(pk=row.pk).update(index=row.index, version=row.version)
    goal = newest()
    if row.version > goal:  # the database is of an older day than the index
        rebuild()
        return
    if row.version != goal and not is_traced(row.version):
        forget_the_gone(row.name)
    for version in take_in(row.name, row.version, goal):
        # Not when a rebuild has just put another index there: it has its own version.
        OutsideIndex.objects.filter(pk=row.pk, index=row.index).update(version=version)
    OutsideIndex.objects.filter(pk=row.pk).update(followed_at=timezone.now(), failed_at=None, problem="")
