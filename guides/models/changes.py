"""What changed in a guide and why, as its readers are told: a version a change."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.search.sync import sync_pages


class GuideChange(models.Model):
    """One change of a guide or of a part of it. `number` is the version that it made; the first version is 1."""

    guide = models.ForeignKey("guides.GuidePage", on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField(_("version"))
    part = models.CharField(_("partie"), max_length=255, blank=True)
    reason = models.CharField(_("ce qui change"), max_length=250)
    made_at = models.DateTimeField(_("le"), default=timezone.now)
    revision_id = models.BigIntegerField(null=True, editable=False)  # so that it is told once

    class Meta:
        verbose_name = _("changement d’un mini-guide")
        verbose_name_plural = _("changements des mini-guides")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["guide", "number"], name="guide_version_unique")]

    def __str__(self):
        return f"{self.number} – {self.reason}"


class TellsChanges(models.Model):
    """Abstract: a page whose publication may be told to readers, whatever door it comes by."""

    change_note = models.CharField(
        _("ce qui change, pour les lecteurs"),
        max_length=250,
        blank=True,
        help_text=_(
            "« Le barème de 2026 remplace celui de 2024. » Laissez vide pour une correction de forme : "
            "la version ne change pas, et l’historique n’en parle pas."
        ),
    )

    class Meta:
        abstract = True

    def changed_guide(self):
        """The guide whose history tells of this page."""
        raise NotImplementedError

    def publish(self, revision, *args, **kwargs):
        """Publish as Wagtail does, then tell the change if its author gave a reason."""
        was_live = self.live
        with transaction.atomic():
            done = super().publish(revision, *args, **kwargs)
            page = revision.as_object()
            if page.change_note and (was_live or page.first_published_at):
                tell_change(page, page.change_note, revision.pk)
        return done


def tell_change(page, reason, revision_id=None):
    """Add a change to a page's guide, once a revision: the version goes up by one."""
    from guides.models import GuidePage

    guide = GuidePage.objects.select_for_update().get(pk=page.changed_guide().pk)
    if revision_id and guide.changes.filter(revision_id=revision_id).exists():
        return None
    part = "" if page.pk == guide.pk else page.title
    change = guide.changes.create(number=guide.version + 1, part=part, reason=reason, revision_id=revision_id)
    sync_pages([GuidePage.objects.get(pk=guide.pk)])  # whose entry tells its history
    return change
