"""The words of a body, without its form."""

from django.utils.html import strip_tags


def plain_text(body):
    """Return the text that a StreamField body says, for search and for excerpts; not its layout."""
    parts = [part for block in body for part in block.block.get_searchable_content(block.value)]
    return strip_tags(" ".join(str(part) for part in parts))
