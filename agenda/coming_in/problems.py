"""What can be wrong, by how much of the calendar it stops. Each message is a French sentence for whoever subscribes."""


class FeedRefused(Exception):
    """Nothing of the calendar is taken."""


class EventRefused(Exception):
    """One event is not taken; the others are."""
