"""What readers say of a guide or a story: whether it helped, and what is missing. No account, no name, no address."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_DAYS = 730  # two years: long enough for the next edition


class Feedback(models.Model):
    """One answer. Nothing of it says who gave it."""

    class State(models.TextChoices):
        NEW = "new", _("à lire")
        DONE = "done", _("lu")

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="feedback")
    helped = models.BooleanField(_("a aidé"))
    missing = models.TextField(_("ce qui manque"), max_length=2000, blank=True)
    state = models.CharField(_("état"), max_length=4, choices=State, default=State.NEW)
    written_at = models.DateTimeField(_("reçu le"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("avis de lecture")
        verbose_name_plural = _("avis de lecture")
        ordering = ["-written_at", "-pk"]

    def __str__(self):
        return self.missing[:80] or str(_("oui, cela a aidé") if self.helped else _("non, cela n’a pas aidé"))
