"""« Cette date et les suivantes »: a series is cut in two, so that no date is in both and none is lost."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from agenda.editor.follow import follow, write_schedule
from agenda.editor.keep import goes_public, keep, submit
from agenda.engine.clocks import to_utc, to_wall
from agenda.models import DateChange
from portal.core.templatetags.portal_tags import long_date

FAR = timedelta(days=1500)  # ahead of a date, where the rest of its series is looked for
TIMES = ("start", "end", "all_day", "zone", "rrule", "rdates", "exdates", "school")
FIELDS = ("cancelled", "start", "end", "title", "place", "note")


class SeriesError(ValueError):
    """Says in French why a series is not cut there."""


def head_of(schedule, wall):
    """The Schedule of what is before a start (wall clock). Raises SeriesError when nothing is."""
    if not [start for start in schedule.starts(wall) if start < wall]:
        raise SeriesError(_("C’est la première date de la série : changez-les toutes."))
    of_rule = [start for start in _of_rule(schedule, wall) if start < wall]
    dates = tuple(sorted(start for start in schedule.dates if start < wall))
    exceptions = tuple(start for start in schedule.exceptions if start < wall)
    if not of_rule:
        length = schedule.end - schedule.start
        return replace(
            schedule,
            start=dates[0],
            end=dates[0] + length,
            rule=None,
            dates=dates[1:],
            exceptions=exceptions,
            school="",
        )
    if not schedule.rule:
        return replace(schedule, dates=dates, exceptions=exceptions)
    until = of_rule[-1].date() if schedule.all_day else to_utc(of_rule[-1], schedule.zone)
    return replace(schedule, rule=schedule.rule.ending(until), dates=dates, exceptions=exceptions)


def rest_of(schedule, wall):
    """The Schedule of a start and what follows. Raises SeriesError when nothing does."""
    of_rule = _of_rule(schedule, wall + FAR)
    before, after = [start for start in of_rule if start < wall], [start for start in of_rule if start >= wall]
    dates = tuple(sorted(start for start in schedule.dates if start >= wall))
    exceptions = tuple(start for start in schedule.exceptions if start >= wall)
    length = schedule.end - schedule.start
    if not after and not dates:
        raise SeriesError(_("Plus aucune date ne suit celle-là."))
    if not after:
        first, *others = dates
        return replace(
            schedule,
            start=first,
            end=first + length,
            rule=None,
            dates=tuple(others),
            exceptions=exceptions,
            school="",
        )
    rule = schedule.rule
    if rule and rule.count:
        rule = replace(rule, count=rule.count - len(before))
    return replace(schedule, start=after[0], end=after[0] + length, rule=rule, dates=dates, exceptions=exceptions)


def _of_rule(schedule, until):
    """The starts of the rule, those that exceptions take away too: COUNT counts them."""
    return replace(schedule, dates=(), exceptions=()).starts(until)


@transaction.atomic
def split(event, recurrence_id, changed, user):
    """Cut a series before a date; `changed` is the Schedule of the rest. Returns (the new page, outcome of `keep`).

    event: as `keep.latest` gives it. Both parts wait together when the person may not publish.
    """
    schedule = event.schedule()
    wall = to_wall(recurrence_id, schedule.zone)
    head, rest = head_of(schedule, wall), rest_of(schedule, wall)
    _check_apart(head, changed, wall)
    public = goes_public(event, user)
    rows = list(event.date_changes.all())
    moved = [_copy(row) for row in rows if row.recurrence_id >= recurrence_id]
    new = _new_page(event, changed, public, user)
    new.date_changes = moved
    follow(new, rest)
    revision = new.save_revision(user=user, log_action=True, clean=False)
    if public:
        revision.publish(user=user)
    event.date_changes = [row for row in rows if row.recurrence_id < recurrence_id]
    for name, value in _times_of(event, head).items():
        setattr(event, name, value)
    outcome = keep(event, user)
    if not public and event.live and not new.permissions_for_user(user).can_publish():
        submit(new, revision, user)
    return new, outcome


def _times_of(event, schedule):
    """The times as the fields of an event keep them; what differs at its dates is left to the caller."""
    bare = type(event)(start=event.start, end=event.end)
    write_schedule(bare, schedule)
    return {name: getattr(bare, name) for name in TIMES}


def _check_apart(head, changed, wall):
    last = max(head.starts(wall))
    first = min(changed.starts(max(wall, changed.start) + FAR), default=None)
    if first is None:
        raise SeriesError(_("Cela ne laisse aucune date."))
    if first <= last:
        values = {"day": long_date(last)}
        raise SeriesError(_("La suite doit commencer après la dernière date d’avant, le %(day)s.") % values)


def _copy(row):
    return DateChange(recurrence_id=row.recurrence_id, **{name: getattr(row, name) for name in FIELDS})


def _new_page(event, schedule, public, user):
    """The page of the rest, beside the first one and otherwise like it."""
    times = _times_of(event, schedule)
    names = {"slug": _free_slug(event), "former_start": None}
    new = event.copy(update_attrs=times | names, copy_revisions=False, keep_live=public, user=user)
    type(event).objects.filter(pk=new.pk).update(continues=event.pk)  # Wagtail’s copy leaves it out
    return type(event).objects.get(pk=new.pk)


def _free_slug(event):
    stem = f"{event.slug[:240]}-suite"
    taken = set(event.get_siblings().filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
