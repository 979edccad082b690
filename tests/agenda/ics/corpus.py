"""Schedules of all the kinds that the agenda knows, some across a clock change: values for `make_event`."""

from datetime import timedelta

from tests.rooms import at

HOUR = timedelta(hours=1)


def once(start, hours=2, **values):
    return {"start": start, "end": start + hours * HOUR, **values}


def days(first, last, **values):
    """Whole days, the last one excluded."""
    return {"start": first, "end": last, "all_day": True, **values}


CORPUS = {
    "once": once(at(2026, 12, 5, 14)),
    "at the second half past two": once(at(2026, 10, 25, 2, 30).replace(fold=1), 3),
    "no length": once(at(2026, 12, 5, 14), 0),
    "over midnight": once(at(2026, 12, 31, 22), 5),
    "several dates": once(at(2026, 12, 5, 14), rdates=["2026-12-12T14:00", "2027-03-28T10:00"]),
    "several dates but the first": once(
        at(2026, 12, 5, 14), rdates=["2026-12-12T14:00", "2027-01-09T14:00"], exdates=["2026-12-05T14:00"]
    ),
    "all taken away": once(at(2026, 12, 5, 14), exdates=["2026-12-05T14:00"]),
    "weekly for ever": once(at(2026, 12, 5, 14), rrule="FREQ=WEEKLY;BYDAY=SA"),
    "weekly across both clock changes": once(at(2026, 10, 3, 9, 30), rrule="FREQ=WEEKLY;UNTIL=20270601T000000Z"),
    "daily in the night of spring": once(at(2027, 3, 26, 2, 30), 1, rrule="FREQ=DAILY;COUNT=5"),
    "daily in the night of autumn": once(at(2026, 10, 23, 2, 30), 1, rrule="FREQ=DAILY;COUNT=5"),
    "over the clock change": once(at(2027, 3, 27, 22), 6, rrule="FREQ=WEEKLY;COUNT=3"),
    "until a date": once(at(2026, 12, 5, 14), rrule="FREQ=WEEKLY;UNTIL=20270102"),
    "second tuesday": once(at(2026, 12, 8, 18), rrule="FREQ=MONTHLY;BYDAY=2TU;COUNT=10"),
    "last friday but one": once(at(2026, 12, 25, 18), rrule="FREQ=MONTHLY;BYDAY=-1FR", exdates=["2027-01-29T18:00"]),
    "last working day": once(at(2026, 12, 31, 9), rrule="FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=8"),
    "every other week from sunday": once(
        at(2026, 12, 6, 9), rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=9"
    ),
    "thirty-first": once(at(2027, 1, 31, 9), rrule="FREQ=MONTHLY;BYMONTHDAY=31"),
    "every year": once(at(2026, 2, 28, 9), rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
    "begins on a day that is not of the rule": once(at(2026, 12, 7, 14), rrule="FREQ=WEEKLY;BYDAY=SA"),
    "the same, counted": once(at(2026, 12, 7, 14), rrule="FREQ=WEEKLY;BYDAY=SA;COUNT=4"),
    "out of school holidays": once(at(2026, 12, 2, 14), rrule="FREQ=WEEKLY;BYDAY=WE", school="except"),
    "out of school holidays, counted": once(at(2026, 12, 2, 14), rrule="FREQ=WEEKLY;COUNT=12", school="except"),
    "in school holidays": once(at(2026, 12, 2, 14), rrule="FREQ=DAILY", school="only"),
    "in school holidays and on a day": once(
        at(2026, 12, 2, 14),
        rrule="FREQ=WEEKLY",
        school="only",
        rdates=["2027-01-20T14:00"],
        exdates=["2026-12-23T14:00"],
    ),
    "never in school holidays": once(at(2026, 11, 9, 14), rrule="FREQ=DAILY;UNTIL=20261120T000000Z", school="only"),
    "out of school holidays from a stray day": once(
        at(2026, 12, 21, 14), rrule="FREQ=WEEKLY;BYDAY=WE;COUNT=6", school="except"
    ),
    "a whole day": days(at(2026, 12, 5), at(2026, 12, 6)),
    "a whole weekend": days(at(2027, 3, 27), at(2027, 3, 29)),
    "whole days weekly": days(at(2026, 10, 24), at(2026, 10, 26), rrule="FREQ=WEEKLY;COUNT=4"),
    "whole days until a moment": days(at(2026, 12, 5), at(2026, 12, 6), rrule="FREQ=WEEKLY;UNTIL=20270109T225959Z"),
    "whole days out of school holidays": days(
        at(2026, 12, 5), at(2026, 12, 6), rrule="FREQ=WEEKLY", school="except", exdates=["2027-01-09T00:00"]
    ),
    "whole days here and there": days(at(2026, 12, 5), at(2026, 12, 6), rdates=["2026-12-20T00:00"]),
    "in another zone": once(at(2026, 12, 5, 14), rrule="FREQ=WEEKLY;COUNT=20", zone="America/New_York"),
    "in UTC": once(at(2026, 12, 5, 14), rrule="FREQ=WEEKLY;COUNT=20", zone="UTC"),
    "cancelled": once(at(2026, 12, 5, 14), rrule="FREQ=WEEKLY;COUNT=3", status="cancelled"),
}

# What differs at some dates: {title: (values, [values of DateChange])}.
CHANGED = {
    "moved, cancelled, elsewhere": (
        once(at(2026, 12, 5, 14), rrule="FREQ=WEEKLY;COUNT=6"),
        [
            {"recurrence_id": at(2026, 12, 12, 14), "start": at(2026, 12, 13, 10), "end": at(2026, 12, 13, 11)},
            {"recurrence_id": at(2026, 12, 19, 14), "cancelled": True, "note": "Neige"},
            {"recurrence_id": at(2026, 12, 26, 14), "title": "Goûter", "place": "Chez Zoé, à l’étage; porte 2"},
            {"recurrence_id": at(2026, 12, 27, 14), "title": "D’aucune date"},
        ],
    ),
    "whole days moved": (
        days(at(2026, 12, 5), at(2026, 12, 6), rrule="FREQ=WEEKLY;COUNT=3"),
        [{"recurrence_id": at(2026, 12, 12), "start": at(2026, 12, 14), "end": at(2026, 12, 16)}],
    ),
    "once, moved": (
        once(at(2026, 12, 5, 14)),
        [{"recurrence_id": at(2026, 12, 5, 14), "start": at(2026, 12, 6, 9), "title": "Décalé"}],
    ),
    "in the night of spring": (
        once(at(2027, 3, 26, 2, 30), 1, rrule="FREQ=DAILY;COUNT=5"),
        [{"recurrence_id": at(2027, 3, 28, 3, 30), "cancelled": True}],
    ),
    "moved to the second half past two": (
        once(at(2026, 10, 24, 2, 30), 1, rrule="FREQ=DAILY;COUNT=3"),
        [{"recurrence_id": at(2026, 10, 25, 2, 30), "start": at(2026, 10, 25, 2, 30).replace(fold=1)}],
    ),
    "a date of the list": (
        once(at(2026, 12, 5, 14), rdates=["2026-12-12T14:00"]),
        [{"recurrence_id": at(2026, 12, 12, 14), "cancelled": True}],
    ),
}
