import re

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from .outline import outline_version, territory_svg, territory_svg_gzip


@require_safe
def territory_outline(request, version):
    """The outline map at an address that holds its version: kept for ever; an old one leads to the current one."""
    if version != outline_version():
        return redirect("territory_outline", version=outline_version())
    if accepts_gzip(request):
        response = HttpResponse(territory_svg_gzip(), content_type="image/svg+xml")
        response["Content-Encoding"] = "gzip"
        response["ETag"] = f'"{version}-gzip"'
    else:
        response = HttpResponse(territory_svg(), content_type="image/svg+xml")
        response["ETag"] = f'"{version}"'
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response)


def accepts_gzip(request):
    """True unless the browser leaves gzip out or refuses it (`gzip;q=0`)."""
    offer = re.search(r"\bgzip\b\s*(?:;\s*q=([01](?:\.\d*)?))?", request.headers.get("Accept-Encoding", ""))
    return bool(offer) and float(offer[1] or 1) > 0
