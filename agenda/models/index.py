"""/agenda/."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from agenda.filters import agenda_shelf
from agenda.listing import listing_context
from portal.core.models import BasePage


class AgendaIndexPage(BasePage):
    """/agenda/: what happens in the territory, soonest first (by Wagtail's own way: previews; see agenda/views.py)."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.EventPage"]

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        held, url = agenda_shelf(self.locale.language_code), self.get_url(request)
        listing = listing_context(request.GET, url, base=settings.BASE_URL, held=held)
        return context | listing | {"social": context["social"] | {"url": listing["parts"]["canonical"]}}
