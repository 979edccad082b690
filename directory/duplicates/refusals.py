"""« Ce sont deux structures » : remembered, and taken back."""

from directory.models.duplicates import NotDuplicate


def ordered(one, other):
    return (one, other) if one < other else (other, one)


def refused_pairs():
    """{(key, key)}, the smaller first: one query."""
    return set(NotDuplicate.objects.order_by().values_list("one_id", "other_id"))


def remember(one, other, user):
    """Say that two pages (by their keys) are two structures; saying it twice changes nothing."""
    first, second = ordered(one, other)
    NotDuplicate.objects.get_or_create(one_id=first, other_id=second, defaults={"said_by": user})


def forget(one, other):
    """Take it back: the pair is proposed again if it still looks alike."""
    first, second = ordered(one, other)
    NotDuplicate.objects.filter(one_id=first, other_id=second).delete()
