"""/recherche/alerte/: asking for an alert, confirming it, stopping it.

Links of mails are followed by the machines that look for viruses: a GET only shows a button. What a link leads to is
in its token, so those two forms need neither session nor cookie.
"""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from portal.finding.frame import frame
from portal.finding.models import SavedSearch
from portal.finding.saved import keeping
from portal.finding.saved.followed import Followed
from portal.finding.saved.forms import AlertForm
from portal.finding.saved.links import asked_with

READ_OR_SEND = ["GET", "HEAD", "POST"]


@csrf_exempt  # only for the small form of the results page, which asks for nothing yet
@never_cache
@require_http_methods(READ_OR_SEND)
def ask(request):
    """The address holds the search, as that of its results does."""
    followed = Followed.read(request.GET, get_language())
    if not followed.query:
        return redirect("search")
    form = AlertForm(request, followed)
    if form.is_begun_elsewhere:
        form.begin()
        return _form(request, form)
    return _sent(request, form)


@csrf_protect
def _sent(request, form):
    if not form.is_valid():
        return _form(request, form)
    if not form.is_within_limit():
        return _form(request, form, 429)
    try:
        if keeping.ask(form.cleaned_data["email"], form.followed, form.cleaned_data["frequency"]):
            return redirect("saved_search:asked")
    except keeping.TooMany:
        form.add_error(None, _("Trop d’alertes ont été demandées aujourd’hui. Revenez demain, s’il vous plaît."))
        return _form(request, form, 429)
    form.add_error(None, _("Le courriel de confirmation n’a pas pu partir. Réessayez un peu plus tard."))
    return _form(request, form, 503)


def _form(request, form, status=200):
    context = frame(_("Recevoir les nouveautés par courriel"), form.followed.query)
    context |= {"form": form, "words": form.followed.in_words()}
    return render(request, "finding/saved/ask.html", context, status=status)


@never_cache
@require_safe
def asked(request):
    """The same whatever was there before: nobody learns here what somebody else follows."""
    context = frame(_("Regardez votre courriel")) | {"most": keeping.MOST, "a_day": keeping.ASKED_A_DAY}
    return render(request, "finding/saved/asked.html", context)


@csrf_exempt
@never_cache
@require_http_methods(READ_OR_SEND)
def confirm(request, token):
    found = asked_with(token)
    if found is None:
        return render(request, "finding/saved/dead_link.html", frame(_("Ce lien ne sert plus")), status=404)
    alert, frequency = found
    context = _about(alert) | {"frequency": SavedSearch.Frequency(frequency).label}
    if request.method != "POST":
        return render(request, "finding/saved/confirm.html", frame(_("Confirmer votre alerte"), alert.query) | context)
    if not keeping.confirm(alert, frequency):
        context |= frame(_("Vous suivez déjà assez de recherches"), alert.query) | {"most": keeping.MOST}
        return render(request, "finding/saved/enough.html", context, status=409)
    context |= frame(_("Votre alerte est en place"), alert.query) | {"ends_at": alert.ends_at}
    return render(request, "finding/saved/confirmed.html", context)


@csrf_exempt  # a mail program sends « List-Unsubscribe=One-Click » from nowhere (RFC 8058)
@never_cache
@require_http_methods(READ_OR_SEND)
def stop(request, token):
    """Whatever a POST holds, it stops the alert; and a second one is told the same."""
    if request.method == "POST":
        keeping.stop(token)
        return render(request, "finding/saved/stopped.html", frame(_("Votre alerte est arrêtée")))
    alert = SavedSearch.objects.filter(token=token).first()
    if alert is None:
        return render(request, "finding/saved/stopped.html", frame(_("Cette alerte n’existe plus")), status=404)
    return render(request, "finding/saved/stop.html", frame(_("Arrêter cette alerte"), alert.query) | _about(alert))


def _about(alert):
    return {"words": Followed.of(alert).in_words()}
