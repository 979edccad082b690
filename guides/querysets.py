"""Guides and stories, asked for in the words of the field."""

from django.db.models import Count, Q
from wagtail.models import PageManager, PageQuerySet


class GuideQuerySet(PageQuerySet):
    def listed(self):
        """Published guides, in the order that the coordinators gave them, without their bodies."""
        return self.live().public().defer("body").order_by("number", "title")

    def with_story_count(self):
        """Add `story_count`: how many published stories say that they did what the guide explains."""
        return self.annotate(story_count=Count("stories", filter=Q(stories__live=True), distinct=True))


class StoryQuerySet(PageQuerySet):
    def listed(self):
        """Published stories, the newest first, without their bodies."""
        return self.live().public().defer("body").order_by("-first_published_at", "title")


GuideManager = PageManager.from_queryset(GuideQuerySet)
StoryManager = PageManager.from_queryset(StoryQuerySet)
