"""The journal of imports, and what is remembered of each source."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportMapping(models.Model):
    """Which column of a source means which of our fields: {column: target, "" for none}."""

    source = models.CharField(_("source"), max_length=60, unique=True)
    columns = models.JSONField(_("colonnes"), default=dict)

    class Meta:
        verbose_name = _("correspondance des colonnes")
        verbose_name_plural = _("correspondances des colonnes")

    def __str__(self):
        return self.source


class ImportLock(models.Model):
    """One row, held from the first to the last write of an import: they take their turn."""

    class Meta:
        verbose_name = _("verrou des imports")
        verbose_name_plural = _("verrous des imports")

    def __str__(self):
        return str(self.pk)


class ImportRun(models.Model):
    """One file, from its upload to its undoing. `file` is erased once it is applied: the lines say what was done."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("à appliquer")
        DONE = "done", _("appliqué")
        FAILED = "failed", _("arrêté, rien n’a été écrit")
        UNDONE = "undone", _("défait")

    source = models.CharField(_("source"), max_length=60)
    file_name = models.CharField(_("fichier"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PREPARED)
    live = models.BooleanField(_("fiches publiées"), default=False)
    counts = models.JSONField(_("comptes"), default=dict)  # {action: number of lines}
    options = models.JSONField(_("réglages"), default=dict)  # mapping, skip_look_alikes, fingerprint of the plan shown
    message = models.TextField(_("message"), blank=True)
    file = models.BinaryField(_("contenu du fichier"), null=True)  # zlib
    started_at = models.DateTimeField(_("commencé le"), auto_now_add=True)
    applied_at = models.DateTimeField(_("appliqué le"), null=True)
    undone_at = models.DateTimeField(_("défait le"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.file_name} ({self.source})"


class ImportLine(models.Model):
    """What one row does, or did. before and after: {field: value}, and what goes with them (see imports.plan)."""

    class Action(models.TextChoices):
        CREATE = "create", _("à créer")
        CHANGE = "change", _("à modifier")
        UNCHANGED = "unchanged", _("inchangée")
        REFUSED = "refused", _("refusée")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField(_("ligne"))
    action = models.CharField(_("action"), max_length=10, choices=Action)
    title = models.CharField(_("nom"), max_length=255)
    page_id = models.PositiveBigIntegerField(_("fiche"), null=True)  # no foreign key: the line outlives the page
    before = models.JSONField(_("avant"), default=dict)
    after = models.JSONField(_("après"), default=dict)
    message = models.TextField(_("message"), blank=True)  # one sentence a line
    undone = models.TextField(_("défait"), blank=True)  # what undoing the run did with it

    class Meta:
        verbose_name = _("ligne d’import")
        verbose_name_plural = _("lignes d’import")
        ordering = ["row", "pk"]
        indexes = [models.Index(fields=["run", "action", "row"], name="import_line_by_action")]

    def __str__(self):
        return f"{self.row} {self.title}"
