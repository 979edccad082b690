"""What makes the search's screens live in the demo: a promoted guide, and searches that found nothing."""

from datetime import timedelta

from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from guides.models import GuidePage
from portal.finding.models import UnansweredSearch

PROMOTED = "trésorerie"
# (words as they are kept, how often, days ago)
UNANSWERED = (
    ("trottinette", 9, 3),
    ("location camion benne", 6, 12),
    ("garde enfants dimanche", 4, 20),
    ("studio enregistrement", 2, 45),
    ("repair cafe machine laver", 1, 60),
)


def load_searches():
    """Fictional counts; nothing that a person typed."""
    guide = GuidePage.objects.live().filter(title__icontains="financements").first()
    if guide:
        query = Query.objects.get_or_create(query_string=PROMOTED)[0]
        SearchPromotion.objects.get_or_create(query=query, page=guide)
    today = timezone.localdate()
    for words, count, days in UNANSWERED:
        day = today - timedelta(days=days)
        UnansweredSearch.objects.get_or_create(
            words=words,
            language="fr",
            month=day.replace(day=1),
            defaults={"count": count, "created_on": day, "last_on": day},
        )
