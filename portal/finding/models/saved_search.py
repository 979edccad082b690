"""A search that somebody follows by e-mail, without an account."""

import secrets
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 80  # characters


def new_token():
    """What stops an alert: nobody can guess it.

    Kept as it is, for every mail has to say it again. Whoever could read it here would also read the address beside it,
    and it can do nothing but erase its row; what confirms an alert is signed with the site's key, and kept nowhere.
    """
    return secrets.token_urlsafe(24)


def key_of(email, query, language):
    """What makes the same address and the same search one row, however long they are."""
    return sha256(f"{email}\n{language}\n{query}".encode()).hexdigest()


class SavedSearchQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def due(self, now):
        """Those whose mail should leave by now, those that wait longest first."""
        return self.confirmed().filter(next_at__lte=now).order_by("next_at", "pk")


class SavedSearch(models.Model):
    """An alert: who asked, for which search, how often; and what was already told.

    The e-mail is personal data: no list, no log and no screen shows it, and the row goes when its alert stops.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("chaque jour")
        WEEKLY = "weekly", _("chaque semaine")

    email = models.EmailField(_("courriel"), db_index=True)
    query = models.TextField(_("recherche"))  # as the address of the results page writes it
    words = models.CharField(_("mots cherchés"), max_length=LONGEST_WORDS, blank=True)  # folded: to count by search
    language = models.CharField(_("langue"), max_length=10)
    key = models.CharField(max_length=64, unique=True, editable=False)
    token = models.CharField(max_length=40, unique=True, editable=False, default=new_token)
    frequency = models.CharField(_("fréquence"), max_length=6, choices=Frequency, default=Frequency.WEEKLY)

    created_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    asked_at = models.DateTimeField(_("confirmation demandée le"), null=True, db_index=True)
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True)
    ends_at = models.DateTimeField(_("prend fin le"), null=True)
    next_at = models.DateTimeField(_("prochain courriel"), null=True, db_index=True)
    sent_at = models.DateTimeField(_("nouveautés dites jusqu’au"), null=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("recherche suivie")
        verbose_name_plural = _("recherches suivies")
        default_permissions = ()  # nobody reads them in the admin
        indexes = [models.Index(fields=["words", "language"], name="saved_search_by_words")]

    def __str__(self):
        return self.query
