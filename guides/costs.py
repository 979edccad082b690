"""What a story cost, by band: people look for what is within their reach, not for an amount."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CostBand(models.TextChoices):
    NONE = "sans-argent", _("sans dépenser")
    SMALL = "moins-de-1000", _("moins de 1 000 €")
    MIDDLE = "1000-a-10000", _("de 1 000 à 10 000 €")
    LARGE = "10000-a-50000", _("de 10 000 à 50 000 €")
    HUGE = "plus-de-50000", _("50 000 € et plus")


BOUNDS = ((0, CostBand.NONE), (999, CostBand.SMALL), (9_999, CostBand.MIDDLE), (49_999, CostBand.LARGE))


def band_of(euros):
    """The CostBand of a total in euros; None when it is not known."""
    if euros is None:
        return None
    return next((band for most, band in BOUNDS if euros <= most), CostBand.HUGE)
