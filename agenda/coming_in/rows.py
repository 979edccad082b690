"""An event of a calendar, in our terms."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from portal.core.folding import fold


@dataclass(slots=True)
class Row:
    """start, end: aware. rdates, exdates: wall clocks of `zone`, written. changes: one dict a date of the series that
    differs (the fields of DateChange, moments in ISO). details: price, booking, contact, when the text says them.
    refusal: a sentence when it is not taken; little else is then sure.
    """

    uid: str = ""
    title: str = ""
    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    zone: str = ""
    rrule: str = ""
    rdates: list[str] = field(default_factory=list)
    exdates: list[str] = field(default_factory=list)
    status: str = "confirmed"
    summary: str = ""
    text: str = ""
    details: dict = field(default_factory=dict)
    location: str = ""
    online_url: str = ""
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    categories: list[str] = field(default_factory=list)
    changes: list[dict] = field(default_factory=list)
    sequence: int = 0
    recurrence: object = None
    refusal: str = ""

    @property
    def repeats(self):
        return bool(self.rrule or self.rdates)

    @property
    def print(self):
        """What an event keeps when its calendar gives it another UID at each refresh: its title, start and place."""
        start = self.start.isoformat() if self.start else ""
        return sha256("\n".join((fold(self.title), start, fold(self.location))).encode()).hexdigest()
