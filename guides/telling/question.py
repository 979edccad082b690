"""The screen of one question: what is typed is kept, by its buttons or by the script as one types."""

from urllib.parse import urlencode

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guides.models import Telling
from guides.telling.access import for_tellers_in_place
from guides.telling.filled import Filled
from guides.telling.keeping import ChangedElsewhere, Writer, keep, last_writer, writers_of
from guides.telling.making import made_from
from guides.telling.questions import BY_SLUG, QUESTIONS, neighbour, place_of
from guides.telling.screens import gone, of_own_telling, screen, telling_frame

MOST_NAME = 80  # signs of a name looked for


@screen
@require_http_methods(["GET", "HEAD", "POST"])
@of_own_telling
def ask(request, telling, slug):
    question = _question(slug)
    if request.method == "POST":
        return _answered(request, telling, question)
    looked_for = request.GET.get("nom", "").strip()[:MOST_NAME]
    filled = Filled(question, telling.answers, teller=request.user, looked_for=looked_for)
    return _screen(request, telling, filled, Writer.new(telling, question))


def _question(slug):
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def _answered(request, telling, question):
    """Keep what is valid and go where the button leads; stay when a sentence has to be said."""
    name = request.POST.get("name", "").strip()[:MOST_NAME]
    filled = Filled(question, request.POST, teller=request.user, looked_for=name)
    writer = Writer.posted(request.POST)
    try:
        telling = keep(telling.pk, request.user, filled, writer)
    except Telling.DoesNotExist:
        return gone(request, telling.pk)
    except ChangedElsewhere as changed:
        return _other_version(request, changed.telling, filled, writer)
    if not filled.is_valid():
        return _screen(request, telling, filled, writer)
    if name:
        address = reverse("guides:tell_question", args=[telling.pk, question.slug])
        return redirect(f"{address}?{urlencode({'nom': name})}#trouvees")
    return redirect(_where_to(telling, question, request.POST.get("aller", "")))


def _where_to(telling, question, button):
    """The address that a button leads to; by default the next question, and after the last one all of it again."""
    chosen = {"precedente": neighbour(question, -1), "plus": question}.get(button) or BY_SLUG.get(button)
    following = neighbour(question, 1) if button != "relire" else None
    if found := chosen or following:
        return reverse("guides:tell_question", args=[telling.pk, found.slug]) + ("#plus" if button == "plus" else "")
    return reverse("guides:tell_reread", args=[telling.pk])


def _other_version(request, telling, filled, writer):
    """Another screen has answered since: both versions are shown, and saving once more keeps this one."""
    other = Filled(filled.question, telling.answers, teller=request.user).told()
    seen = Writer(writer.name, last_writer(telling, filled.question)[0], writer.number)
    return _screen(request, telling, filled, seen, other=other, status=409)


def _screen(request, telling, filled, writer, other=None, status=200):
    question = filled.question
    following = neighbour(question, 1)
    context = telling_frame(str(question.title), telling) | {
        "question": question,
        "filled": filled,
        "has_errors": bool(request.method == "POST" and filled.first_error),
        "passing": "".join(filled.form.passing),
        "looked_for": filled.form.looked_for,
        "nothing_found": bool(filled.form.looked_for) and not filled.form.found,
        "writer": writer,
        "writers": writers_of(telling),
        "other": other,
        "number": place_of(question),
        "count": len(QUESTIONS),
        "previous": neighbour(question, -1),
        "skip": reverse("guides:tell_question", args=[telling.pk, following.slug]) if following else "",
        "menu": [{"question": each, "done": each.is_answered(telling.answers)} for each in QUESTIONS],
    }
    return render(request, "guides/telling/question.html", context, status=status)


# -- For the script ---------------------------------------------------------------------------------------------------
@never_cache
@for_tellers_in_place
@require_POST
def save(request, key, slug):
    """Keep what is typed so far; the answer is a sentence to show under it."""
    question = _question(slug)
    filled = Filled(question, request.POST, teller=request.user)
    try:
        keep(key, request.user, filled, Writer.posted(request.POST))
    except Telling.DoesNotExist:
        return _said(_gone_words(request, key), 404)
    except ChangedElsewhere:
        return _said(_("Cette réponse a été changée sur un autre écran : rechargez la page pour comparer."), 409)
    if error := filled.first_error:
        return _said(_("Pas encore enregistré. %(error)s") % {"error": error}, 422)
    now = timezone.localtime()
    return _said(_("Enregistré à %(hour)s h %(minute)02d") % {"hour": now.hour, "minute": now.minute}, 200)


def _gone_words(request, key):
    if made_from(key, request.user):
        return _("Ce récit est déjà envoyé : ce qui est écrit ici n’y est plus ajouté.")
    return _("Ce récit n’existe plus.")


def _said(message, status):
    return JsonResponse({"message": message}, status=status)
