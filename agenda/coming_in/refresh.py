"""A feed read, from its address to the journal; and those that are due, one after another."""

import fcntl
import logging
import zlib
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.coming_in.addresses import is_public
from agenda.coming_in.apply import apply_plan
from agenda.coming_in.fetch import Fetched, fetch
from agenda.coming_in.plan import make_plan
from agenda.coming_in.problems import FeedRefused
from agenda.coming_in.reader import read_calendar
from agenda.coming_in.writing import submit
from agenda.models import Feed, FeedRun

logger = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(days=7)
KEPT_RUNS = 50


def refresh(feed, now=None, *, by=None, is_allowed=is_public):
    """Read a feed now and return its FeedRun; nothing is raised, what goes wrong is in the run's message."""
    now = now or timezone.now()
    run = FeedRun(feed=feed, by=by, started_at=now, state=FeedRun.State.DONE)
    waiting = []
    try:
        fetched = _fetched(feed, is_allowed)
        if fetched.content is None:
            run.state = FeedRun.State.SAME
        else:
            waiting = _apply(feed, run, fetched, now)
    except FeedRefused as problem:
        _fail(run, str(problem))
    except Exception:
        logger.exception("Feed %s could not be read.", feed.pk)
        _fail(run, _("La lecture s’est arrêtée : rien n’a été écrit. L’équipe technique a le détail."))
    _close(feed, run, now)
    _submit(waiting, by or feed.created_by)
    return run


def _submit(pages, user):
    try:
        submit(pages, user)
    except Exception:  # the drafts are there, and wait with their feed
        logger.exception("Drafts of a feed could not be submitted.")


def _fetched(feed, is_allowed):
    if feed.content is not None:
        return Fetched(zlib.decompress(feed.content), feed.etag, feed.last_modified)
    if not feed.url:
        raise FeedRefused(_("Ce fichier a déjà été lu : envoyez-en un nouveau."))
    return fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified, is_allowed=is_allowed)


@transaction.atomic
def _apply(feed, run, fetched, now):
    Feed.objects.select_for_update().get(pk=feed.pk)
    plan = make_plan(feed, read_calendar(fetched.content))
    run.save()
    waiting = apply_plan(plan, run, now)
    run.counts = plan.counts
    # « Nothing has changed » would hide what still waits.
    again = any(line.waits for line in plan.lines)
    feed.etag, feed.last_modified = ("", "") if again else (fetched.etag, fetched.last_modified)
    return waiting


def _fail(run, message):
    run.pk, run.state, run.message, run.counts = None, FeedRun.State.FAILED, message, {}
    run._state.adding = True


def _close(feed, run, now):
    """Write the run, and when the next one is: later and later after failures."""
    failed = run.state == FeedRun.State.FAILED
    feed.failures = feed.failures + 1 if failed else 0
    feed.content = None
    wait = min(timedelta(hours=feed.interval) * 2 ** min(feed.failures, 10), LONGEST_WAIT)
    feed.next_run_at = now + max(wait, timedelta(hours=feed.interval)) if feed.url else None
    feed.save(update_fields=["failures", "content", "next_run_at", "etag", "last_modified"])
    run.save()
    old = feed.runs.order_by("-started_at", "-pk").values_list("pk", flat=True)[KEPT_RUNS:]
    FeedRun.objects.filter(pk__in=list(old)).delete()


def refresh_due(now=None, *, is_allowed=is_public):
    """Read every feed that is due and return their runs; None when another process is at it on this machine."""
    now = now or timezone.now()
    with _alone() as is_alone:
        if not is_alone:
            return None
        due = Feed.objects.filter(is_active=True, subscribed_at__isnull=False, next_run_at__lte=now)
        feeds = due.select_related("structure", "created_by").order_by("next_run_at", "pk")
        return [refresh(feed, now, is_allowed=is_allowed) for feed in feeds]


@contextmanager
def _alone():
    """True while this process holds the lock of a file, which the system frees however the process ends."""
    with (Path(settings.DATA_DIR) / "feeds.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
