"""How a sheet stays true: what was verified when, and which ids it has elsewhere."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Verification(models.Model):
    """The last day somebody of the structure said that a group of fields is right."""

    class Group(models.TextChoices):
        IDENTITY = "identity", _("qui elle est")
        ACTIVITY = "activity", _("ce qu’elle fait")
        PLACE = "place", _("où")
        HOURS = "hours", _("quand")
        CONTACT = "contact", _("comment la joindre")

    structure = ParentalKey("directory.StructurePage", on_delete=models.CASCADE, related_name="verifications")
    group = models.CharField(_("partie de la fiche"), max_length=10, choices=Group)
    verified_on = models.DateField(_("vérifié le"))
    verified_by = models.CharField(_("vérifié par"), max_length=120, blank=True)

    panels = [FieldRowPanel([FieldPanel("group"), FieldPanel("verified_on"), FieldPanel("verified_by")])]

    class Meta:
        verbose_name = _("vérification")
        verbose_name_plural = _("vérifications")
        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["structure", "group"], name="verification_once_a_group")]

    def __str__(self):
        return f"{self.get_group_display()} : {self.verified_on}"

    def clean(self):
        super().clean()
        if self.verified_on and self.verified_on > timezone.localdate():
            raise ValidationError({"verified_on": _("Cette date n’est pas encore arrivée.")})


class ExternalId(models.Model):
    """The id of a structure in another data base: what an import recognises it by."""

    structure = ParentalKey("directory.StructurePage", on_delete=models.CASCADE, related_name="external_ids")
    source = models.CharField(_("base d’origine"), max_length=60)
    value = models.CharField(_("identifiant"), max_length=120)

    panels = [FieldRowPanel([FieldPanel("source"), FieldPanel("value")])]

    class Meta:
        verbose_name = _("identifiant ailleurs")
        verbose_name_plural = _("identifiants ailleurs")
        constraints = [models.UniqueConstraint(fields=["source", "value"], name="external_id_once")]

    def __str__(self):
        return f"{self.source} : {self.value}"
