"""What differs at one date, typed."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.cards import NIGHT_ENDS
from agenda.editor.dates import DateError, read_date, read_hour
from agenda.engine.clocks import to_utc, to_wall

YEARS = range(2000, 2101)


class TypedDay(forms.Field):
    """Cleans to a date; empty to None."""

    widget = forms.DateInput(attrs={"type": "date"})
    read = staticmethod(read_date)

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value

    def to_python(self, value):
        text = (value or "").strip()
        try:
            return type(self).read(text) if text else None
        except DateError as problem:
            raise ValidationError(str(problem)) from None


class TypedHour(TypedDay):
    widget = forms.TimeInput(attrs={"type": "time"})
    read = staticmethod(read_hour)

    def prepare_value(self, value):
        return f"{value:%H:%M}" if hasattr(value, "hour") else value


class DateForm(forms.Form):
    """For one Planned date of an event. `changes()` gives the values of its DateChange, empty where nothing differs."""

    day = TypedDay(label=gettext_lazy("jour"))
    begins = TypedHour(label=gettext_lazy("de"))
    ends = TypedHour(label=gettext_lazy("à"))
    title = forms.CharField(label=gettext_lazy("autre titre"), max_length=255, required=False)
    place = forms.CharField(label=gettext_lazy("autre lieu"), max_length=200, required=False)
    note = forms.CharField(label=gettext_lazy("à savoir ce jour-là"), max_length=250, required=False)
    cancelled = forms.BooleanField(label=gettext_lazy("cette date est annulée"), required=False)

    def __init__(self, *args, planned, event, **kwargs):
        self.planned, self.zone, self.all_day = planned, event.zone, event.all_day
        start, end = self._walls(planned.moment.start, planned.moment.end)
        change = planned.change
        initial = {"day": start.date(), "begins": start.time(), "ends": end.time() if end > start else None}
        initial |= {name: getattr(change, name) if change else "" for name in ("title", "place", "note", "cancelled")}
        super().__init__(*args, initial=initial, **kwargs)
        if self.all_day:
            del self.fields["begins"], self.fields["ends"]

    def _walls(self, start, end):
        return to_wall(start, self.zone), to_wall(end, self.zone)

    def clean(self):
        values = super().clean()
        day = values.get("day")
        if day and day.year not in YEARS:
            self.add_error("day", _("Cette année-là est hors de l’agenda."))
        if not self.errors:
            values["moved"] = self._moved(values)
        return values

    def _moved(self, values):
        """(start, end) where it goes, (None, None) where it stays as planned."""
        planned = self._walls(self.planned.start, self.planned.end)
        day = values.get("day") or planned[0].date()
        if self.all_day:
            shift = day - planned[0].date()
            walls = planned[0] + shift, planned[1] + shift
        else:
            walls = self._hours(day, values, planned)
        if walls is None or walls == planned:
            return None, None
        return tuple(to_utc(wall, self.zone) for wall in walls)

    def _hours(self, day, values, planned):
        start = datetime.combine(day, values.get("begins") or planned[0].time())
        if not values.get("ends"):
            return start, start + (planned[1] - planned[0])
        end = datetime.combine(day, values["ends"])
        days = self._days(planned)
        if end < start and not days and values["ends"].hour >= NIGHT_ENDS:
            self.add_error("ends", _("La fin est avant le début."))
            return None
        return start, end + timedelta(days=days or int(end < start))

    def _days(self, planned):
        """How many days after its first one a date of the series ends."""
        return (planned[1].date() - planned[0].date()).days

    def changes(self):
        """{name of a field of DateChange: value}."""
        start, end = self.cleaned_data["moved"]
        names = ("title", "place", "note", "cancelled")
        return {"start": start, "end": end} | {name: self.cleaned_data[name] for name in names}


class CancelForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("à savoir ce jour-là"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Par exemple : pourquoi, et quand ce sera à la place."),
    )
