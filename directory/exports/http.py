"""How a query's answer is sent: 304 before anything is built, otherwise piece by piece, with the same headers."""

import hashlib
from functools import wraps

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.exports.kept import gunzipped, gzipped
from directory.exports.public import LICENCE
from directory.filters import DirectoryForm, directory_shelf
from directory.listing import read_form
from portal.core.listing import query_string
from portal.core.territory.views import accepts_gzip
from portal.search.catalogue import find

# Raised when the same catalogue gives other bytes, so that no browser keeps those of the release before.
RELEASE = 1
PARAMETERS = [name for name in DirectoryForm.base_fields if name != "page"]


def form_of(request):
    """The listing's form, read once a request."""
    if not hasattr(request, "directory_form"):
        request.directory_form = read_form(request.GET)
    return request.directory_form


def entity_tag(request, name, parameters=()):
    """A weak ETag: the answer is the same whether compressed or not.

    Costs one query, for the catalogue's version, and does not read the form, which costs more than all the rest.
    """
    language = get_language() or settings.LANGUAGE_CODE
    asked = [(key, request.GET.getlist(key)) for key in (*PARAMETERS, *parameters) if key in request.GET]
    parts = (RELEASE, name, settings.BASE_URL, language, directory_shelf(language).version, asked)
    minute = timezone.now().strftime("%Y%m%d%H%M") if "ouvert" in request.GET else ""
    return f'W/"{hashlib.sha256(repr((parts, minute)).encode()).hexdigest()[:32]}"'


def conditional(name, *parameters):
    """Decorate a view: answer 304 to who has the current answer already. parameters: further ones that matter."""

    def decorator(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            tag = entity_tag(request, name, parameters)
            response = get_conditional_response(request, etag=tag)
            if response is None:
                response = view(request, *args, **kwargs)
                response.setdefault("Link", alternates(form_of(request)))
            if response.status_code in (200, 304):
                dress(response, tag)
            return response

        return wrapper

    return decorator


def alternates(form):
    return f'<{listing_url(form)}>; rel="alternate"; type="text/html", <{LICENCE}>; rel="license"'


def dress(response, tag):
    """Kept by caches but asked again each time, which costs a 304; any site's scripts may read it."""
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])


def listing_url(form):
    """The absolute address of the page that shows the same query."""
    state = query_string(form.state())
    return settings.BASE_URL + reverse("directory:listing") + (f"?{state}" if state else "")


def sent(request, kind):
    """Return the whole answer to the request in the format `kind` (a directory.exports.formats.Format)."""
    if request.method == "HEAD":
        response = StreamingHttpResponse((), content_type=kind.content_type)
    elif kind.kept:
        response = _compressed(request, kind)
    else:
        response = StreamingHttpResponse(_pieces(request, kind), content_type=kind.content_type)
    if kind.download:
        name = _("annuaire-%(day)s") % {"day": timezone.localdate().isoformat()}
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind.extension}"'
    return response


def _pieces(request, kind):
    form = form_of(request)
    return kind.pieces(form, find(form.query()))


def _compressed(request, kind):
    """The kept bytes, or new ones that are kept once the last has been sent."""
    form, plain = form_of(request), not accepts_gzip(request)
    pieces = gzipped(state_of(form, kind), form.shelf.version, not form.state(), lambda: _pieces(request, kind))
    if isinstance(pieces, bytes) and not plain:
        response = HttpResponse(pieces, content_type=kind.content_type)
    else:
        pieces = [pieces] if isinstance(pieces, bytes) else pieces
        response = StreamingHttpResponse(gunzipped(pieces) if plain else pieces, content_type=kind.content_type)
    if not plain:
        response["Content-Encoding"] = "gzip"
    return response


def state_of(form, kind):
    """One line that says all that an answer depends on, but the version of the catalogue."""
    minute = timezone.now().strftime("%Y%m%d%H%M") if form.values["ouvert"] else ""
    state = query_string(form.state())
    return " ".join([str(RELEASE), kind.extension, settings.BASE_URL, form.shelf.language, state, minute])
