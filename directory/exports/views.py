"""/annuaire/export.*, /annuaire/carte.json and the stable addresses of structures."""

from django.db.models import BigIntegerField
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from directory.exports.formats import COMPACT, EXPORTS, Format
from directory.exports.http import conditional, sent
from directory.models import StructurePage
from portal.search.models import Entry


def export_view(kind: Format):
    """Return the view of one format, with the listing's own parameters."""

    @require_safe
    @conditional(kind.extension)
    def view(request):
        return sent(request, kind)

    return view


exports = {kind.extension: export_view(kind) for kind in EXPORTS}
compact = export_view(COMPACT)


@require_safe
def stable_address(request, page_id):
    """From the @id of a structure to its page: 303, since a structure is not a page (httpRange-14).

    That of a structure merged into another leads to the other's.
    """
    entry = Entry.objects.listed().filter(page_id=page_id, kind="structure").first()
    if entry:
        return HttpResponseRedirect(entry.url, status=303)
    return HttpResponsePermanentRedirect(reverse("directory:stable_address", args=[merged_into(page_id)]))


def merged_into(page_id):
    """The key of the structure that one was merged into; Http404 when it is unknown, hidden or simply gone."""
    if page_id > BigIntegerField.MAX_BIGINT:
        raise Http404
    pages = StructurePage.objects.filter(status=StructurePage.Status.MERGED, merged_into__live=True)
    return get_object_or_404(pages.values_list("merged_into", flat=True), pk=page_id)
