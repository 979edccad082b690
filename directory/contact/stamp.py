"""When a form was opened, signed: nobody can write in less than MIN_SECONDS, and a form lasts MAX_SECONDS."""

import time

from django.core import signing

SALT = "directory.contact"
MIN_SECONDS = 4
MAX_SECONDS = 12 * 60 * 60


class Expired(Exception):
    """The form stayed open too long."""


def stamp(structure_id, at=None):
    """Return the signed moment (seconds since the epoch, now by default) at which a form was opened."""
    return signing.dumps([structure_id, int(time.time() if at is None else at)], salt=SALT)


def is_too_fast(token, structure_id, now=None):
    """True for a form that no person can have filled: too soon, of another page, or not signed by us.

    Raises Expired when it is ours but too old.
    """
    now = time.time() if now is None else now
    try:
        signed_for, at = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return True
    if now - at > MAX_SECONDS:
        raise Expired
    return signed_for != structure_id or now - at < MIN_SECONDS
