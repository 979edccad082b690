"""Applies a plan: one transaction a run, one savepoint an event, and the journal's lines."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agenda.coming_in.plan import Action
from agenda.coming_in.writing import create_page, update_page
from agenda.models import FeedItem, FeedLine

logger = logging.getLogger(__name__)
CHUNK = 500
TOLD = {Action.NEW, Action.CHANGED, Action.KEPT, Action.GONE, Action.REFUSED, Action.AMBIGUOUS}


@transaction.atomic
def apply_plan(plan, run, now):
    """Write what the plan says and the lines of a saved run; return the pages that wait for somebody's approval."""
    waiting = []
    for line in plan.lines:
        try:
            with transaction.atomic():
                if page := _apply(plan.feed, line, now):
                    waiting.append(page)
        except ValidationError as problem:
            _refuse(
                line, _("Il ne peut pas entrer dans l’agenda : %(why)s") % {"why": " ".join(problem.messages)[:500]}
            )
        except Exception:  # whatever it is, the other events go on
            logger.exception("Event %r of feed %s could not be written.", line.name, plan.feed.pk)
            _refuse(line, _("Il n’a pas pu être écrit. L’équipe technique a le détail."))
    plan.__dict__.pop("counts", None)  # what was planned may have been refused
    seen = [line.item.pk for line in plan.lines if line.item and line.item.pk and line.action != Action.GONE]
    for start in range(0, len(seen), CHUNK):
        FeedItem.objects.filter(pk__in=seen[start : start + CHUNK]).update(last_seen_at=now)
    _write_lines(run, plan)
    return waiting


def _refuse(line, message):
    line.action, line.message, line.page = Action.REFUSED, message, line.item.event if line.item else None


def _apply(feed, line, now):
    """Returns the page when it is a draft that was just written, and waits for somebody."""
    page, item = line.page, line.item
    if line.action == Action.GONE:
        FeedItem.objects.filter(pk=item.pk).update(gone_at=now)
    if line.action in (Action.GONE, Action.REFUSED, Action.AMBIGUOUS) or not line.values:
        return None
    if line.action == Action.NEW:
        page = line.page = create_page(feed, line.row, line.values)
        item = line.item = FeedItem(event=page)
    elif line.action == Action.CHANGED:
        page = update_page(feed, page, {name: line.values[name] for name in line.write})
    item.feed, item.uid, item.print, item.gone_at, item.last_seen_at = feed, line.row.uid, line.row.print, None, now
    if not line.waits:
        item.said = line.values
    if line.write:
        item.revision = page.latest_revision_id
    item.save()
    return page if line.write and (not page.live or page.has_unpublished_changes) else None


def _write_lines(run, plan):
    FeedLine.objects.bulk_create(
        (
            FeedLine(
                run=run,
                action=line.action,
                title=line.name[:255],
                start=line.row.start if line.row else None,
                event_id=line.page.pk if line.page else None,
                message=line.message,
                details={"write": line.write, "kept": line.kept, "uid": line.row.uid if line.row else line.item.uid},
            )
            for line in plan.lines
            if line.action in TOLD or line.message
        ),
        batch_size=CHUNK,
    )
