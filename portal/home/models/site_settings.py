"""What the publisher says of itself, once for the whole site."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="cog", order=100)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """Name, contacts and social links of the site; what is empty does not show."""

    name = models.CharField(_("nom du site"), max_length=80, default="Altitudes Coopérantes")
    tagline = models.CharField(
        _("en une ligne"),
        max_length=160,
        blank=True,
        default="L’économie sociale et solidaire des Hautes-Alpes et de l’Ubaye",
    )
    contact_email = models.EmailField(_("courriel de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    security_contact = models.EmailField(
        _("courriel pour signaler une faille"),
        blank=True,
        help_text=_("Publié dans /.well-known/security.txt ; vide : le courriel de contact."),
    )
    tile_url = models.CharField(
        _("adresse d’un fond de carte"),
        max_length=250,
        blank=True,
        validators=[URLValidator(schemes=["https"], message=_("Une adresse qui commence par https://."))],
        help_text=_(
            "Vide (conseillé) : le contour dessiné par le site, sans aucune requête ailleurs. "
            "Sinon : https://…/{z}/{x}/{y}.png"
        ),
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("tagline")], _("Le site")),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("security_contact")], _("Contacts")
        ),
        InlinePanel("social_links", heading=_("Réseaux sociaux"), label=_("lien"), max_num=8),
        MultiFieldPanel([FieldPanel("tile_url")], _("Carte")),
    ]

    class Meta:
        verbose_name = _("réglages du site")


class SocialLink(Orderable):
    """An account of the publisher on a social network."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_links")
    title = models.CharField(_("réseau"), max_length=40)
    url = models.URLField(_("adresse"))

    panels = [FieldPanel("title"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("réseau social")
        verbose_name_plural = _("réseaux sociaux")

    def __str__(self):
        return self.title
