"""Answers the addresses of the sheets. A structure is looked up in the catalogue by its page's address."""

import logging

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.listing import read_form
from directory.old_addresses import following
from directory.sheets.booklet import Booklet
from directory.sheets.poster import poster as make_poster
from directory.sheets.qr import qr_svg
from directory.sheets.vcard import vcard as make_vcard
from portal.core.pdf import PdfBusy, PdfUnavailable, kept_pdf
from portal.search.models import Entry

POSTER_WAIT = 5  # seconds; one takes less than a second to make
RETRY = 10
logger = logging.getLogger(__name__)


def _entry(request):
    """The structure under whose address this is asked; 404 when visitors may not see it."""
    path = request.path.rsplit("/", 1)[0] + "/"
    listed = Entry.objects.listed().filter(kind="structure", url__in=[path, settings.BASE_URL + path])
    return get_object_or_404(listed.order_by("pk")[:1])


@require_safe
@following
def vcard(request, slug):
    response = HttpResponse(make_vcard(_entry(request)), content_type="text/vcard; charset=utf-8")
    return _attached(response, f"{slug}.vcf")


@require_safe
@following
def qr(request, slug):
    return HttpResponse(qr_svg(_entry(request)), content_type="image/svg+xml")


@require_safe
@following
def poster(request, slug):
    entry = _entry(request)
    signature = repr((entry.page_id, entry.version, entry.url))
    return pdf_answer(
        request, f"affiche-{slug}.pdf", "affiche", signature, lambda: make_poster(entry, request), wait=POSTER_WAIT
    )


@require_safe
def booklet(request):
    """/annuaire/carnet.pdf, with the parameters of /annuaire/."""
    made = Booklet(read_form(request.GET))
    return pdf_answer(request, "carnet.pdf", "carnet", made.signature, lambda: made.pdf(request))


def pdf_answer(request, name, sort, signature, build, wait=0):
    """The PDF shown in the browser, or a page that says why there is none and what to do."""
    try:
        pdf = kept_pdf(sort, signature, build, wait=wait, retry=RETRY)
    except PdfUnavailable as error:
        logger.warning("PDF unavailable, see docs/decisions/0008-pdf.md: %s", error)
        return render(request, "directory/pdf/unavailable.html", status=503)
    except PdfBusy as busy:
        response = render(request, "directory/pdf/busy.html", {"retry": request.get_full_path()}, status=503)
        response["Retry-After"] = str(busy.seconds)
        return response
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _attached(response, name):
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
