"""Sheets that look alike and are two structures all the same: said once, never asked again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NotDuplicate(models.Model):
    """One pair, the smaller key first; the row goes when one of the pages is deleted."""

    one = models.ForeignKey("directory.StructurePage", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("directory.StructurePage", on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(_("dit le"), auto_now_add=True)

    merge_leaves = True  # what was said of a sheet stays said of that sheet (directory.duplicates.links)

    class Meta:
        verbose_name = _("paire de structures différentes")
        verbose_name_plural = _("paires de structures différentes")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="not_duplicate_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="not_duplicate_in_order"),
        ]

    def __str__(self):
        return f"{self.one} ≠ {self.other}"
