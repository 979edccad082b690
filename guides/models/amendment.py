"""A change that a member proposes to a part of a guide; its keeper decides."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from guides.blocks import PartBlock


class Amendment(models.Model):
    """The whole body of a part as a member would have it, beside the body that they started from."""

    class State(models.TextChoices):
        WAITING = "waiting", _("à examiner")
        ACCEPTED = "accepted", _("acceptée")
        EDITED = "edited", _("reprise dans un brouillon")
        DECLINED = "declined", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")

    part = models.ForeignKey("guides.GuidePartPage", on_delete=models.CASCADE, related_name="amendments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposée par"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="amendments",
    )
    reason = models.CharField(
        _("pourquoi"), max_length=250, help_text=_("Les lecteurs liront cette phrase si la proposition est acceptée.")
    )
    before = StreamField(PartBlock(), verbose_name=_("texte de départ"), editable=False)
    body = StreamField(PartBlock(), verbose_name=_("contenu"))
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.WAITING)
    answer = models.TextField(_("réponse"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("proposée le"), default=timezone.now)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("décidée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    wagtail_reference_index_ignore = True  # an old proposal is no use of a page or of a picture

    class Meta:
        verbose_name = _("proposition de modification")
        verbose_name_plural = _("propositions de modification")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.reason
