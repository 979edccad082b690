"""What a story's page says of asking for advice, and who receives it."""

from django.urls import reverse

from directory.models import StructurePage
from portal.search.models import Entry


def advice_box(story):
    """None when nobody may ask; else {"url", "paused"}: paused says why not now, "" when one may.

    No query when the story is closed to it; else two at most.
    """
    from guides.advice.monthly import why_not_now  # the models, which this module is a part of

    if not story.advice_open or recipient(story) is None:
        return None
    return {"url": reverse("guides:ask_advice", args=[story.slug]), "paused": why_not_now(story)}


def recipient(story):
    """The first public structure of a story that messages can be relayed to, or None: one query."""
    public = Entry.objects.listed().values("page_id")
    structures = StructurePage.objects.filter(stories__story=story.pk, pk__in=public).order_by("stories__sort_order")
    return next((structure for structure in structures if structure.can_be_written_to()), None)
