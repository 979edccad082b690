"""The shared agenda: its index, events, the times at which they happen, the places that are known, calendars followed."""

from agenda.models.event import EventFile, EventPage, EventTag
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
