"""Structures, asked for in the words of the field."""

from django.conf import settings
from django.db.models import Count, F
from wagtail.models import PageManager, PageQuerySet

from portal.core.models import FieldOfActivity
from portal.core.territory.groups import PlaceCount


class StructureQuerySet(PageQuerySet):
    def listed(self):
        """What a visitor may see: published, and with no restriction on who reads it."""
        return self.live().public()

    def in_source_language(self):
        """Each structure once, however many translations its page has."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def in_fields(self, slugs):
        """Structures active in any of the fields of activity."""
        terms = FieldOfActivity.objects.filter(slug__in=slugs)
        return self.filter(
            pk__in=self.model.fields_of_activity.through.objects.filter(fieldofactivity__in=terms).values(
                "structurepage"
            )
        )

    def with_card_data(self):
        """Load with the rows all that a card shows: two queries, however many structures."""
        return (
            self.defer_streamfields()
            .select_related("commune", "legal_family")
            .defer("commune__outline")
            .prefetch_related("fields_of_activity")
        )

    def place_counts(self):
        """Return one PlaceCount a commune that has structures here: one query."""
        rows = (
            self.order_by()
            .filter(commune__latitude__isnull=False)
            .values(
                label=F("commune__name"),
                slug_=F("commune__slug"),
                lat=F("commune__latitude"),
                lon=F("commune__longitude"),
            )
            .annotate(count=Count("pk", distinct=True))
        )
        return [PlaceCount(row["label"], row["slug_"], row["lat"], row["lon"], row["count"]) for row in rows]


StructureManager = PageManager.from_queryset(StructureQuerySet)
