"""/agenda/export.csv and /agenda/openagenda.json."""

from django.views.decorators.http import require_safe

from agenda.exports.openagenda import openagenda_pieces
from agenda.exports.press import press_pieces
from agenda.exports.room import ROOM
from directory.exports.formats import Format

PRESS = Format("csv", "text/csv; charset=utf-8; header=present", press_pieces, kept=False)
OPENAGENDA = Format("openagenda.json", "application/json", openagenda_pieces, download=False)


@require_safe
@ROOM.conditional("press")
def press(request):
    return ROOM.sent(request, PRESS)


@require_safe
@ROOM.conditional("openagenda")
def openagenda(request):
    return ROOM.sent(request, OPENAGENDA)
