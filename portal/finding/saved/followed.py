"""The search behind an alert: read from an address, or again from what is kept of it."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict

from portal.core.folding import fold
from portal.core.listing import query_string
from portal.finding.answer import answer
from portal.finding.form import SearchForm
from portal.finding.missing.personal import is_personal
from portal.finding.models.saved_search import LONGEST_WORDS

LONGEST_QUERY = 2000  # characters
ORDER = "tri"


@dataclass(frozen=True)
class Followed:
    """query: as the address of the results writes it, in one order only; "" when nothing is searched for.

    The order of the results is left out: what is new comes by date.
    """

    form: SearchForm
    query: str
    language: str

    @classmethod
    def read(cls, get, language):
        form = SearchForm.read(get, language)
        state = {name: values for name, values in form.state().items() if name != ORDER}
        followed = cls(form, query_string(state), language)
        return followed if followed.answer.is_asked else replace(followed, query="")

    @classmethod
    def of(cls, alert):
        """The search of a SavedSearch, as it is understood today."""
        return cls.read(QueryDict(alert.query), alert.language)

    @property
    def words(self):
        """What was typed, folded: alerts are counted by it. "" for a search by filters alone."""
        return fold(self._typed)[:LONGEST_WORDS].strip()

    @property
    def may_be_kept(self):
        """Not what would carry somebody's address, or a link of a stranger's, into a mail that we send."""
        return len(self.query) <= LONGEST_QUERY and not is_personal(self._typed)

    @property
    def _typed(self):
        return self.form.values.get("q") or ""

    @cached_property
    def answer(self):
        return answer(self.form)

    def in_words(self):
        return " ".join(self.answer.in_words().split())

    def newer_than(self, moment, most):
        return self.answer.newer_than(moment, most)
