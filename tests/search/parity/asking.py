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
