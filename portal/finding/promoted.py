"""What coordinators put first for some words: Wagtail's promoted search results."""

from functools import lru_cache

from wagtail.contrib.search_promotions.models import SearchPromotion

from portal.search.models import Entry
from portal.search.words import stems_of

MOST = 5
MOST_READ = 500
in_index = lru_cache(maxsize=1000)(stems_of)


def promoted(text, language):
    """[{"title", "url", "text"}] for the words typed, however they are accented. Two queries at most.

    A page shows while it is public and of this language; a link outside whatever the language.
    """
    asked = in_index(text)
    rows = SearchPromotion.objects.order_by("sort_order").values_list(
        "query__query_string", "page", "external_link_url", "external_link_text", "description"
    )
    chosen = [row[1:] for row in rows[:MOST_READ] if asked and in_index(row[0]) == asked][:MOST]
    pages = {page for page, *_others in chosen if page}
    entries = Entry.objects.listed().filter(page_id__in=pages, language=language) if pages else ()
    public = {entry.page_id: entry for entry in entries}
    found = []
    for page, link, words, description in chosen:
        if page in public:
            entry = public[page]
            found.append({"title": entry.title, "url": entry.url, "text": description or entry.summary})
        elif not page and link.startswith(("https://", "http://")):
            found.append({"title": words or link, "url": link, "text": description})
    return found
