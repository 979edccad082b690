"""The search in Wagtail's admin: its synonyms, and how its engine is."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.search.models import Synonym
from portal.search.status_panel import EngineStatus


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


@hooks.register("construct_homepage_panels")
def tell_how_the_engine_is(request, panels):
    if request.user.has_perm("search.change_synonym"):
        panels.append(EngineStatus())


@hooks.register("construct_reports_menu")
def hide_the_empty_report(request, menu_items):
    """Wagtail's « Search terms » would list what its own form was asked; ours is « Recherches sans réponse »."""
    menu_items[:] = [item for item in menu_items if item.name != "search-terms"]
