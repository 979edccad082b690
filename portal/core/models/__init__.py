"""Models that every room stands on."""

from portal.core.models.image import PortalImage, PortalRendition
from portal.core.models.pages import BasePage
from portal.core.models.territory import Commune, Epci, FormerCommune, Valley
from portal.core.models.user import User
from portal.core.models.vocabulary import (
    Audience,
    CooperationField,
    EventCategory,
    FieldOfActivity,
    GlossaryTerm,
    Label,
    LegalFamily,
    StructureSize,
    Term,
)

__all__ = [
    "Audience",
    "BasePage",
    "Commune",
    "CooperationField",
    "Epci",
    "EventCategory",
    "FieldOfActivity",
    "FormerCommune",
    "GlossaryTerm",
    "Label",
    "LegalFamily",
    "PortalImage",
    "PortalRendition",
    "StructureSize",
    "Term",
    "User",
    "Valley",
]
