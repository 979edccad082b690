"""The public catalogue: one flat row a live, public page. Pages are written, entries are read."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.fields import FoldedField
from portal.search.words import words_of


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
    # Of two entries that say the words as prominently, the heavier comes first: see BasePage.entry_weight.
    weight = models.SmallIntegerField(_("poids"), default=0)

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


class EntryText(models.Model):
    """What may be searched of an entry, as people read it: its terms are made of it, and excerpts cut from it."""

    entry = models.OneToOneField(
        Entry, verbose_name=_("entrée"), on_delete=models.CASCADE, primary_key=True, related_name="text"
    )
    names = models.TextField(_("noms, un par ligne"), blank=True)
    place = models.TextField(_("lieu"), blank=True)
    key_words = models.TextField(_("mots-clés"), blank=True)
    body = models.TextField(_("texte"), blank=True)

    PARTS = ["names", "place", "key_words", "body"]

    class Meta:
        verbose_name = _("texte du catalogue")
        verbose_name_plural = _("textes du catalogue")

    def __str__(self):
        return self.names.partition("\n")[0]


class KnownWord(models.Model):
    """A word of the catalogue in a language: what a misspelt one is compared with. None leaves before a rebuild."""

    language = models.CharField(_("langue"), max_length=10)
    word = models.CharField(_("mot de l’index"), max_length=40)
    shown = models.CharField(_("mot"), max_length=40)
    in_name = models.BooleanField(_("dans un nom"), default=False)

    class Meta:
        verbose_name = _("mot connu")
        verbose_name_plural = _("mots connus")
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="known_word_once")]

    def __str__(self):
        return self.shown


class Synonym(models.Model):
    """What people type, and what it means: « asso », « association »; « GE », « groupement d’employeurs »."""

    typed = models.CharField(
        _("ce que l’on tape"), max_length=60, help_text=_("Un mot, un sigle ou quelques mots : « asso », « GE ».")
    )
    meant = models.CharField(
        _("ce que cela veut dire"), max_length=120, help_text=_("« association », « groupement d’employeurs ».")
    )
    both_ways = models.BooleanField(
        _("dans les deux sens"),
        default=True,
        help_text=_("Chercher l’un trouve aussi l’autre ; décochez si seul le premier doit trouver le second."),
    )

    class Meta:
        verbose_name = _("synonyme de recherche")
        verbose_name_plural = _("synonymes de recherche")
        ordering = ["typed"]
        constraints = [models.UniqueConstraint(fields=["typed", "meant"], name="synonym_once")]

    def __str__(self):
        return f"{self.typed} = {self.meant}"

    def clean(self):
        typed, meant = words_of(self.typed), words_of(self.meant)
        if not typed or not meant:
            raise ValidationError(_("Il faut au moins un mot de chaque côté."))
        if typed == meant:
            raise ValidationError(_("Pour la recherche, les deux côtés sont déjà le même mot."))


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


class OutsideIndex(models.Model):
    """How far the outside index (SEARCH_URL) has taken the catalogue in: one row a name of index.

    problem, failed_at: what the last tries say, and since when; busy_until: a rebuild is under way, and gave a sign of
    life less than two minutes ago.
    """

    name = models.CharField(_("nom"), max_length=100, unique=True)
    index = models.CharField(_("index derrière ce nom"), max_length=150, blank=True)
    version = models.PositiveBigIntegerField(_("version du catalogue"), default=0)
    followed_at = models.DateTimeField(_("à jour le"), null=True)
    failed_at = models.DateTimeField(_("en panne depuis"), null=True)
    problem = models.CharField(_("problème"), max_length=300, blank=True)
    busy_until = models.DateTimeField(_("reconstruction en cours jusqu’à"), null=True)

    class Meta:
        verbose_name = _("index extérieur")
        verbose_name_plural = _("index extérieurs")

    def __str__(self):
        return self.name
