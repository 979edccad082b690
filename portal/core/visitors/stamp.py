"""When a form was opened, signed: nobody can fill it in a moment, and it lasts MAX_SECONDS."""

import time

from django.core import signing

MAX_SECONDS = 12 * 60 * 60


class Expired(Exception):
    """The form stayed open too long."""


def stamp(purpose, key, at=None):
    """Return the signed moment (seconds since the epoch, now by default) at which the form of a page was opened.

    purpose: the kind of form; key: the page's number. A token is of no use elsewhere.
    """
    return signing.dumps([key, int(time.time() if at is None else at)], salt=_salt(purpose))


def is_too_fast(token, purpose, key, min_seconds, now=None):
    """True for a form that no person can have filled: too soon, of another page or kind, or not signed by us.

    Raises Expired when it is ours but too old.
    """
    now = time.time() if now is None else now
    try:
        signed_for, at = signing.loads(token, salt=_salt(purpose))
    except (signing.BadSignature, TypeError, ValueError):
        return True
    if now - at > MAX_SECONDS:
        raise Expired
    return signed_for != key or now - at < min_seconds


def _salt(purpose):
    return f"portal.core.visitors.{purpose}"
