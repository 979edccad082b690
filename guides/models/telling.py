"""A story being told, one question a screen: kept as it is typed, until it becomes a draft page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Telling(models.Model):
    """Answers so far: {question: text as typed}. Deleted once the draft page is made."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tellings")
    answers = models.JSONField(_("réponses"), default=dict)
    started_at = models.DateTimeField(_("commencée le"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changée le"), auto_now=True)

    class Meta:
        verbose_name = _("récit en cours")
        verbose_name_plural = _("récits en cours")
        ordering = ["-changed_at"]

    def __str__(self):
        return self.answers.get("title") or str(_("Récit sans titre"))
