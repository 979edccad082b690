"""The edit form of an event: its times are read from one field, and what hangs on its dates follows them."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from agenda.editor.field import ScheduleField
from agenda.editor.follow import write_schedule
from agenda.editor.typed import Typed
from agenda.engine import RuleError
from portal.core.forms import PageForm

NAME = "schedule_typed"


class EventForm(PageForm):
    """After `save`, `instance.schedule_notices` are sentences for the person: what was understood otherwise."""

    schedule_typed = ScheduleField(label=_("Quand"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if NAME not in self.fields:
            return
        try:
            typed = Typed.from_event(self.instance)
        except (RuleError, ValueError, TypeError):
            typed = Typed()  # of a schedule that nothing can read: typed anew
        self.initial[NAME] = typed

    def _post_clean(self):
        """The event's own checks are those of the times that were typed."""
        found = self.cleaned_data.get(NAME)
        if found and NAME in self.changed_data:  # what was not touched stays to the letter: a feed's own rule
            schedule, notices = found
            self.instance.schedule_notices = [*notices, *write_schedule(self.instance, schedule)]
        super()._post_clean()

    def add_error(self, field, error):
        """What the event itself says of its times stands beside the field that they come from."""
        if field is None and hasattr(error, "error_dict"):
            told = {}
            for name, errors in error.error_dict.items():
                known = name == NON_FIELD_ERRORS or name in self.fields
                told.setdefault(name if known else NAME, []).extend(errors)
            error.error_dict = told
        super().add_error(field, error)
