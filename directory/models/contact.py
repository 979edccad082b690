"""How to reach a structure: accounts on social networks, named people who agreed to appear, relayed messages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class SocialAccount(Orderable):
    """A structure's account on a social network."""

    structure = ParentalKey("directory.StructurePage", on_delete=models.CASCADE, related_name="social_accounts")
    network = models.CharField(_("réseau"), max_length=40)
    url = models.URLField(_("adresse"))

    panels = [FieldRowPanel([FieldPanel("network"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        verbose_name = _("compte sur un réseau social")
        verbose_name_plural = _("comptes sur les réseaux sociaux")

    def __str__(self):
        return self.network


class NamedContact(Orderable):
    """A person shown on the page: only with a consent that says who agreed, when, and to which words.

    Legal ground: GDPR article 6(1)(a) and article 7(1) (it must be demonstrable) and 7(3) (as easy to withdraw).
    """

    structure = ParentalKey("directory.StructurePage", on_delete=models.CASCADE, related_name="named_contacts")
    name = models.CharField(_("nom"), max_length=120)
    role = models.CharField(_("rôle"), max_length=120, blank=True)
    consent_given_on = models.DateField(_("accord donné le"))
    consent_recorded_by = models.CharField(_("accord recueilli par"), max_length=120)
    consent_text = models.TextField(
        _("ce à quoi la personne a dit oui"),
        help_text=_("Les mots mêmes de la demande, et comment retirer son accord."),
    )
    consent_withdrawn_on = models.DateField(
        _("accord retiré le"), null=True, blank=True, help_text=_("La personne cesse aussitôt d’apparaître.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("consent_given_on"), FieldPanel("consent_recorded_by")]),
        FieldPanel("consent_text"),
        FieldPanel("consent_withdrawn_on"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("personne à contacter")
        verbose_name_plural = _("personnes à contacter")

    def __str__(self):
        return self.name

    def clean(self):
        """Name, date, recorder and words are required fields; the dates must also make sense."""
        super().clean()
        given, withdrawn, today = self.consent_given_on, self.consent_withdrawn_on, timezone.localdate()
        if given and given > today:
            raise ValidationError({"consent_given_on": _("Cette date n’est pas encore arrivée.")})
        if given and withdrawn and withdrawn < given:
            raise ValidationError({"consent_withdrawn_on": _("L’accord ne peut être retiré avant d’être donné.")})


class ContactMessage(models.Model):
    """A message that waits for the coordination; the others are sent at once and never stored.

    Treated messages are erased after directory.contact.relay.KEPT_DAYS: they hold the sender's words and address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("à relire")
        SENT = "sent", _("transmis")
        REFUSED = "refused", _("refusé")

    class Reason(models.TextChoices):
        TRAP = "trap", _("le champ caché est rempli")
        FAST = "fast", _("envoyé trop vite pour une personne")
        LINKS = "links", _("beaucoup de liens")
        MAIL = "mail", _("le courrier n’est pas parti")

    structure = models.ForeignKey(
        "directory.StructurePage", verbose_name=_("pour"), on_delete=models.CASCADE, related_name="messages"
    )
    about = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("à propos de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )  # the story that it asks advice about; nothing for a message written from the structure's own page
    sender_name = models.CharField(_("nom"), max_length=120)
    sender_email = models.EmailField(_("courriel"))
    text = models.TextField(_("message"), max_length=4000)
    reason = models.CharField(_("pourquoi il attend"), max_length=10, choices=Reason, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.WAITING)
    written_at = models.DateTimeField(_("écrit le"), auto_now_add=True)
    treated_at = models.DateTimeField(_("traité le"), null=True, blank=True)

    class Meta:
        verbose_name = _("message relayé")
        verbose_name_plural = _("messages relayés")
        ordering = ["-written_at"]

    def __str__(self):
        return f"{self.sender_name} → {self.structure}"
