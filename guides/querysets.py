"""Guides and stories, asked for in the words of the field."""

from django.db.models import Count, F, Q
from wagtail.models import PageManager, PageQuerySet


class GuideQuerySet(PageQuerySet):
    def listed(self):
        """Published guides, in the order that the coordinators gave them, without their bodies."""
        return self.live().public().select_related("locale").defer("body").order_by("number", "title")

    def with_story_count(self):
        """Add `story_count`: how many listed stories, in the guide's language, say that they did what it explains."""
        stories = self.model._meta.get_field("stories").related_model.objects.listed().order_by().values("pk")
        counted = Q(stories__in=stories, stories__locale=F("locale"))
        return self.annotate(story_count=Count("stories", filter=counted, distinct=True))


class StoryQuerySet(PageQuerySet):
    def listed(self):
        """Published stories, the newest first, without their bodies."""
        return self.live().public().select_related("locale").defer("body").order_by("-first_published_at", "title")


GuideManager = PageManager.from_queryset(GuideQuerySet)
StoryManager = PageManager.from_queryset(StoryQuerySet)
