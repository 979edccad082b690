"""What a person typed of the times of an event, and the form that shows it again."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from agenda.editor import rhythm
from agenda.editor.dates import DateError, read_date, shown_moment
from agenda.engine import Schedule

LONGEST_LIST = 10_000  # characters
LONGEST = 60
SINGLE = ("first", "from", "to", "last", "how", "interval", "nth", "nth_day", "ends", "until", "count", "school")
LISTS = ("dates", "except")
FOREVER, UNTIL, COUNT = "forever", "until", "count"
ONE_DAY = timedelta(days=1)


def _blank():
    return dict.fromkeys((*SINGLE, *LISTS), "") | {
        "how": rhythm.ONCE,
        "interval": "1",
        "nth": "1",
        "nth_day": "0",
        "ends": FOREVER,
        "kept": "",
        "zone": "",
        "all_day": False,
        "days": [],
    }


@dataclass
class Typed:
    """The form's inputs: {name: text}, `days` a list of weekday numbers, `all_day` a boolean.

    stored: the Schedule that the form was filled from, None for what was sent.
    errors and notices ({name: sentence}, [sentence]) are filled by agenda.editor.reading.
    """

    values: dict = field(default_factory=_blank)
    errors: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    stored: Schedule | None = None

    def __eq__(self, other):
        return isinstance(other, Typed) and self.values == other.values

    def __getitem__(self, name):
        return self.values[name]

    @property
    def is_blank(self):
        return self.values == _blank()

    @property
    def shown(self):
        """The values as inputs of the browser take them: their dates are ISO's."""
        return self.values | {name: _iso(self.values[name]) for name in ("first", "last", "until")}

    @classmethod
    def from_data(cls, data, name):
        """From what a browser sends (a QueryDict, or a plain dict in tests), cut to what is bounded."""

        def value(key, most=LONGEST):
            return str(data.get(f"{name}-{key}") or "").replace("\r\n", "\n").strip()[:most]

        values = _blank() | {key: value(key) for key in SINGLE if value(key) or key not in _DEFAULTED}
        values |= {key: value(key, LONGEST_LIST) for key in LISTS} | {"kept": value("kept", 501), "zone": value("zone")}
        values["all_day"] = bool(value("all_day"))
        key = f"{name}-days"
        days = data.getlist(key) if hasattr(data, "getlist") else data.get(key) or []
        values["days"] = sorted({str(day) for day in days if str(day) in "0123456" and len(str(day)) == 1})
        return cls(values)

    @classmethod
    def from_schedule(cls, schedule):
        """The form of a Schedule."""
        start, end, rule = schedule.start, schedule.end, schedule.rule
        usual = time() if schedule.all_day else start.time()
        values = _blank() | {"first": start.date().isoformat(), "all_day": schedule.all_day, "school": schedule.school}
        last = (end - ONE_DAY).date() if schedule.all_day else end.date()
        values["last"] = last.isoformat() if last > start.date() else ""
        if not schedule.all_day:
            values |= {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}" if end > start else ""}
        values |= rhythm.choices_of(rule, start)
        values |= {"kept": str(rule or ""), "zone": schedule.zone}
        if not rule and schedule.dates:
            values["how"] = rhythm.DATES
        values["dates"] = "\n".join(shown_moment(moment, usual) for moment in sorted(set(schedule.dates)))
        values["except"] = "\n".join(shown_moment(moment, usual) for moment in sorted(set(schedule.exceptions)))
        if rule and values["how"] != rhythm.KEPT:
            values |= _end_of(rule, start, schedule.zone)
        return cls(values, stored=schedule)

    @classmethod
    def from_event(cls, event):
        """The form of an event as it is in memory; blank for a new one. Raises RuleError as its schedule does."""
        return cls.from_schedule(event.schedule()) if event.start and event.end else cls()


_DEFAULTED = ("how", "interval", "nth", "nth_day", "ends")


def _iso(text):
    try:
        return read_date(text).isoformat() if text else ""
    except DateError:
        return text


def _end_of(rule, start, zone):
    if rule.count:
        return {"ends": COUNT, "count": str(rule.count)}
    if day := rhythm.last_day(rule, start, zone):
        return {"ends": UNTIL, "until": day.isoformat()}
    return {"ends": FOREVER}


def whole_day(day):
    return datetime.combine(day, time())
