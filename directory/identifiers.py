"""Numbers that the State gives to organisations, checked with their control keys."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siren, siret

RNA = re.compile(r"W\d[0-9AB]\d{7}")  # W, the department (2A and 2B too), a number


def compact(value):
    """The number as it is kept: no space, no dot, capitals."""
    return re.sub(r"[\s.\-]", "", value or "").upper()


def check_siret(value):
    """Raise ValidationError unless it is 14 digits with the right key (Luhn; stdnum knows La Poste's own rule)."""
    try:
        siret.validate(value)
    except StdnumError:
        raise ValidationError(
            _("Le SIRET « %(value)s » n’est pas valable : 14 chiffres, dont une clé de contrôle. Vérifiez-le."),
            params={"value": value},
        ) from None


def check_siren(value):
    try:
        siren.validate(value)
    except StdnumError:
        raise ValidationError(
            _("Le SIREN « %(value)s » n’est pas valable : 9 chiffres, dont une clé de contrôle. Vérifiez-le."),
            params={"value": value},
        ) from None


def check_rna(value):
    """RNA has no key: only its form can be checked (arrêté du 14 octobre 2009)."""
    if not RNA.fullmatch(value):
        raise ValidationError(
            _("Le numéro RNA « %(value)s » n’est pas valable : un W suivi de 9 chiffres, par exemple W051000001."),
            params={"value": value},
        )


def is_phone(text):
    """Could one dial it? French unless it begins with a country's code; short ones too (39 49)."""
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number) or phonenumbers.is_valid_short_number_for_region(number, "FR")
