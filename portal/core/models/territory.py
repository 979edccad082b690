"""The places of the territory: valleys, EPCIs, communes and the communes they absorbed.

Facts come from INSEE, DGCL and La Poste (vintage 2026) and IGN ADMIN EXPRESS (2018); sources and licences are in
portal/core/data/territory/LICENCE_SOURCES.md. Rows are written by `manage.py load_territory`. Points are WGS84 degrees.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Valley(models.Model):
    """A part of the territory as its inhabitants name it: our own convention, kept by the coordinators."""

    slug = models.SlugField(_("identifiant d’adresse"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    sort_order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        app_label = "core"
        ordering = ["sort_order", "name"]
        verbose_name = _("vallée")
        verbose_name_plural = _("vallées")

    def __str__(self):
        return self.name


class Epci(models.Model):
    """An intercommunality (CC or CA). `outline` covers its communes of 04 and 05 only; null outside the territory."""

    siren = models.CharField(_("SIREN"), max_length=9, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("identifiant d’adresse"), max_length=120, unique=True)
    outline = models.JSONField(_("contour (géométrie GeoJSON)"), null=True, blank=True, editable=False)

    class Meta:
        app_label = "core"
        ordering = ["name"]
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")

    def __str__(self):
        return self.name


class CommuneQuerySet(models.QuerySet):
    def in_territory(self):
        """Communes of the Hautes-Alpes and of the Ubaye valley: those the portal serves."""
        return self.filter(in_territory=True)

    def with_town_hall(self):
        """Communes whose town hall has a point, so that can be put on a map."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def with_outline(self):
        """Load the outline with the row; by default it is left in the database until read."""
        return self.defer(None)


class CommuneManager(models.Manager.from_queryset(CommuneQuerySet)):
    """Leaves `outline` (about 1 KB a row) in the database.

    `select_related("commune")` does not go through managers: add `.defer("commune__outline")` there.
    """

    def get_queryset(self):
        return super().get_queryset().defer("outline")


class Commune(models.Model):
    """A commune of the departments 04 and 05 (INSEE 2026)."""

    class Department(models.TextChoices):
        ALPES_DE_HAUTE_PROVENCE = "04", _("Alpes-de-Haute-Provence")
        HAUTES_ALPES = "05", _("Hautes-Alpes")

    code_insee = models.CharField(_("code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    slug = models.SlugField(
        _("identifiant d’adresse"), max_length=80, unique=True, help_text=_("Ne change plus une fois la commune créée.")
    )
    department = models.CharField(_("département"), max_length=2, choices=Department.choices)
    in_territory = models.BooleanField(_("dans le territoire du portail"), default=False)
    epci = models.ForeignKey(
        Epci,
        verbose_name=_("intercommunalité"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
    )
    valley = models.ForeignKey(
        Valley,
        verbose_name=_("vallée"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
    )
    postal_codes = models.JSONField(_("codes postaux"), default=list, blank=True)
    population = models.PositiveIntegerField(_("population (habitants)"), default=0)
    latitude = models.FloatField(_("latitude de la mairie (degrés)"), null=True, blank=True)
    longitude = models.FloatField(_("longitude de la mairie (degrés)"), null=True, blank=True)
    outline = models.JSONField(_("contour (géométrie GeoJSON)"), null=True, blank=True, editable=False)

    objects = CommuneManager()

    class Meta:
        app_label = "core"
        base_manager_name = "objects"  # so that `structure.commune` leaves the outline too
        ordering = ["slug"]  # the French order on every database: SQLite sorts É after Z
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        indexes = [models.Index(fields=["in_territory", "slug"], name="commune_territory_slug")]
        constraints = [
            models.CheckConstraint(
                name="commune_point_whole_or_absent",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,  # a range compared with NULL is NULL, which a constraint lets through
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def point(self):
        """(latitude, longitude) of the town hall, to about 100 m; None where unknown (most of 04)."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class FormerCommune(models.Model):
    """A commune merged into another one, whose name people still use and search for."""

    code_insee = models.CharField(_("ancien code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    commune = models.ForeignKey(
        Commune, verbose_name=_("commune actuelle"), on_delete=models.CASCADE, related_name="former_communes"
    )

    class Meta:
        app_label = "core"
        ordering = ["name", "code_insee"]
        verbose_name = _("ancienne commune")
        verbose_name_plural = _("anciennes communes")

    def __str__(self):
        return self.name
