"""The public catalogue: one flat row a live, public page. Pages are written, entries are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.fields import FoldedField


class EntryQuerySet(models.QuerySet):
    def listed(self):
        """Entries that visitors may see; the others only remain so that other processes learn that they are gone."""
        return self.filter(is_listed=True)


class Entry(models.Model):
    """What the public reads of one page: its card, its facets, its point. Written by portal.search.sync only.

    `page_id` is no foreign key: the entry outlives its page as a tombstone (is_listed=False) until the next rebuild.
    """

    page_id = models.PositiveBigIntegerField(_("page"), unique=True)
    kind = models.CharField(_("genre"), max_length=20)
    language = models.CharField(_("langue"), max_length=10)
    is_listed = models.BooleanField(_("public"), default=True)
    version = models.PositiveBigIntegerField(_("version"), db_index=True)

    url = models.CharField(_("adresse"), max_length=600, db_index=True)
    title = models.CharField(_("titre"), max_length=255)
    sort_name = FoldedField(_("nom, pour le classement"), source="title")
    summary = models.CharField(_("résumé"), max_length=300, blank=True)
    card = models.JSONField(_("carte"), default=dict)
    facets = models.JSONField(_("facettes"), default=dict)
    data = models.JSONField(_("données publiques"), default=dict)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    verified_on = models.DateField(_("vérifié le"), null=True)
    listed_at = models.DateTimeField(_("inscrit le"), null=True)
    changed_at = models.DateTimeField(_("changé le"), null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée du catalogue")
        verbose_name_plural = _("entrées du catalogue")
        indexes = [
            models.Index(fields=["kind", "language", "is_listed", "sort_name"], name="entry_by_name"),
            models.Index(fields=["kind", "language", "is_listed", "-listed_at"], name="entry_by_date"),
        ]

    def __str__(self):
        return self.title


class CatalogueState(models.Model):
    """One row: the version of the last change. Writers take it in turn, so versions are committed in order."""

    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("état du catalogue")
        verbose_name_plural = _("états du catalogue")

    def __str__(self):
        return str(self.version)


class CatalogueChange(models.Model):
    """What each of the last versions changed: `part` is a kind and language ("structure:fr") or "words".

    A version is a time in microseconds, never given twice: one that is not here any more belonged to a transaction that
    was rolled back, to a database that was replaced, or to before a rebuild.
    """

    version = models.PositiveBigIntegerField(db_index=True)
    part = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("changement du catalogue")
        verbose_name_plural = _("changements du catalogue")

    def __str__(self):
        return f"{self.version} {self.part}"
