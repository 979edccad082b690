"""What time passing changes: series go on to the horizon, and the catalogue with them."""

from django.db.models import Q

from agenda.models import EventPage
from agenda.rebuild import BATCH, write_dates
from portal.search.sync import batches, sync_pages


def extend_series(now, progress=None):
    """Bring every event that repeats up to the horizon of `now`; returns how many got new dates or lost old ones.

    Batch by batch, each in a transaction of its own: interrupted, it goes on the next night.
    """
    changed, batch = 0, []
    keys = EventPage.objects.filter(~Q(rrule="") | ~Q(rdates=[])).order_by("pk").values_list("pk", flat=True)
    for key in keys.iterator():
        batch.append(key)
        if len(batch) == BATCH:
            changed += _extend(batch, now, progress)
            batch = []
    return changed + (_extend(batch, now, progress) if batch else 0)


def _extend(keys, now, progress):
    count = 0
    for events in batches(EventPage.objects.filter(pk__in=keys)):
        moved = write_dates(events, now)
        sync_pages([event for event in moved if event.live])
        count += len(moved)
    if progress:
        progress(len(keys))
    return count
