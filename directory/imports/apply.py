"""Applies an import: planned again under the lock, written in one transaction, told in the journal."""

import logging
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.imports import redirects
from directory.imports.existing import CHUNK, chunks, read_states
from directory.imports.new_pages import NewPages, fields_of
from directory.imports.plan import Action, make_plan
from directory.imports.problems import ImportRefused
from directory.imports.writing import follow, write_changes
from directory.models import ExternalId, ImportLine, ImportLock, ImportRun, StructurePage

logger = logging.getLogger(__name__)


def run_import(run, rows, *, live, progress=None):
    """Apply the rows of a run that is PREPARED, all or nothing, and return the plan that was applied.

    live: new pages are published, else they are drafts. progress(n) after n pages. Raises ImportRefused when another
    import is at work, when this one was applied already, or when the plan is no more the one that was read (the
    run's options["fingerprint"]); any other exception leaves nothing but the run, FAILED.
    """
    try:
        with alone(run, ImportRun.State.PREPARED):
            plan = make_plan(rows, run.source, skip_look_alikes=run.options.get("skip_look_alikes", False))
            _check_fingerprint(run, plan)
            _apply(run, plan, live, progress or (lambda count: None))
    except ImportRefused:
        raise
    except Exception as error:
        logger.exception("Import %s stopped; nothing was written.", run.pk)
        message = f"{type(error).__name__}: {error}"[:1000]
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.FAILED, message=message)
        raise
    return plan


@contextmanager
def alone(run, state):
    """One transaction that no other import shares, on a run that is in this state."""
    ImportLock.objects.get_or_create(pk=1)
    try:
        with transaction.atomic():
            _lock()
            run.refresh_from_db()
            if run.state != state:
                raise ImportRefused(_("Cet import est « %s » : il n’y a plus rien à faire.") % run.get_state_display())
            yield
    except OperationalError as error:
        if _is_busy(error):
            raise ImportRefused(_("Un autre import est en cours. Attendez qu’il finisse, puis recommencez.")) from error
        raise


def _lock():
    """PostgreSQL: the lock's row, at once or not at all. SQLite: the transaction itself waits for its turn (20 s)."""
    nowait = connection.features.has_select_for_update_nowait
    list(ImportLock.objects.select_for_update(nowait=nowait).filter(pk=1))


def _is_busy(error: DatabaseError):
    return "lock" in str(error).lower()


def _check_fingerprint(run, plan):
    shown = run.options.get("fingerprint")
    if shown and shown != plan.fingerprint:
        raise ImportRefused(_("Depuis que ce plan a été lu, des fiches ont changé : relisez-le avant d’appliquer."))


def _apply(run, plan, live, progress):
    creations, changes = plan.of(Action.CREATE), plan.of(Action.CHANGE)
    NewPages(creations, plan.words, run.source, live=live).add(progress)
    _change_pages(changes, plan.words, run.source)
    lines = [*creations, *changes]
    ExternalId.objects.bulk_create(
        (
            ExternalId(structure_id=line.page_id, source=run.source, value=line.after["external_id"])
            for line in lines
            if "external_id" in line.after
        ),
        batch_size=CHUNK,
    )
    redirects.keep({line.page_id: line.after["page_name"] for line in lines if "page_name" in line.after})
    write_lines(run, plan)
    run.state, run.live, run.counts = ImportRun.State.DONE, live, plan.counts
    run.applied_at, run.file, run.message = timezone.now(), None, ""
    run.options.pop("task", None)
    run.save()
    if changes:
        follow([line.page_id for line in changes], set().union(*(line.after for line in changes)), progress)


def _change_pages(lines, words, source):
    today = {"source": source, "on": timezone.localdate().isoformat()}
    keys = [line.page_id for line in lines]
    for chunk in chunks(keys):  # nobody else writes these rows until the end
        list(StructurePage.objects.select_for_update().filter(pk__in=chunk).values_list("pk"))
    states = read_states(keys, words)
    changes, sources = {}, {}
    for line in lines:
        names = fields_of(line.after)
        state = states[line.page_id]
        if state.values != state.values | {name: line.before[name] for name in names}:
            raise ImportRefused(_("La fiche n° %d vient de changer : relisez le plan.") % line.page_id)
        changes[line.page_id] = {name: line.after[name] for name in names}
        sources[line.page_id] = state.value_sources | dict.fromkeys(names, today)
    write_changes(changes, words, sources)


def write_lines(run, plan):
    """The run's lines, those of an earlier plan replaced."""
    run.lines.all().delete()
    ImportLine.objects.bulk_create(
        (
            ImportLine(
                run=run,
                row=line.row,
                action=line.action,
                title=line.title[:255],
                page_id=line.page_id,
                before=line.before,
                after=line.after,
                message="\n".join(line.messages),
            )
            for line in plan.lines
        ),
        batch_size=CHUNK,
    )
