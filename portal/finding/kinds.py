"""What can be found, in the order of the tabs: the value of `?type=`, the catalogue's kind, and how people call it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class Kind(NamedTuple):
    """value: in addresses; name: of the catalogue; label: of a tab; one: of a result."""

    value: str
    name: str
    label: str
    one: str
    counted: str


KINDS = (
    Kind("structure", "structure", _("Structures"), _("Structure"), ngettext_lazy("%d structure", "%d structures")),
    Kind("evenement", "event", _("Événements"), _("Événement"), ngettext_lazy("%d événement", "%d événements")),
    Kind("mini-guide", "guide", _("Mini-guides"), _("Mini-guide"), ngettext_lazy("%d mini-guide", "%d mini-guides")),
    Kind("initiative", "story", _("Initiatives"), _("Initiative"), ngettext_lazy("%d initiative", "%d initiatives")),
    Kind("page", "page", _("Pages"), _("Page"), ngettext_lazy("%d page", "%d pages")),
)
BY_VALUE = {kind.value: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
