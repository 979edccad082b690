"""A telling read again from its first answer to its last: what is said, what is missing, what is wrong."""

from functools import cached_property

from django.utils.translation import gettext as _

from guides.telling.filled import Filled
from guides.telling.questions import QUESTIONS

REQUIRED = ("title", "summary")


class Reread:
    """Every answer goes through the same forms again: nothing reaches a page that they have not passed."""

    def __init__(self, telling):
        self.answers = telling.answers
        self.filled = [Filled(question, telling.answers, teller=telling.author) for question in QUESTIONS]

    @cached_property
    def rows(self):
        """[{"question", "told": [(label, HTML)], "problems": [sentence]}]"""
        return [
            {"question": filled.question, "told": filled.told(), "problems": self._problems(filled)}
            for filled in self.filled
        ]

    def _problems(self, filled):
        labels = {name: field.label for name, field in filled.form.fields.items() if name in REQUIRED}
        missing = [_("Il manque : %(label)s.") % {"label": labels[n]} for n in labels if not self.answers.get(n)]
        return missing + filled.problems()

    @property
    def is_ready(self):
        return not any(row["problems"] for row in self.rows)

    @property
    def unanswered(self):
        """How many questions have no answer: one may send all the same."""
        return sum(not row["told"] for row in self.rows)

    def values(self):
        """{answer: clean value} of the whole telling, and the slug of its commune as "commune_slug"."""
        values = {}
        for filled in self.filled:
            values |= filled.kept()
            if slug := getattr(filled.form, "slug", ""):
                values["commune_slug"] = slug
        return values
