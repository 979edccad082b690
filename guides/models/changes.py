"""What changed in a guide and why, as its readers are told: a version a change."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

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
    """Abstract: a page whose publication may be told to readers, whatever door it comes by.

    Wagtail has many doors (the editor, workflows, schedules, bulk actions, its API) and not all of them call
    `publish`; all of them save a page whose `live_revision` is new. The note is spent by that save: what is published
    next starts without one.
    """

    change_note = models.CharField(
        _("ce qui change, pour les lecteurs"),
        max_length=250,
        blank=True,
        help_text=_(
            "« Le barème de 2026 remplace celui de 2024. » Laissez vide pour une correction de forme : "
            "la version ne change pas, et l’historique n’en parle pas."
        ),
    )

    exclude_fields_in_copy = ["change_note"]

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        before = self._before_publication()
        if before is None:
            return super().save(*args, **kwargs)
        note, self.change_note = self.change_note, ""
        _locked(self.changed_guide())  # first of all: whoever publishes another part waits here, and not half way
        done = super().save(*args, **kwargs)
        _forget_note(self, note)
        if before["first_published_at"]:
            tell_change(self, note, self.live_revision_id)
        return done

    def changed_guide(self):
        """The guide whose history tells of this page."""
        raise NotImplementedError

    def _before_publication(self):
        """What was public, when this save publishes a revision that has a note; None for any other save."""
        if self.alias_of_id:
            self.change_note = ""  # the page that it repeats tells its changes
        if not (self.pk and self.live and self.live_revision_id and self.change_note):
            return None
        row = type(self).objects.filter(pk=self.pk).values("live_revision_id", "first_published_at").first()
        return row if row and row["live_revision_id"] != self.live_revision_id else None


def _locked(guide):
    """The guide's row, held until the transaction ends: its versions are counted one at a time."""
    return type(guide).objects.select_for_update().get(pk=guide.pk)


def _forget_note(page, note):
    """Take a spent note out of the published revision, and of the drafts that were written since from it."""
    kept = Revision.objects.for_instance(page).filter(pk__gte=page.live_revision_id, content__change_note=note)
    for revision in kept:
        Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"change_note": ""})


@transaction.atomic
def tell_change(page, reason, revision_id=None):
    """Add a change to a page's guide, once a revision: the version goes up by one. Returns it, or None."""
    guide = _locked(page.changed_guide())
    if revision_id and guide.changes.filter(revision_id=revision_id).exists():
        return None
    part = "" if page.pk == guide.pk else page.title
    change = guide.changes.create(number=guide.version + 1, part=part, reason=reason, revision_id=revision_id)
    sync_pages([type(guide).objects.get(pk=guide.pk)])  # whose entry tells its history
    return change
