"""Strict reading of the environment: what is unknown or missing is an error that names the variable.

Every variable may also be given as `<NAME>_FILE`, the path of a file that holds the value (Docker and systemd secrets).
"""

import os
import warnings
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on", "oui"}
_FALSE = {"0", "false", "no", "off", "non"}


def text(name, default=None):
    """Return the variable's value; without a default, a missing or empty one raises ImproperlyConfigured."""
    value = _read(name)
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"La variable d’environnement {name} (ou {name}_FILE) manque. Elle est obligatoire hors du mode de "
            "démonstration ; voir docs/deploiement.md."
        )
    return default


def boolean(name, default):
    """Return True or False; any other word than those of this module is an error, never a silent False."""
    value = _read(name)
    if not value:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} vaut « {value} » : écrire true ou false.")


def integer(name, default):
    """Return a whole number, zero or more."""
    value = _read(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} vaut « {value} » : écrire un nombre entier, zéro ou plus.")
    return int(value)


def choice(name, default, allowed):
    value = text(name, default).upper()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} vaut « {value} » : écrire {', '.join(allowed)}.")
    return value


def url(name, default, parse, required=None):
    """Return what `parse` makes of the variable; an address that it does not know is an error that names the variable.

    required: a key that the parsed settings must have. The value is never repeated: it may hold a password.
    """
    value = text(name, default)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an unknown engine is only a warning to django-environ
            parsed = parse(value)
    except (ImproperlyConfigured, KeyError, ValueError, UserWarning) as error:
        raise ImproperlyConfigured(f"{name} n’est pas une adresse comprise ({type(error).__name__}).") from None
    if required and required not in parsed:
        raise ImproperlyConfigured(f"{name} n’est pas une adresse comprise : voir docs/deploiement.md.")
    return parsed


def secret(name, length):
    """Return a secret of at least `length` characters."""
    value = text(name)
    if len(value) < length:
        raise ImproperlyConfigured(f"{name} est trop courte : au moins {length} caractères tirés au hasard.")
    return value


def words(name, default=None):
    """Return the comma-separated values of the variable as a list."""
    value = text(name, None if default is None else ",".join(default) or " ")
    found = [word.strip() for word in value.split(",") if word.strip()]
    if not found and default is None:
        raise ImproperlyConfigured(f"{name} vaut « {value} » : donner au moins une valeur.")
    return found


def _read(name):
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return os.environ.get(name, "").strip()
    if os.environ.get(name):
        raise ImproperlyConfigured(f"{name} et {name}_FILE sont données toutes les deux : n’en garder qu’une.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE : impossible de lire {path} ({error}).") from None
