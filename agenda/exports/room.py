"""The agenda as its exports see it: how its parameters are read, and when its answers change."""

from django.utils import timezone
from django.utils.translation import gettext_noop

from agenda.filters import AgendaForm, agenda_shelf, read_form
from directory.exports.http import Room, asked_of


def _hour(get):
    """« À venir » moves with the clock: what is kept is an hour late at most."""
    return timezone.now().strftime("%Y%m%d%H")


ROOM = Room(
    file=gettext_noop("agenda-%(day)s"),
    listing="agenda:listing",
    read=read_form,
    shelf=agenda_shelf,
    parameters=asked_of(AgendaForm),
    clock=_hour,
)
