"""The shared agenda: its index, events, the times at which they happen, known places, calendars from elsewhere."""

from agenda.models.event import EventPage
from agenda.models.event_parts import EventFile, EventTag
from agenda.models.feeds import Feed, FeedItem, FeedLine, FeedRun, NotSameEvent
from agenda.models.index import AgendaIndexPage
from agenda.models.occurrences import DateChange, EventLines, Occurrence
from agenda.models.place import Place

__all__ = [
    "AgendaIndexPage",
    "DateChange",
    "EventFile",
    "EventLines",
    "EventPage",
    "EventTag",
    "Feed",
    "FeedItem",
    "FeedLine",
    "FeedRun",
    "NotSameEvent",
    "Occurrence",
    "Place",
]
