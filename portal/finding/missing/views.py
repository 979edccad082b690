"""/recherche/manque/: « Dites-nous ce qui manque », and the page that thanks for it."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.listing import query_string
from portal.finding.frame import frame
from portal.finding.missing.forms import WishForm
from portal.finding.missing.noting import keep_wish
from portal.finding.missing.personal import kept_words, plain
from portal.finding.models.saved_search import LONGEST_WORDS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request):
    """The words searched come along in the address (`?q=`): what cannot be kept of them is not shown either."""
    words = kept_words(request.GET.get("q", ""))
    typed = plain(request.GET["q"])[:LONGEST_WORDS] if words else ""
    form = WishForm(request, "")
    status = 200
    if form.is_valid():
        if _received(form, words):
            return redirect("missing:thanks")
        status = 429
    context = frame(_("Dites-nous ce qui manque"), query_string({"q": [typed]} if typed else {}))
    return render(request, "finding/missing/form.html", context | {"form": form, "typed": typed}, status=status)


def _received(form, words):
    """False, and said, when there are too many, of one sender or of everybody."""
    if not form.is_within_limit():
        return False
    if keep_wish(form.cleaned_data["text"], words, get_language()):
        return True
    form.add_error(
        None,
        _("Nous avons reçu beaucoup de messages aujourd’hui. Gardez votre texte et revenez demain, s’il vous plaît."),
    )
    return False


@never_cache
@require_safe
def thanks(request):
    """Where a sent form leads, so that reloading sends nothing again."""
    return render(request, "finding/missing/thanks.html", frame(_("Merci de nous l’avoir dit")))
