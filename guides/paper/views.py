"""/guides/<slug>/livret.pdf"""

from django.views.decorators.http import require_safe

from directory.sheets.views import pdf_answer
from guides.paper.booklet import Booklet
from guides.serving import public_guide

WAIT = 10  # seconds; a booklet takes less than four to make


@require_safe
def booklet(request, slug):
    made = Booklet(public_guide(request, slug))
    return pdf_answer(request, f"{slug}.pdf", "livret", made.signature, lambda: made.pdf(request), wait=WAIT)
