"""The one way from what a visitor types to pages: cleaned first, whatever the engine behind."""

from wagtail.models import Page

from portal.core.folding import fold

MAX_CHARS = 200
MAX_TERMS = 12
MAX_RESULTS = 1000


def clean_query(text):
    """Return the words of a query in the form of the index: folded, unpunctuated, 12 at most; "" when none is left.

    Engines raise on a lone quote, a NUL byte or thousands of words; none of them gets here past `fold`.
    """
    return " ".join(fold(text[:MAX_CHARS]).split()[:MAX_TERMS])


def search_pages(text, locale):
    """Return the public pages of a language that hold every word of the text, best first."""
    query = clean_query(text)
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=1)
    return pages.specific().search(query, operator="and") if query else pages.none()


def matching(queryset, text):
    """Narrow a page queryset to the pages that hold every word of the text; its own order is kept."""
    query = clean_query(text)
    if not query:
        return queryset.none()
    # The engine only knows the model's own fields, so it searches every live page; the database keeps the queryset's.
    live = queryset.model.objects.live()
    found = live.search(query, operator="and", order_by_relevance=False)[:MAX_RESULTS]
    return queryset.filter(pk__in=[page.pk for page in found])
