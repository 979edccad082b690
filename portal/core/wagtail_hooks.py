"""The vocabularies and the territory in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.core.models import (
    Audience,
    Commune,
    CooperationField,
    EventCategory,
    FieldOfActivity,
    GlossaryTerm,
    Label,
    LegalFamily,
    StructureSize,
    Valley,
)


class TermViewSet(SnippetViewSet):
    list_display = ["name", "slug", "sort_order", "locale"]
    ordering = ["sort_order", "name"]
    icon = "tag"


class FieldOfActivityViewSet(TermViewSet):
    model = FieldOfActivity


class LegalFamilyViewSet(TermViewSet):
    model = LegalFamily


class LabelViewSet(TermViewSet):
    model = Label


class AudienceViewSet(TermViewSet):
    model = Audience


class EventCategoryViewSet(TermViewSet):
    model = EventCategory


class CooperationFieldViewSet(TermViewSet):
    model = CooperationField


class StructureSizeViewSet(TermViewSet):
    model = StructureSize


class GlossaryTermViewSet(TermViewSet):
    model = GlossaryTerm
    list_display = ["name", "description", "locale"]
    ordering = ["name"]


class ValleyViewSet(SnippetViewSet):
    model = Valley
    icon = "site"
    list_display = ["name", "slug", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("sort_order")]


class CommuneViewSet(SnippetViewSet):
    """Communes come from INSEE's data: only the valley is decided here."""

    model = Commune
    icon = "home"
    list_display = ["name", "code_insee", "valley", "epci"]
    list_filter = ["department", "valley"]
    search_fields = ["name", "code_insee"]
    panels = [FieldPanel("name", read_only=True), FieldPanel("code_insee", read_only=True), FieldPanel("valley")]


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabulaires")
    menu_icon = "tag"
    menu_order = 400
    items = (
        *(FieldOfActivityViewSet, LegalFamilyViewSet, LabelViewSet, AudienceViewSet, EventCategoryViewSet),
        *(CooperationFieldViewSet, StructureSizeViewSet, GlossaryTermViewSet),
        *(ValleyViewSet, CommuneViewSet),
    )


register_snippet(VocabularyGroup)
