"""How much a file may hold, and the sentences that say where it holds more."""

import re
import unicodedata

from django.utils.translation import gettext as _

from directory.imports.problems import ImportRefused

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELL = 20_000  # characters
# Characters that no text needs and that PostgreSQL (NUL) or XML refuse.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")


def check_size(size):
    if size > MAX_BYTES:
        raise ImportRefused(
            _("Le fichier pèse %(size)d Mo : %(most)d Mo au plus. Coupez-le en plusieurs.")
            % {"size": -(-size // 1024**2), "most": MAX_BYTES // 1024**2}
        )
    if not size:
        raise ImportRefused(_("Le fichier est vide."))


def check_columns(columns):
    if len(columns) > MAX_COLUMNS:
        raise ImportRefused(
            _("Ligne 1 : plus de %(most)d colonnes ; la première de trop est « %(name)s ». Supprimez celles en trop.")
            % {"most": MAX_COLUMNS, "name": columns[MAX_COLUMNS][:60]}
        )


def check_row_count(count, number):
    """count: rows read so far; number: that of the last one in its file."""
    if count > MAX_ROWS:
        raise ImportRefused(
            _("Ligne %(row)d : plus de %(most)d lignes. Coupez le fichier en plusieurs.")
            % {"row": number, "most": MAX_ROWS}
        )


def too_long(number, column, length):
    return _("Ligne %(row)d, colonne « %(column)s » : %(length)d caractères, %(most)d au plus.") % {
        "row": number,
        "column": column,
        "length": length,
        "most": MAX_CELL,
    }


def tidy(text):
    """The text in composed Unicode, without control characters nor blanks around it."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()
