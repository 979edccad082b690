"""The words that no structure can have as its slug: under /annuaire/, an address of the portal's own answers there."""

from functools import cache


def is_reserved(slug):
    return slug in _words()


@cache
def _words():
    """The first word of each route of directory.urls, after the structure's own slug for those that begin with it."""
    from directory.urls import urlpatterns  # its views need the models, which need this

    first = {route.removeprefix("<slug:slug>/").split("/")[0] for route in _routes(urlpatterns)}
    return {word for word in first if word and "<" not in word}


def _routes(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if nested := getattr(pattern, "url_patterns", None):
            yield from _routes(nested, route)
        else:
            yield route
