"""Tellings as rows: begun, kept question by question, thrown away.

Each screen is a writer with a name of its own. The answers remember who wrote each question last, so that a screen that
was opened before another one wrote does not undo its words, and so that of two sendings of one screen the later wins
even when it arrives first.
"""

import json
import re
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

from guides.models import Telling
from guides.telling.access import own_structures
from guides.telling.questions import EMPTY

MOST_OPEN = 20  # tellings an author
WRITERS = "_writers"  # in the answers: {question: [name, number of its last sending, was all of it valid]}
NAME = re.compile(r"[0-9a-f]{8}")
MOST_SENDINGS = 1_000_000


class TooMany(Exception):
    """The author has MOST_OPEN tellings already."""


class ChangedElsewhere(Exception):
    """Another screen wrote this question since this one was opened; `telling` holds its words."""

    def __init__(self, telling):
        super().__init__()
        self.telling = telling


@dataclass(frozen=True)
class Writer:
    """name: of the screen; seen: who had written the question when it was opened; number: of this sending."""

    name: str
    seen: str = ""
    number: int = 0

    @classmethod
    def new(cls, telling, question):
        return cls(secrets.token_hex(4), last_writer(telling, question)[0])

    @classmethod
    def posted(cls, data):
        """What a screen says of itself; nonsense makes a writer that has seen nothing."""
        name, seen = (data.get(key, "") if NAME.fullmatch(data.get(key, "")) else "" for key in ("ecran", "vu"))
        number = data.get("envoi", "")
        is_number = number.isascii() and number.isdigit() and len(number) < 8
        return cls(name or secrets.token_hex(4), seen, min(int(number), MOST_SENDINGS) if is_number else 0)


def last_writer(telling, question):
    """(name, number) of who wrote a question last; ("", 0) before anybody did."""
    return tuple(telling.answers.get(WRITERS, {}).get(question.slug, ("", 0))[:2])


def writers_of(telling):
    """Who wrote each question last, as JSON: the script then knows which of its sendings have arrived."""
    return json.dumps(telling.answers.get(WRITERS, {}))


@transaction.atomic
def start(author):
    """A new telling, or the one that was begun and left empty. Raises TooMany."""
    get_user_model().objects.select_for_update().get(pk=author.pk)  # two taps make one
    first = _first_answers(author)
    for telling in author.tellings.all():
        if _words_of(telling) in ({}, first):
            return telling
    if author.tellings.count() >= MOST_OPEN:
        raise TooMany
    return author.tellings.create(answers=first)


def _words_of(telling):
    return {key: value for key, value in telling.answers.items() if key != WRITERS and value not in EMPTY}


def _first_answers(author):
    """Whoever writes for one structure most often tells what it did."""
    own = list(own_structures(author).values_list("pk", flat=True)[:2])
    return {"structures": own} if len(own) == 1 else {}


def _is_same(kept, value):
    return kept == value or (kept in EMPTY and value in EMPTY)


@transaction.atomic
def keep(key, author, filled, writer):
    """Put what is valid of one question among the other answers, and return the telling.

    Raises Telling.DoesNotExist for what is not the author's, or gone; ChangedElsewhere.
    """
    telling = Telling.objects.select_for_update().get(pk=key, author=author)
    question, values = filled.question, filled.kept()
    if all(_is_same(telling.answers.get(key), value) for key, value in values.items()):
        return telling
    name, number = last_writer(telling, question)
    if name and name not in (writer.name, writer.seen):
        raise ChangedElsewhere(telling)
    if name == writer.name and writer.number < number:  # sent before what is kept, arrived after
        return telling
    telling.answers |= values
    writers = telling.answers.setdefault(WRITERS, {})
    writers[question.slug] = [writer.name, writer.number, filled.is_valid()]
    telling.save()
    return telling
