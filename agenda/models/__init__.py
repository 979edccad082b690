"""The shared agenda: its index, events, the times at which they happen, and the places that are known."""

from agenda.models.event import EventFile, EventPage, EventTag
from agenda.models.index import AgendaIndexPage
from agenda.models.occurrences import DateChange, EventLines, Occurrence
from agenda.models.place import Place

__all__ = ["AgendaIndexPage", "DateChange", "EventFile", "EventLines", "EventPage", "EventTag", "Occurrence", "Place"]
