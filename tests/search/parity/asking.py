"""Asks the search as the page does, whatever the engine behind."""

from django.http import QueryDict

from portal.finding.answer import answer
from portal.finding.form import SearchForm

FIRST, SHOWN = 3, 10


def titles(query, language="fr", most=SHOWN):
    """The titles of the first results, in order."""
    get = QueryDict(mutable=True)
    get["q"] = query
    return [hit.title for hit in answer(SearchForm.read(get, language)).hits(0, most)]


def has(titles_, wanted):
    """Is the wanted title, or one of several, among these?"""
    return bool({wanted} & set(titles_) if isinstance(wanted, str) else set(wanted) & set(titles_))


class Answers:
    """The first results of each query, asked at once, while the catalogue is in memory (each test empties it)."""

    def __init__(self, queries):
        self.found = {query: self._ask(query) for query in queries}

    def _ask(self, query):
        try:
            return titles(query)
        except Exception as error:  # that row's own failure, not that of all of them
            return error

    def __getitem__(self, query):
        if isinstance(self.found[query], Exception):
            raise self.found[query]
        return self.found[query]
