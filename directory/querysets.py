"""Structures, asked for in the words of the field. Visitors read the catalogue (portal/search), not these."""

from django.conf import settings
from wagtail.models import PageManager, PageQuerySet


class StructureQuerySet(PageQuerySet):
    def listed(self):
        """What a visitor may see: published, and with no restriction on who reads it."""
        return self.live().public()

    def in_source_language(self):
        """Each structure once, however many translations its page has."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)


StructureManager = PageManager.from_queryset(StructureQuerySet)
