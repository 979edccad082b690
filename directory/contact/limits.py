"""At most PER_HOUR messages an hour from one address of the network, and from one e-mail: counters in the cache.

Neither is stored: the cache's keys are keyed digests of them, which nobody can read back, forgotten after an hour.
"""

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

PER_HOUR = 5
HOUR = 3600  # seconds


def takes_one_more(request, email):
    """Count a message; False, and nothing counted, when its sender has sent enough of them this hour."""
    keys = [_key("ip", network_address(request)), _key("email", email.strip().lower())]
    if any((cache.get(key) or 0) >= PER_HOUR for key in keys):
        return False
    for key in keys:
        _count(key)
    return True


def network_address(request):
    """Where the request comes from; behind our proxy, what the proxy itself added last to the header."""
    behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if behind_proxy else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _key(kind, value):
    return f"contact:{kind}:{salted_hmac('directory.contact', value).hexdigest()[:24]}"


def _count(key):
    if cache.add(key, 1, HOUR):
        return
    try:
        cache.incr(key)
    except ValueError:  # it expired in between
        cache.set(key, 1, HOUR)
