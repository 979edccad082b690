"""Models that every room stands on."""

from portal.core.models.image import PortalImage, PortalRendition
from portal.core.models.pages import BasePage
from portal.core.models.territory import Commune, Epci, FormerCommune, Valley
from portal.core.models.user import User
from portal.core.models.vocabulary import Audience, EventCategory, FieldOfActivity, Label, LegalFamily, Term

__all__ = [
    "Audience",
    "BasePage",
    "Commune",
    "Epci",
    "EventCategory",
    "FieldOfActivity",
    "FormerCommune",
    "Label",
    "LegalFamily",
    "PortalImage",
    "PortalRendition",
    "Term",
    "User",
    "Valley",
]
