"""/initiatives/<slug>/demander-conseil/: a message to the structure that tells a story, and the page that thanks."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.old_addresses import following
from guides.advice.box import recipient
from guides.advice.forms import AdviceForm
from guides.advice.monthly import take_one, why_not_now
from guides.models import StoryPage
from guides.visitor_pages import frame


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@following
def ask(request, slug):
    story = _story_or_404(slug)
    structure = recipient(story) if story.advice_open else None
    if structure is None and request.method != "POST":
        raise Http404
    closed = why_not_now(story) if structure else _unavailable()
    if closed:
        return _closed(request, story, closed)
    form, status = AdviceForm(request, story.pk), 200
    if form.is_valid():
        if not form.takes_one_more():
            status = 429
        elif take_one(story):
            address = reverse("guides:asked_advice", args=[story.slug])
            return redirect(address if form.send(structure, about=story) else f"{address}?relecture=1")
        else:  # the last place of the month went while this form was being sent
            return _closed(request, story, why_not_now(story) or _unavailable())
    context = _frame(story, _("Demander un conseil")) | {"form": form, "structure_name": structure.title}
    return render(request, "guides/advice.html", context, status=status)


def _unavailable():
    return _("Cette initiative ne reçoit plus de demandes de conseil.")


def _closed(request, story, words):
    """Say when to come back, without a form; what was written is given back."""
    context = _frame(story, _("Demander un conseil")) | {"words": words, "kept": request.POST.get("text", "")}
    return render(request, "guides/advice_closed.html", context, status=409 if request.method == "POST" else 200)


@never_cache
@require_safe
def asked(request, slug):
    """Where a sent form leads, so that reloading sends nothing again."""
    is_waiting = "relecture" in request.GET
    title = _("Merci, votre message va être relu") if is_waiting else _("Merci, votre message est parti")
    context = _frame(_story_or_404(slug), title) | {"is_waiting": is_waiting}
    return render(request, "guides/advice_thanks.html", context)


def _story_or_404(slug):
    """The story as visitors may read it in the active language."""
    public = StoryPage.objects.live().public().filter(slug=slug, locale__language_code=get_language())
    story = public.select_related("locale").first()
    if story is None:
        raise Http404
    return story


def _frame(story, heading):
    return frame(story, heading, _("Demander un conseil"))
