"""What surrounds the parts of a page that change, printed once and kept: see directory/skeleton.py."""

import time

from django.conf import settings
from django.http import HttpRequest

from portal.search.memory import part_of

SHELL_SECONDS = 30  # what is in no page (the site's settings) may have changed: see portal/home/frame.py
MAX_SHELLS = 20  # addresses, hosts and schemes


def kept_shell(request, held, name, path, make):
    """Return make(request without who makes it), kept; what is kept is shown to all, under this path.

    A change of any plain page (an index itself, a title of the menu) makes a new one at once.
    """
    shells = held.kept_until(part_of("page", held.language), name, dict)
    key = path, request.get_host(), request.scheme, settings.DEMO
    made, shell = shells.get(key, (0, None))
    if not made or time.monotonic() - made > SHELL_SECONDS:
        if len(shells) > MAX_SHELLS:
            shells.clear()
        shell = make(_nobody(request))
        shells[key] = time.monotonic(), shell
    return shell


def _nobody(request):
    bare = HttpRequest()
    bare.method, bare.path, bare.path_info = request.method, request.path, request.path_info
    names = (
        "HTTP_HOST",
        "SERVER_NAME",
        "SERVER_PORT",
        settings.SECURE_PROXY_SSL_HEADER and settings.SECURE_PROXY_SSL_HEADER[0],
    )
    bare.META = {name: request.META[name] for name in names if name in request.META}
    return bare
