"""A guide as an A5 booklet (PDF): title page, contents, parts, glossary, history."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from guides.glossary import explained, print_of
from guides.paper.html import for_paper
from guides.reading import overdue
from guides.whole import chapters
from portal.core.pdf import bind, lay_out


class Booklet:
    """Of a guide found by guides/serving.py: `signature` says all that it depends on, `pdf(request)` makes it."""

    def __init__(self, guide):
        self.guide = guide
        self.language = guide.locale.language_code

    @property
    def signature(self):
        """The entry's version rises with the guide and with each of its parts."""
        entry, late = self.guide.known_entry, overdue(self.guide)
        return repr((self.guide.pk, entry.version, late, print_of(self.language), settings.BASE_URL))

    def pdf(self, request):
        """Return the PDF's bytes. Raises PdfUnavailable."""
        with translation.override(self.language):
            return bind([lay_out(self.html(request))])

    def html(self, request):
        context = self.guide.get_context(request)
        text, terms = explained(self._text(request), self.language, in_place=False)
        return render_to_string(
            "guides/pdf/booklet.html",
            context
            | {
                "text": for_paper(text),
                "terms": sorted(terms, key=lambda term: term["name"].casefold()),
                "chapters": chapters(self.guide),
                "full_url": self.guide.get_full_url(),
            },
            request,
        )

    def _text(self, request):
        context = {"page": self.guide, "chapters": chapters(self.guide)}
        return render_to_string("guides/pdf/text.html", context, request)
