"""Which entries hold which terms (portal/search/terms.py): one small engine for each database, and one outside.

A **want** is a condition over terms in one shape: groups that must all hold, each of alternatives of which one must
hold, each of terms that must all be there; `((("1.epiceri",),), (("2.gap",), ("2.gapencai",)))` for an épicerie in its
name and one of two words in its name or place. Engines answer with numbers of entries, unordered: ranking is ours.
"""

from functools import cache

from django.db import connection
from django.utils.translation import gettext as _

from portal.search.engines import outside


@cache
def text_engine():
    """Return the module that searches in the database in use: always there, written in the transaction of the change.

    write({entry_id: [terms]}), remove(entry_ids), keep_only(entry_ids), keys() -> {entry_id}, is_empty(), settle(),
    find(wants, beyond) -> [[entry_id] of each want] (see `find`).
    """
    if connection.vendor == "postgresql":
        from portal.search.engines import postgres as engine
    else:
        from portal.search.engines import sqlite as engine
    return engine


def find(wants, beyond=()):
    """Return [[entry_id] of each want] from the engine that SEARCH_URL names, else from the database.

    beyond: for each want, the number of another that it contains and whose entries need not come back, or None: an
    engine may leave them out, since a big set takes longer to bring than to find.
    """
    if outside.configured():
        try:
            return outside.find(wants)
        except outside.Down:
            pass
    return text_engine().find(wants, beyond)


def notice():
    """A sentence for visitors while the database answers for the engine that is down, else ""."""
    if outside.configured() and outside.state()["open"]:
        return _("Le moteur de recherche habituel ne répond pas : ces résultats viennent du moteur de secours.")
    return ""
