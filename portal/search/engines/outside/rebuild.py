"""A new index beside the one that answers, filled from the database, then put in its place in one request.

Nothing is locked: what changes meanwhile is taken in by versions before the switch, and the index itself remembers how
far it has come, so that whoever finds it behind the alias follows from there, even after a crash.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.search.engines.outside import index
from portal.search.engines.outside.asking import warm
from portal.search.engines.outside.changes import forget_the_gone, is_traced, newest, take_in, with_texts
from portal.search.engines.outside.documents import BATCH, lines_of
from portal.search.engines.outside.failures import Busy
from portal.search.models import Entry, OutsideIndex

LEASE = timedelta(minutes=2)  # without a sign of life: it is dead
ROUNDS = 20  # of taking in what changed during the last round; the rest is for follow()


def rebuild(progress=None):
    """Make the index anew while the old one answers; raises Busy when another process is at it, or Down.

    Returns how many entries were written. An interrupted rebuild changes nothing; what it left is deleted by the next.
    progress(n) after each batch.
    """
    name = index.alias()
    OutsideIndex.objects.get_or_create(name=name)
    with _alone(name) as stay:
        found = index.current()
        old = found.name if found else None
        index.delete(index.others(old))
        new, started = index.create(old), newest()
        count = _write_all(new, stay, progress)
        version = _catch_up(new, started, stay)
        index.remember(new, version)
        index.open_to_readers(new)
        warm(new)
        index.switch(old, new)
        OutsideIndex.objects.filter(name=name).update(
            index=new, version=version, followed_at=timezone.now(), failed_at=None, problem=""
        )
        index.delete([old] if old else [])
        return count


@contextmanager
def _alone(name):
    """One rebuild at a time; yields what must be called now and then, to say that it is alive."""
    row, now = OutsideIndex.objects.filter(name=name), timezone.now()
    if not row.filter(Q(busy_until=None) | Q(busy_until__lt=now)).update(busy_until=now + LEASE):
        raise Busy("une reconstruction de l’index est en cours")
    try:
        yield lambda: row.update(busy_until=timezone.now() + LEASE)
    finally:
        row.update(busy_until=None)


def _write_all(new, stay, progress):
    count = 0
    for batch in _listed():
        index.bulk(index.filling_alias(new), lines_of(batch))
        stay()
        count += len(batch)
        if progress:
            progress(len(batch))
    return count


def _catch_up(new, started, stay):
    """Take in what changed since it was started; returns the version reached."""
    target, reached = index.filling_alias(new), started
    for _round in range(ROUNDS):
        if reached == (goal := newest()):
            break
        for _version in take_in(target, reached, goal):
            stay()
        reached = goal
    if reached != started and not is_traced(started):
        forget_the_gone(target)
    return reached


def _listed():
    """The entries in small pages, each read as it is when its turn comes: no long transaction, little memory."""
    last = 0
    while page := list(with_texts(Entry.objects.listed().filter(pk__gt=last)).order_by("pk")[:BATCH]):
        yield page
        last = page[-1].pk
