"""The point of a structure on the map: what cannot be one, in words that the server and the form's map share."""

from django.utils.translation import gettext_lazy as _

from portal.core.territory.projection import in_view, project

HALF = _("Donnez la latitude et la longitude, ou aucune des deux.")
SWAPPED = _("La latitude et la longitude semblent inversées.")
OUTSIDE = _("Ce point est hors du territoire : vérifiez les deux nombres, ou laissez-les vides.")


def point_errors(latitude, longitude):
    """{field: what is wrong}; nothing when both are None, or a point of the map (WGS84 degrees)."""
    if (latitude is None) != (longitude is None):
        return {"latitude" if latitude is None else "longitude": HALF}
    if latitude is None or in_view(*project(latitude, longitude)):
        return {}
    return {"latitude": SWAPPED if in_view(*project(longitude, latitude)) else OUTSIDE}
