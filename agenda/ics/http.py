"""How calendars are sent: 304 before anything is built, compressed for who takes it, plain for the others."""

import hashlib
from functools import wraps

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from agenda.filters import AgendaForm, agenda_shelf
from agenda.ics.feed import CONTENT_TYPE
from agenda.ics.kept import RELEASE
from directory.exports.http import dress
from directory.exports.kept import gunzipped
from portal.core.territory.views import accepts_gzip

PARAMETERS = [name for name in AgendaForm.base_fields if name != "page"]


def shelf_here():
    """The shelf of events of the request's language."""
    return agenda_shelf(get_language() or settings.LANGUAGE_CODE)


def conditional(view):
    """Decorate a view of what the catalogue holds: 304 to who has the current answer. One query.

    Days pass, and with them what « ce week-end » means and which events are old; what is over changes every minute.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        held = shelf_here()
        asked = [(name, request.GET.getlist(name)) for name in PARAMETERS if name in request.GET]
        now = timezone.localtime()
        parts = (RELEASE, request.path, settings.BASE_URL, held.language, held.version, asked)
        tag = tag_of(*parts, f"{now:%Y%m%d%H%M}" if "quand" in request.GET else f"{now:%Y%m%d}")
        response = get_conditional_response(request, etag=tag) or view(request, held, *args, **kwargs)
        if response.status_code in (200, 304):
            dress(response, tag)
        return response

    return wrapper


def tag_of(*parts):
    """A weak ETag: the answer is the same whether compressed or not."""
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def sent(request, packed, name):
    """packed: a gzip stream, as bytes or as pieces; name: of the file."""
    plain, whole = not accepts_gzip(request), isinstance(packed, bytes)
    if request.method == "HEAD":
        response = StreamingHttpResponse((), content_type=CONTENT_TYPE)
    elif plain:
        response = StreamingHttpResponse(gunzipped([packed] if whole else packed), content_type=CONTENT_TYPE)
    else:
        response = (HttpResponse if whole else StreamingHttpResponse)(packed, content_type=CONTENT_TYPE)
        response["Content-Encoding"] = "gzip"
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
