"""/agenda/semaine.txt and /agenda/semaine.pdf: `semaine` (2026-W49) and the listing's own parameters."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from agenda.exports.room import ROOM
from agenda.sheets.page import week_page
from agenda.sheets.text import week_text as text_of
from agenda.sheets.week import PARAMETER, Week
from directory.sheets.views import pdf_answer

WAIT = 5  # seconds; a page takes less than two to make


@require_safe
@ROOM.conditional("semaine.txt", PARAMETER)
def week_text(request):
    week = Week(request.GET)
    response = HttpResponse(text_of(week), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="agenda-{week.name}.txt"'
    return response


@require_safe
@ROOM.conditional("semaine.pdf", PARAMETER)
def week_pdf(request):
    week = Week(request.GET)
    name = f"agenda-{week.name}.pdf"
    return pdf_answer(request, name, "semaine", week.signature, lambda: week_page(week, request), wait=WAIT)
