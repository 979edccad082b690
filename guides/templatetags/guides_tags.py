"""What guides and stories show on other rooms' pages."""

from functools import cache

from django import template
from django.db import models

from guides.models import GuideContributor, GuidePage, StoryPage, StoryStructure
from portal.core.prepared import Hole, Prepared
from portal.search.models import Entry

register = template.Library()
SHOWN = 6
READ = 50  # of both together: nobody is named by more


@register.simple_tag
def articles_of(structure):
    """Return {"stories": [card], "guides": [card]}: those of its language that name the structure; one query."""
    cards = {StoryPage.entry_kind: [], GuidePage.entry_kind: []}
    for entry in _naming()(key=structure.translation_key, language=structure.locale.language_code):
        card = {"url": entry.url, "title": entry.title, "summary": entry.summary, "lang": "", **entry.card}
        cards[entry.kind].append(card)
    return {"stories": cards[StoryPage.entry_kind][:SHOWN], "guides": cards[GuidePage.entry_kind][:SHOWN]}


@cache
def _naming():
    same = {"structure__translation_key": Hole("key", models.UUIDField())}
    stories = StoryStructure.objects.filter(**same).order_by().values("story")
    guides = GuideContributor.objects.filter(**same).order_by().values("guide")
    named = models.Q(page_id__in=stories) | models.Q(page_id__in=guides)
    kinds = (StoryPage.entry_kind, GuidePage.entry_kind)
    entries = Entry.objects.listed().filter(named, kind__in=kinds, language=Hole("language", models.CharField()))
    return Prepared(entries.order_by("-listed_at", "pk")[:READ])
