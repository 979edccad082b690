"""/agenda/."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from agenda.cards import listing_context
from agenda.filters import AgendaForm
from agenda.models.occurrences import Occurrence
from portal.core.models import BasePage


class AgendaIndexPage(BasePage):
    """/agenda/: what happens in the territory, soonest first."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["agenda.EventPage"]

    content_panels = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("agenda")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = AgendaForm.read(request.GET)
        occurrences = form.filtered(Occurrence.objects.listed().in_language(self.locale_id).upcoming(timezone.now()))
        return context | listing_context(form, occurrences, self.get_url(request))
