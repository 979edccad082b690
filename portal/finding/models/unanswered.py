"""What was searched for and not found, month by month, and what visitors say is missing. Nobody’s name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.finding.models.saved_search import LONGEST_WORDS

LONGEST_WISH = 500  # characters


class UnansweredSearch(models.Model):
    """The same words, in one language and one month. A month and a last day: nothing finer says when, nothing says who.

    It counts 0 when a visitor said what is missing without the search having been counted.
    """

    words = models.CharField(_("mots cherchés"), max_length=LONGEST_WORDS, blank=True)  # folded
    language = models.CharField(_("langue"), max_length=10)
    month = models.DateField(_("mois"))  # its first day
    count = models.PositiveIntegerField(_("fois"), default=0)
    understood = models.CharField(_("compris comme"), max_length=120, blank=True)
    created_on = models.DateField(_("d’abord le"), db_index=True)
    last_on = models.DateField(_("la dernière fois le"), db_index=True)
    is_open = models.BooleanField(_("à traiter"), default=True)
    handled_on = models.DateField(_("traitée le"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="handled_searches",
        verbose_name=_("traitée par"),
    )

    class Meta:
        verbose_name = _("recherche sans réponse")
        verbose_name_plural = _("recherches sans réponse")
        default_permissions = ()  # for the coordination: portal/finding/missing/report.py
        constraints = [models.UniqueConstraint(fields=["words", "language", "month"], name="unanswered_once_a_month")]

    def __str__(self):
        return self.words


class Wish(models.Model):
    """What a visitor says is missing, e-mails and numbers blanked, under the words that were searched."""

    search = models.ForeignKey(UnansweredSearch, on_delete=models.CASCADE, related_name="wishes")
    text = models.CharField(_("ce qui manque"), max_length=LONGEST_WISH)
    written_on = models.DateField(_("reçu le"), db_index=True)

    class Meta:
        verbose_name = _("souhait de visiteur")
        verbose_name_plural = _("souhaits de visiteurs")
        default_permissions = ()
        ordering = ["-written_on", "-pk"]

    def __str__(self):
        return self.text
