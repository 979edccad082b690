"""The rows of the report: the same words in the same language, whatever the months."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, Max, Q, Sum, When
from django.utils import timezone

from portal.finding.missing.noting import KEPT_DAYS
from portal.finding.models import SavedSearch, UnansweredSearch, Wish

FEW = 100  # words that a query may name one by one; past that, all of the year are read


@dataclass(frozen=True)
class Group:
    """pk: that of one of its rows, which stands for all of them."""

    pk: int
    words: str
    language: str
    times: int
    last_month: date
    understood: str
    is_open: bool
    handled_on: date | None
    handled_by: str
    wishes: tuple[str, ...]
    alerts: int


def grouped():
    """The queryset of the last twelve months, one dictionary a group: filters narrow what it counts."""
    since = timezone.localdate() - timedelta(days=KEPT_DAYS)
    rows = UnansweredSearch.objects.filter(last_on__gte=since).values("words", "language")
    totals = rows.annotate(
        key=Max("pk"),
        times=Sum("count"),
        last_month=Max("month"),
        meaning=Max("understood"),
        open=Count("pk", filter=Q(is_open=True)),
        handled=Max("handled_on"),
        handler=Max("handled_by"),
    )
    return totals.annotate(is_waiting=Case(When(open__gt=0, then=1), default=0))


def groups(rows):
    """The groups of some rows of `grouped()`, with what visitors said, how many follow the search, and who handled it.

    Three queries, however many rows.
    """
    rows = list(rows)
    words = {row["words"] for row in rows}
    said, followed = _wishes(words), _alerts(words)
    people = get_user_model().objects.in_bulk({row["handler"] for row in rows} - {None})
    return [_group(row, said, followed, people) for row in rows]


def _group(row, said, followed, people):
    where = row["words"], row["language"]
    return Group(
        pk=row["key"],
        words=row["words"],
        language=row["language"],
        times=row["times"],
        last_month=row["last_month"],
        understood=row["meaning"],
        is_open=bool(row["open"]),
        handled_on=row["handled"],
        handled_by=str(people.get(row["handler"], "")),
        wishes=tuple(said.get(where, ())),
        alerts=followed.get(where, 0),
    )


def _wishes(words):
    rows = Wish.objects.all() if len(words) > FEW else Wish.objects.filter(search__words__in=words)
    found = {}
    for *where, text in rows.values_list("search__words", "search__language", "text"):
        found.setdefault(tuple(where), []).append(text)
    return found


def _alerts(words):
    rows = SavedSearch.objects.confirmed().exclude(words="")
    rows = rows if len(words) > FEW else rows.filter(words__in=words)
    counts = rows.values("words", "language").annotate(n=Count("pk"))
    return {(row["words"], row["language"]): row["n"] for row in counts}
