"""The territory: loading its places, drawing its outline, gathering what is found there on a map."""

from django.utils.translation import gettext_lazy as _

# Required by the Licence Ouverte wherever the map or the data is shown.
ATTRIBUTION = _(
    "Données : INSEE, DGCL, La Poste (via Etalab, Licence Ouverte 2.0) ; contours IGN ADMIN EXPRESS (Licence Ouverte)"
)
