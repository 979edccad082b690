"""/annuaire/."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from directory.listing import listing_context
from portal.core.models import BasePage


class DirectoryIndexPage(BasePage):
    """/annuaire/: every structure, as a list and on the map, by the same query."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.StructurePage"]

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("annuaire")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        listing = listing_context(request.GET, self.get_url(request), context["social"]["url"])
        return context | listing | {"social": context["social"] | {"url": listing["canonical"]}}
