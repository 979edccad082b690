"""So many messages an hour from one address of the network, or from one e-mail: counters in the cache.

Neither is stored: the cache's keys are keyed digests of them, which nobody can read back, forgotten after an hour.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 3600  # seconds


def takes_one_more(purpose, per_hour, **who):
    """Count a message of a kind; False, and nothing counted, when its sender has sent enough of them this hour.

    who: what the sender is known by, {"ip": ..., "email": ...}; each has its own counter.
    """
    keys = [_key(purpose, kind, value) for kind, value in who.items()]
    if any((cache.get(key) or 0) >= per_hour for key in keys):
        return False
    for key in keys:
        _count(key)
    return True


def network_address(request):
    """Where the request comes from; behind our proxy, what the proxy itself added last to the header."""
    behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if behind_proxy else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _key(purpose, kind, value):
    digest = salted_hmac(f"portal.core.visitors.{purpose}", value.strip().lower()).hexdigest()
    return f"visitors:{purpose}:{kind}:{digest[:24]}"


def _count(key):
    if cache.add(key, 1, HOUR):
        return
    try:
        cache.incr(key)
    except ValueError:  # it expired in between
        cache.set(key, 1, HOUR)
