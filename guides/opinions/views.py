"""/avis/<number of a page>/: whether a guide, a part or a story helped, and the page that thanks for saying it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from guides.models import GuidePage, GuidePartPage, StoryPage
from guides.opinions.forms import NO, YES, OpinionForm
from guides.opinions.keeping import keep
from guides.visitor_pages import frame


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request, pk):
    page = _article_or_404(pk)
    said = request.GET.get("aide")
    form = OpinionForm(request, page.pk, initial={"helped": said} if said in (YES, NO) else None)
    status = 200
    if form.is_valid():
        if _received(form, page):
            return redirect("guides:opinion_thanks", page.pk)
        status = 429
    context = frame(page, _("Votre avis sur « %(title)s »") % {"title": page.title}, _("Votre avis"))
    return render(request, "guides/opinion_form.html", context | {"form": form}, status=status)


def _received(form, page):
    """False, and said, when there are too many, of one sender or of everybody."""
    if not form.is_within_limit():
        return False
    if keep(page, form.cleaned_data["helped"], form.cleaned_data["missing"]):
        return True
    form.add_error(
        None, _("Cette page a reçu beaucoup d’avis aujourd’hui. Gardez votre texte et revenez demain, s’il vous plaît.")
    )
    return False


@never_cache
@require_safe
def thanks(request, pk):
    """Where a sent form leads, so that reloading sends nothing again."""
    context = frame(_article_or_404(pk), _("Merci pour votre avis"), _("Votre avis"))
    return render(request, "guides/opinion_thanks.html", context)


def _article_or_404(pk):
    """The guide, the part or the story as visitors may read it in the active language."""
    articles = Page.objects.type(GuidePage, GuidePartPage, StoryPage).live().public()
    page = articles.filter(pk=pk, locale__language_code=get_language()).specific().first()
    if page is None:
        raise Http404
    return page
