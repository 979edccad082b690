"""Queries whose SQL is written once: for a page read by everybody, Django takes ten times longer to write it than to
run it. What comes out is what the queryset gives: models with their relations, deferred fields, annotations."""

from copy import copy

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression


class Hole(Expression):
    """What changes from one run of a prepared query to the next; goes where a value goes in a filter.

    rank: its place in a list of values, for `__in` (see `holes`).
    """

    def __init__(self, name, field, rank=None):
        super().__init__(output_field=field)
        self.name, self.rank = name, rank

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def filled(self, values, connection):
        value = values[self.name] if self.rank is None else values[self.name][self.rank]
        return self.output_field.get_db_prep_value(value, connection)


def holes(name, field, count):
    """A list of so many values: a query is written once for each length of it."""
    return [Hole(name, field, rank) for rank in range(count)]


class Prepared:
    """A queryset with holes; called with their values by name, it gives the list of its rows."""

    def __init__(self, queryset):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:  # nothing can match, as with an empty list of values
            self.sql = None

    def __call__(self, **values):
        if self.sql is None:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # that of this thread
        written = (
            self.sql,
            tuple(
                param.filled(values, compiler.connection) if isinstance(param, Hole) else param for param in self.params
            ),
        )
        compiler.as_sql = lambda *_args, **_options: written
        queryset = self.queryset.all()
        queryset.query.get_compiler = lambda *_args, **_options: compiler
        return list(queryset)
