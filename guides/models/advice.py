"""How many requests for advice a story has had: dates, and nothing of who asked."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AdviceRequest(models.Model):
    """One message relayed. Its words and its sender are not kept here (directory.contact keeps what waits)."""

    story = models.ForeignKey("guides.StoryPage", on_delete=models.CASCADE, related_name="advice_requests")
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)

    class Meta:
        verbose_name = _("demande de conseil")
        verbose_name_plural = _("demandes de conseil")
        indexes = [models.Index(fields=["story", "asked_at"], name="advice_by_month")]

    def __str__(self):
        return str(self.asked_at)
