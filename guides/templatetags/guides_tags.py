"""What guides and stories show on other rooms' pages, and how their own texts are read."""

from functools import cache

from django import template
from django.db import models
from django.utils.html import format_html
from django.utils.translation import get_language

from guides.cards import entry_card
from guides.glossary import definitions, explained
from guides.models import GuideContributor, GuidePage, StoryPage, StoryStructure
from guides.whole import lowered
from portal.core.prepared import Hole, Prepared
from portal.search.models import Entry

register = template.Library()
SHOWN = 6
READ = 50  # of both together: nobody is named by more


@register.simple_block_tag(takes_context=True)
def with_glossary(context, content):
    """{% with_glossary %}a text{% endwith_glossary %}: its words of the glossary, explained where first said."""
    page = context.get("page")
    language = page.locale.language_code if page else get_language()
    html, terms = explained(content, language, held=page.known_shelf if page else None)
    return format_html("{}{}", html, definitions(terms))


@register.simple_block_tag
def under_a_title(content):
    """{% under_a_title %}blocks{% endunder_a_title %}: their headings one level lower."""
    return lowered(content)


@register.simple_tag
def articles_of(structure):
    """Return {"stories": [card], "guides": [card]}: those of its language that name the structure; one query."""
    cards = {StoryPage.entry_kind: [], GuidePage.entry_kind: []}
    for entry in _naming()(key=structure.translation_key, language=structure.locale.language_code):
        cards[entry.kind].append(entry_card(entry, entry.language))
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
