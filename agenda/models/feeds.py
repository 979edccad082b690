"""Calendars that come in: subscriptions, what each run did, and what each feed last said of each event."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.event import EventPage


class Feed(models.Model):
    """A calendar that a structure, or (structure None) the coordination, has read again and again, or once from a file.

    It is a draft until `subscribed_at`. content: zlib, the bytes of the preview or of the file, until they are read.
    """

    class Rule(models.TextChoices):
        LOCAL = "local", _("garder ce qui a été modifié ici")
        FEED = "feed", _("toujours reprendre ce que dit le calendrier")

    structure = models.ForeignKey(
        "directory.StructurePage",
        verbose_name=_("structure"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="feeds",
    )
    name = models.CharField(_("nom"), max_length=100)
    url = models.CharField(_("adresse du calendrier"), max_length=1000, blank=True)
    file_name = models.CharField(_("fichier"), max_length=200, blank=True)
    rule = models.CharField(_("quand les deux diffèrent"), max_length=5, choices=Rule, default=Rule.LOCAL)
    category = models.ForeignKey(
        "core.EventCategory",
        verbose_name=_("catégorie"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    place = models.ForeignKey(
        "agenda.Place", verbose_name=_("lieu connu"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    commune = models.ForeignKey(
        "core.Commune", verbose_name=_("commune"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    visibility = models.CharField(
        _("qui voit les événements"),
        max_length=7,
        choices=EventPage.Visibility,
        default=EventPage.Visibility.PUBLIC,
    )
    interval = models.PositiveSmallIntegerField(
        _("relire toutes les (heures)"), default=6, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    is_active = models.BooleanField(_("relu régulièrement"), default=True)
    is_approved = models.BooleanField(_("publié sans relecture"), default=False)
    content = models.BinaryField(null=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0, editable=False)
    next_run_at = models.DateTimeField(_("prochaine lecture"), null=True, editable=False, db_index=True)
    subscribed_at = models.DateTimeField(_("abonné le"), null=True, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("calendrier suivi")
        verbose_name_plural = _("calendriers suivis")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def owner(self):
        """Whose calendar it is, in words."""
        return self.structure.title if self.structure else str(_("la coordination"))


class FeedRun(models.Model):
    """One reading of a feed: the journal. counts: {action: number of lines}."""

    class State(models.TextChoices):
        DONE = "done", _("lu")
        SAME = "same", _("rien de nouveau")
        FAILED = "failed", _("échec, rien n’a été écrit")

    feed = models.ForeignKey(Feed, verbose_name=_("calendrier"), on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(_("état"), max_length=6, choices=State)
    started_at = models.DateTimeField(_("le"), default=timezone.now)
    counts = models.JSONField(_("comptes"), default=dict)
    message = models.TextField(_("message"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("lecture d’un calendrier")
        verbose_name_plural = _("lectures de calendriers")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.feed} {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"


class FeedLine(models.Model):
    """What a run did with one event. event_id is no foreign key: the journal outlives the page."""

    class Action(models.TextChoices):
        NEW = "new", _("nouveau")
        CHANGED = "changed", _("modifié")
        KEPT = "kept", _("gardé tel qu’ici")
        GONE = "gone", _("disparu du calendrier")
        REFUSED = "refused", _("refusé")
        AMBIGUOUS = "ambiguous", _("ambigu")
        UNCHANGED = "unchanged", _("inchangé")

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="lines")
    action = models.CharField(_("action"), max_length=9, choices=Action)
    title = models.CharField(_("titre"), max_length=255)
    start = models.DateTimeField(_("début"), null=True)
    event_id = models.PositiveBigIntegerField(_("événement"), null=True)
    message = models.TextField(_("message"), blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("lignes du journal")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_action_display()} {self.title}"


class FeedItem(models.Model):
    """One event as a feed tells it. said: {field: value} of agenda.coming_in.values, as last read.

    event None: somebody deleted the page, the feed does not make it again. merged: another page tells it, the feed is
    heard no more. revision: the page's revision that the feed wrote last.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="items")
    uid = models.CharField(max_length=255)
    print = models.CharField(max_length=64, db_index=True)
    event = models.ForeignKey("agenda.EventPage", null=True, on_delete=models.SET_NULL, related_name="feed_items")
    said = models.JSONField(default=dict)
    merged = models.BooleanField(default=False)
    revision = models.PositiveBigIntegerField(null=True)
    last_seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(_("disparu le"), null=True)

    class Meta:
        verbose_name = _("événement d’un calendrier")
        verbose_name_plural = _("événements des calendriers")
        constraints = [models.UniqueConstraint(fields=["feed", "uid"], name="feed_item_once")]

    def __str__(self):
        return self.uid


class NotSameEvent(models.Model):
    """Two events that look alike and are two all the same; the smaller key first."""

    one = models.ForeignKey("agenda.EventPage", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("agenda.EventPage", on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(_("dit le"), auto_now_add=True)

    class Meta:
        verbose_name = _("paire d’événements différents")
        verbose_name_plural = _("paires d’événements différents")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="not_same_event_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="not_same_event_in_order"),
        ]

    def __str__(self):
        return f"{self.one} ≠ {self.other}"
