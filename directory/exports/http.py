"""How a query's answer is sent: 304 before anything is built, otherwise piece by piece, with the same headers.

A Room says what a listing has of its own; the directory's is here, the agenda has one too.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, gettext_noop
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


@dataclass(frozen=True)
class Room:
    """What the answers of one listing depend on.

    file: the name of what is downloaded, in words to translate; listing: the name of the listing's address; read: the
    form of a request's GET; shelf: that of a language; parameters: the listing's; clock: a text that changes when the
    same catalogue gives another answer to this GET, because time has passed.
    """

    file: str
    listing: str
    read: Callable
    shelf: Callable
    parameters: tuple[str, ...]
    clock: Callable

    def form_of(self, request):
        """The listing's form, read once a request."""
        kept = vars(request).setdefault("listing_forms", {})
        if self.listing not in kept:
            kept[self.listing] = self.read(request.GET)
        return kept[self.listing]

    def entity_tag(self, request, name, parameters=()):
        """A weak ETag: the answer is the same whether compressed or not.

        Costs one query, for the catalogue's version, and does not read the form, which costs more than all the rest.
        """
        language = get_language() or settings.LANGUAGE_CODE
        asked = [(key, request.GET.getlist(key)) for key in (*self.parameters, *parameters) if key in request.GET]
        parts = (RELEASE, name, settings.BASE_URL, language, self.shelf(language).version, asked)
        return f'W/"{hashlib.sha256(repr((parts, self.clock(request.GET))).encode()).hexdigest()[:32]}"'

    def conditional(self, name, *parameters):
        """Decorate a view: answer 304 to who has the current answer already. parameters: further ones that matter."""

        def decorator(view):
            @wraps(view)
            def wrapper(request, *args, **kwargs):
                tag = self.entity_tag(request, name, parameters)
                response = get_conditional_response(request, etag=tag)
                if response is None:
                    response = view(request, *args, **kwargs)
                    response.setdefault("Link", self.alternates(self.form_of(request)))
                if response.status_code in (200, 304):
                    dress(response, tag)
                return response

            return wrapper

        return decorator

    def alternates(self, form):
        return f'<{self.listing_url(form)}>; rel="alternate"; type="text/html", <{LICENCE}>; rel="license"'

    def listing_url(self, form):
        """The absolute address of the page that shows the same query."""
        return settings.BASE_URL + self.address(self.listing, form)

    def address(self, name, form):
        """The path of one of the room's addresses, with the form's query."""
        state = query_string(form.state())
        return reverse(name) + (f"?{state}" if state else "")

    def sent(self, request, kind):
        """Return the whole answer to the request in the format `kind` (a directory.exports.formats.Format)."""
        if request.method == "HEAD":
            response = StreamingHttpResponse((), content_type=kind.content_type)
        elif kind.kept:
            response = self._compressed(request, kind)
        else:
            response = StreamingHttpResponse(self._pieces(request, kind), content_type=kind.content_type)
        if kind.download:
            name = _(self.file) % {"day": timezone.localdate().isoformat()}
            response["Content-Disposition"] = f'attachment; filename="{name}.{kind.extension}"'
        return response

    def _pieces(self, request, kind):
        form = self.form_of(request)
        return kind.pieces(form, find(form.query()))

    def _compressed(self, request, kind):
        """The kept bytes, or new ones that are kept once the last has been sent."""
        form, plain = self.form_of(request), not accepts_gzip(request)
        version = (form.shelf.version, self.clock(request.GET))
        pieces = gzipped(state_of(form, kind), version, not form.state(), lambda: self._pieces(request, kind))
        if isinstance(pieces, bytes) and not plain:
            response = HttpResponse(pieces, content_type=kind.content_type)
        else:
            pieces = [pieces] if isinstance(pieces, bytes) else pieces
            response = StreamingHttpResponse(gunzipped(pieces) if plain else pieces, content_type=kind.content_type)
        if not plain:
            response["Content-Encoding"] = "gzip"
        return response


def dress(response, tag):
    """Kept by caches but asked again each time, which costs a 304; any site's scripts may read it."""
    response["ETag"] = tag
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ["Accept-Encoding"])


def state_of(form, kind):
    """One line that says all that an answer depends on, but the version of the catalogue and the time."""
    state = query_string(form.state())
    return " ".join([str(RELEASE), kind.extension, settings.BASE_URL, form.shelf.language, state])


def asked_of(form_class):
    """The parameters of a listing that change what an export holds."""
    return tuple(name for name in form_class.base_fields if name != "page")


def _minute(get):
    return timezone.now().strftime("%Y%m%d%H%M") if "ouvert" in get else ""


ROOM = Room(
    file=gettext_noop("annuaire-%(day)s"),
    listing="directory:listing",
    read=read_form,
    shelf=directory_shelf,
    parameters=asked_of(DirectoryForm),
    clock=_minute,
)
conditional, form_of, listing_url, sent = ROOM.conditional, ROOM.form_of, ROOM.listing_url, ROOM.sent
