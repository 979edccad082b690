"""/initiatives/raconter/: one's stories being told, then one question a screen, then all of it read again and sent."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guides.models import Telling
from guides.telling import keeping, making
from guides.telling.access import frame, may_use_the_editor, story_index
from guides.telling.keeping import writers_of
from guides.telling.question import ask, save
from guides.telling.questions import QUESTIONS, next_unanswered
from guides.telling.reread import Reread
from guides.telling.screens import gone, of_own_telling, screen, telling_frame

__all__ = ["ask", "delete", "reread", "save", "tell", "thanks"]
MOST_SENT = 10  # stories sent that are recalled


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request):
    """What was begun, what was sent, and the button that begins."""
    is_full = False
    if request.method == "POST":
        try:
            return redirect("guides:tell_question", keeping.start(request.user).pk, QUESTIONS[0].slug)
        except keeping.TooMany:
            is_full = True
    context = frame(_("Raconter une initiative")) | {
        "tellings": [_open(telling) for telling in request.user.tellings.all()],
        "sent": [_sent(story) for story in making.stories_of(request.user)[:MOST_SENT]],
        "most": keeping.MOST_OPEN,
        "is_full": is_full,
        "editor_url": _editor_address(request.user),
    }
    return render(request, "guides/telling/start.html", context, status=409 if is_full else 200)


def _open(telling):
    done = sum(question.is_answered(telling.answers) for question in QUESTIONS)
    question = next_unanswered(telling.answers)
    arguments = [telling.pk, question.slug] if question else [telling.pk]
    address = reverse("guides:tell_question" if question else "guides:tell_reread", args=arguments)
    return {"telling": telling, "done": done, "count": len(QUESTIONS), "url": address}


def _sent(story):
    return {"title": story.draft_title, "state": state_of(story), "url": story.get_url() if story.live else ""}


def state_of(story):
    """Plain words for what has become of a story that was sent."""
    if story.live:
        return _("en ligne")
    if state := story.current_workflow_state:
        needs_changes = state.status == state.STATUS_NEEDS_CHANGES
        return _("à reprendre avec la coordination") if needs_changes else _("en relecture")
    return _("brouillon, à la coordination")


def _editor_address(user):
    """Where the full editor starts a story, for those who may; else ""."""
    if not may_use_the_editor(user):
        return ""
    return reverse("wagtailadmin_pages:add", args=["guides", "storypage", story_index().pk])


@screen
@require_http_methods(["GET", "HEAD", "POST"])
@of_own_telling
def delete(request, telling):
    if request.method == "POST":
        telling.delete()
        return redirect("guides:tell")
    return render(request, "guides/telling/delete.html", telling_frame(_("Supprimer ce récit ?"), telling))


@screen
@require_http_methods(["GET", "HEAD", "POST"])
@of_own_telling
def reread(request, telling):
    if request.method == "POST":
        try:
            return redirect("guides:tell_thanks", making.send(telling.pk, request.user).pk)
        except Telling.DoesNotExist:  # the first of two taps
            return gone(request, telling.pk)
        except making.NotReady:
            telling.refresh_from_db()
    context = telling_frame(_("Relire avant d’envoyer"), telling) | {
        "reread": Reread(telling),
        "writers": writers_of(telling),
    }
    return render(request, "guides/telling/reread.html", context)


@screen
@require_safe
def thanks(request, page):
    story = making.stories_of(request.user).filter(id=page).first()
    if story is None:
        raise Http404
    rights = story.permissions_for_user(request.user)
    context = telling_frame(_("Merci, votre récit est envoyé"), None) | {
        "story": story,
        "state": state_of(story),
        "is_waiting": story.workflow_in_progress,
        "url": story.get_url() if story.live else "",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[story.pk]) if rights.can_edit() else "",
        "preview_url": reverse("wagtailadmin_pages:view_draft", args=[story.pk]) if rights.can_edit() else "",
    }
    return render(request, "guides/telling/thanks.html", context)
