"""The page of an event."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from agenda.editor.form import EventForm
from agenda.engine import RuleError, Schedule, expand, parse_rule
from agenda.engine.clocks import HERE, to_wall
from agenda.entry import EventEntry
from agenda.event_page import event_context
from agenda.models.event_parts import EventTag
from agenda.panels import EVENT_PANELS, EVENT_PROMOTE_PANELS
from agenda.rebuild import write_dates
from agenda.reserved import RESERVED
from agenda.visibility import ReadByItsNetwork, follow_visibility
from directory.models import StructurePage
from directory.point import point_errors
from portal.core.blocks import BodyBlock
from portal.core.models import BasePage

FIRST_YEAR, LAST_YEAR = 2000, 2100


class EventPage(ReadByItsNetwork, EventEntry, BasePage):
    """Something that happens, once or again and again; `occurrences` are its times, made from its schedule.

    It lives under the structure that organises it, or straight under the agenda. start and end are aware; for whole
    days they are midnights, the end excluded. rdates and exdates: wall-clock starts ("2026-12-05T14:00") in `zone`.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmé")
        TENTATIVE = "tentative", _("à confirmer")
        CANCELLED = "cancelled", _("annulé")
        POSTPONED = "postponed", _("reporté")
        FULL = "full", _("complet")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("tout le monde")
        NETWORK = "network", _("le réseau seulement (réservez la date)")

    class Price(models.TextChoices):
        UNKNOWN = "", _("on ne sait pas")
        FREE = "free", _("gratuit")
        OPEN = "open", _("prix libre")
        PAID = "paid", _("payant")

    class Language(models.TextChoices):
        FRENCH = "fr", _("français")
        ITALIAN = "it", _("italien")
        ENGLISH = "en", _("anglais")
        OCCITAN = "oc", _("occitan")
        SIGNS = "lsf", _("langue des signes française")
        OTHER = "other", _("autre")

    class School(models.TextChoices):
        ALWAYS = "", _("vacances scolaires ou non")
        EXCEPT = "except", _("hors vacances scolaires")
        ONLY = "only", _("pendant les vacances scolaires seulement")

    # When
    start = models.DateTimeField(_("début"))
    end = models.DateTimeField(_("fin"))
    all_day = models.BooleanField(_("toute la journée"), default=False)
    zone = models.CharField(max_length=64, default=HERE, editable=False)
    rrule = models.CharField(_("répétition"), max_length=500, blank=True)
    rdates = models.JSONField(_("autres dates"), default=list, blank=True)
    exdates = models.JSONField(_("sauf le"), default=list, blank=True)
    school = models.CharField(_("vacances scolaires (zone B)"), max_length=6, choices=School, blank=True)
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.CONFIRMED)
    former_start = models.DateTimeField(_("date d’abord annoncée"), null=True, blank=True)
    # The series that this one goes on with: « cette date et les suivantes ».
    continues = models.ForeignKey(
        "self",
        verbose_name=_("suite de"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="continued_by",
    )

    # Who
    organiser = models.ForeignKey(
        "directory.StructurePage",
        verbose_name=_("structure organisatrice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    co_organisers = ParentalManyToManyField(
        "directory.StructurePage", verbose_name=_("avec"), blank=True, related_name="co_organised_events"
    )
    visibility = models.CharField(_("qui le voit"), max_length=7, choices=Visibility, default=Visibility.PUBLIC)

    # What
    categories = ParentalManyToManyField(
        "core.EventCategory", verbose_name=_("catégories"), blank=True, related_name="events"
    )
    tags = ClusterTaggableManager(through=EventTag, verbose_name=_("mots-clés"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("description"), blank=True)
    audiences = ParentalManyToManyField("core.Audience", verbose_name=_("publics"), blank=True, related_name="events")
    age_min = models.PositiveSmallIntegerField(
        _("à partir de (ans)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_max = models.PositiveSmallIntegerField(
        _("jusqu’à (ans)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    language = models.CharField(_("langue"), max_length=5, choices=Language, default=Language.FRENCH)

    # Where
    at_structure = models.ForeignKey(
        "directory.StructurePage",
        verbose_name=_("chez une structure"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events_hosted",
    )
    place = models.ForeignKey(
        "agenda.Place",
        verbose_name=_("lieu connu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    place_name = models.CharField(
        _("lieu"), max_length=150, blank=True, help_text=_("Le nom de la salle, si elle n’est pas dans la liste.")
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True, help_text=_("Numéro et rue, sans la commune."))
    commune = models.ForeignKey(
        "core.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    online_url = models.URLField(_("adresse en ligne"), blank=True, help_text=_("Pour y assister à distance."))
    # The five disabilities, named as OpenAgenda does.
    access_mi = models.BooleanField(_("handicap moteur"), default=False)
    access_hi = models.BooleanField(_("handicap auditif"), default=False)
    access_vi = models.BooleanField(_("handicap visuel"), default=False)
    access_pi = models.BooleanField(_("handicap psychique"), default=False)
    access_ii = models.BooleanField(_("handicap intellectuel"), default=False)

    # How
    price = models.CharField(_("tarif"), max_length=4, choices=Price, blank=True)
    price_text = models.CharField(_("précisions sur le tarif"), max_length=200, blank=True)
    booking_url = models.URLField(_("inscription en ligne"), blank=True)
    booking_email = models.EmailField(_("inscription par courriel"), blank=True, help_text=_("Il sera affiché."))
    booking_phone = models.CharField(_("inscription par téléphone"), max_length=20, blank=True)
    seats = models.PositiveIntegerField(_("nombre de places"), null=True, blank=True)
    contact = models.CharField(
        _("contact"), max_length=200, blank=True, help_text=_("Affiché tel quel : nom, téléphone ou courriel.")
    )

    # Upkeep
    uid = models.CharField(max_length=255, blank=True, editable=False, db_index=True)  # that of the feed it came from
    source = models.CharField(_("source"), max_length=200, blank=True, editable=False)
    is_fictional = models.BooleanField(_("exemple fictif"), default=False, editable=False)

    parent_page_types = ["agenda.AgendaIndexPage", "directory.StructurePage"]
    subpage_types = []
    exclude_fields_in_copy = ["uid", "continues"]

    base_form_class = EventForm
    content_panels = EVENT_PANELS
    promote_panels = EVENT_PROMOTE_PANELS
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("place_name"),
        index.SearchField("body"),
        index.FilterField("start"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("body"),
        TranslatableField("price_text"),
        SynchronizedField("place_name"),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                *("start", "end", "all_day", "rrule", "rdates", "exdates", "school", "status", "former_start"),
                *("organiser", "co_organisers", "visibility", "categories", "tags", "audiences", "at_structure"),
                *("place", "address", "commune", "online_url", "booking_url", "booking_email", "booking_phone"),
                *("contact", "date_changes", "files"),
            )
        ),
    ]

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")

    def clean(self):
        super().clean()
        errors = point_errors(self.latitude, self.longitude)
        if self.slug in RESERVED:
            errors["slug"] = _("« %s » est une adresse du portail : donnez-en une autre.") % self.slug
        if self.start and self.end and self.end < self.start:
            errors["end"] = _("La fin est avant le début.")
        if self.start and not FIRST_YEAR <= self.start.year <= LAST_YEAR:
            errors["start"] = _("Cette année-là est hors de l’agenda.")
        if self.age_min and self.age_max and self.age_max < self.age_min:
            errors["age_max"] = _("C’est moins que l’âge minimum.")
        try:
            if self.start and self.end:
                self.schedule()
        except RuleError as problem:
            errors["rrule"] = str(problem)
        except (TypeError, ValueError):
            errors["rdates"] = _("Une des dates n’est pas lisible.")
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """A whole save is a publication, or a page that is not public yet: its dates and its readers follow."""
        if kwargs.get("update_fields") is not None:
            return super().save(*args, **kwargs)
        before = EventPage.objects.filter(pk=self.pk).values_list("visibility", flat=True).first() if self.pk else None
        super().save(*args, **kwargs)
        write_dates([self])
        follow_visibility(self, before)

    # -- When ---------------------------------------------------------------------------------------------------------
    def schedule(self):
        """What the engine knows of it. Raises RuleError for a rule that cannot be read."""
        return Schedule(
            start=to_wall(self.start, self.zone),
            end=to_wall(self.end, self.zone),
            all_day=self.all_day,
            rule=parse_rule(self.rrule) if self.rrule else None,
            dates=tuple(map(datetime.fromisoformat, self.rdates)),
            exceptions=tuple(map(datetime.fromisoformat, self.exdates)),
            school=self.school,
            zone=self.zone,
        )

    def moments(self, now=None):
        """Return the engine's moments, from the page as it is in memory: a draft's too."""
        changes = [row.as_change() for row in self.date_changes.all()]
        return expand(self.schedule(), changes, now=now or timezone.now())

    @property
    def repeats(self):
        return bool(self.rrule or self.rdates)

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def global_uid(self):
        """The UID that calendars know it by, the same in every language and for ever."""
        return self.uid or str(self.translation_key)

    # -- Who and where ------------------------------------------------------------------------------------------------
    def get_organiser(self):
        """The structure that organises: the one named, else the one whose page the event was written under."""
        if self.organiser:
            return self.organiser
        parent = self.get_parent().specific
        return parent if isinstance(parent, StructurePage) else None

    @property
    def host(self):
        """The structure where it takes place, None when visitors may not know of it (one query when there is one)."""
        page = self.at_structure
        return page if page and page.live and not page.get_view_restrictions().exists() else None

    def get_commune(self):
        """The commune: the event's own, else that of its place."""
        if self.commune:
            return self.commune
        place = self.place or self.host
        return place.commune if place else None

    @property
    def point(self):
        """(latitude, longitude) in WGS84 degrees: its own, else its place's, else the town hall's; or None."""
        if self.latitude is not None:
            return self.latitude, self.longitude
        place = self.place or self.host
        if place and place.point:
            return place.point
        return self.commune.point if self.commune else None

    @property
    def where(self):
        """The name of the place in words, "" when only the commune is known."""
        if self.place:
            return self.place.name
        host = self.host
        return host.title if host else self.place_name

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | event_context(self, request)
