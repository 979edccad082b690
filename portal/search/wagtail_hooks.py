"""The synonyms of the search in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.search.models import Synonym


class SynonymViewSet(SnippetViewSet):
    """What visitors type and what it means; the search follows at once."""

    model = Synonym
    icon = "search"
    menu_label = _("Synonymes de recherche")
    add_to_settings_menu = True
    menu_order = 890
    list_display = ["typed", "meant", "both_ways"]
    search_fields = ["typed", "meant"]
    panels = [FieldPanel("typed"), FieldPanel("meant"), FieldPanel("both_ways")]


register_snippet(SynonymViewSet)
