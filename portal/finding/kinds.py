"""What can be found, in the order of the tabs: the value of `?type=`, the catalogue's kind, and how people call it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Kind(NamedTuple):
    """value: in addresses; name: of the catalogue; label: of a tab; one: of a result."""

    value: str
    name: str
    label: str
    one: str


KINDS = (
    Kind("structure", "structure", _("Structures"), _("Structure")),
    Kind("evenement", "event", _("Événements"), _("Événement")),
    Kind("mini-guide", "guide", _("Mini-guides"), _("Mini-guide")),
    Kind("initiative", "story", _("Initiatives"), _("Initiative")),
    Kind("page", "page", _("Pages"), _("Page")),
)
BY_VALUE = {kind.value: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
