"""The screens of calendars that are followed, in Wagtail's admin: of one's structures, or all for coordinators."""

import zlib
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agenda.coming_in.access import feeds_for, is_coordinator, may_approve, may_subscribe
from agenda.coming_in.forms import FileForm, SettingsForm
from agenda.coming_in.refresh import refresh as read_now
from agenda.coming_in.writing import publish_waiting
from agenda.models import FeedLine, FeedRun

PER_PAGE = 50


def for_subscribers(view):
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not may_subscribe(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def page(request, name, title, crumbs=(), **context):
    """A screen in the admin's frame; crumbs: what is between the list of calendars and this one."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
        {"url": reverse("agenda_feeds:index"), "label": _("Calendriers suivis")},
        *crumbs,
        {"url": "", "label": title},
    ]
    context |= {"page_title": title, "header_title": title, "header_icon": "calendar", "breadcrumbs_items": trail}
    return render(request, f"agenda/feeds/{name}.html", context)


def _crumb(feed):
    return {"url": reverse("agenda_feeds:feed", args=[feed.pk]), "label": feed.name}


def feed_of(request, feed_id):
    return get_object_or_404(feeds_for(request.user), pk=feed_id)


@for_subscribers
@require_http_methods(["GET", "HEAD"])
def index(request):
    last = FeedRun.objects.filter(feed=models.OuterRef("pk")).order_by("-started_at", "-pk")
    feeds = (
        feeds_for(request.user)
        .annotate(
            last_state=models.Subquery(last.values("state")[:1]),
            last_message=models.Subquery(last.values("message")[:1]),
            last_at=models.Subquery(last.values("started_at")[:1]),
            event_count=models.Count("items", filter=models.Q(items__event__isnull=False)),
        )
        .order_by("name", "pk")
    )
    shown = Paginator(feeds, PER_PAGE).get_page(request.GET.get("p"))
    states = dict(FeedRun.State.choices)
    rows = [{"feed": feed, "state": states.get(feed.last_state, "")} for feed in shown]
    return page(
        request, "index", _("Calendriers suivis"), feeds=shown, rows=rows, coordinates=is_coordinator(request.user)
    )


def in_words(counts):
    """[(label, number, action)] in the order of the journal."""
    labels = dict(FeedLine.Action.choices)
    return [
        {"action": action, "label": labels[action], "count": counts[action]} for action in labels if counts.get(action)
    ]


def say(request, run):
    if run.state == FeedRun.State.FAILED:
        messages.error(request, run.message)
    elif run.state == FeedRun.State.SAME or not run.counts:
        messages.success(request, _("Le calendrier a été lu : rien de nouveau."))
    else:
        said = ", ".join(f"{line['label']} : {line['count']}" for line in in_words(run.counts))
        messages.success(request, _("Le calendrier a été lu. %(said)s.") % {"said": said.capitalize()})


@for_subscribers
@require_http_methods(["GET", "HEAD"])
def feed(request, feed_id):
    """One calendar: its journal, what may be done with it, and what has gone from it."""
    found = feed_of(request, feed_id)
    if not found.subscribed_at:
        return redirect("agenda_feeds:preview", found.pk)
    runs = Paginator(found.runs.select_related("by"), PER_PAGE).get_page(request.GET.get("p"))
    gone = found.items.filter(gone_at__isnull=False, event__isnull=False).select_related("event").order_by("-gone_at")
    waiting = found.items.filter(event__live=False, event__first_published_at=None, merged=False).count()
    return page(
        request,
        "feed",
        found.name,
        feed=found,
        runs=runs,
        rows=[{"run": run, "counts": in_words(run.counts)} for run in runs],
        gone=list(gone[:PER_PAGE]),
        waiting=waiting,
        approves=may_approve(request.user, found),
        form=FileForm() if not found.url else None,
    )


@for_subscribers
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, feed_id):
    found = feed_of(request, feed_id)
    form = SettingsForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        found = form.save(commit=False)
        found.etag = found.last_modified = ""  # what the settings change must be read again
        found.save()
        messages.success(request, _("Réglages enregistrés : ils servent dès la prochaine lecture."))
        return redirect("agenda_feeds:feed", found.pk)
    return page(request, "settings", _("Réglages"), [_crumb(found)], form=form, feed=found)


@for_subscribers
@require_http_methods(["GET", "HEAD"])
def run(request, feed_id, run_id):
    """One reading, line by line."""
    found = get_object_or_404(feed_of(request, feed_id).runs, pk=run_id)
    chosen = request.GET.get("action", "")
    lines = found.lines.filter(action=chosen) if chosen in FeedLine.Action.values else found.lines.all()
    shown = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
    title = _("Lecture du %(date)s") % {"date": timezone.localtime(found.started_at).strftime("%d/%m/%Y %H:%M")}
    return page(
        request,
        "run",
        title,
        [_crumb(found.feed)],
        run=found,
        counts=in_words(found.counts),
        lines=shown,
        chosen=chosen if chosen in FeedLine.Action.values else "",
    )


@for_subscribers
@require_POST
def refresh(request, feed_id):
    found = feed_of(request, feed_id)
    if found.subscribed_at:
        say(request, read_now(found, by=request.user))
    return redirect("agenda_feeds:feed", found.pk)


@for_subscribers
@require_POST
def upload(request, feed_id):
    """A newer file of a calendar that came by a file."""
    found = feed_of(request, feed_id)
    form = FileForm(request.POST, request.FILES)
    if found.url or not found.subscribed_at or not form.is_valid():
        messages.error(
            request,
            " ".join(error for errors in form.errors.values() for error in errors)
            or _("Ce calendrier est lu à son adresse."),
        )
    else:
        found.content, found.file_name = zlib.compress(form.content), form.cleaned_data["file"].name[-200:]
        found.save(update_fields=["content", "file_name"])
        say(request, read_now(found, by=request.user))
    return redirect("agenda_feeds:feed", found.pk)


@for_subscribers
@require_POST
def pause(request, feed_id):
    found = feed_of(request, feed_id)
    found.is_active = not found.is_active
    found.save(update_fields=["is_active"])
    said = (
        _("Le calendrier est de nouveau lu.")
        if found.is_active
        else _("Le calendrier n’est plus lu ; ses événements restent.")
    )
    messages.success(request, said)
    return redirect("agenda_feeds:feed", found.pk)


@for_subscribers
@require_POST
def approve(request, feed_id):
    """From now on it publishes by itself, what waits first; asked again, its events wait to be read over once more."""
    found = feed_of(request, feed_id)
    if not may_approve(request.user, found):
        raise PermissionDenied
    found.is_approved = not found.is_approved
    found.save(update_fields=["is_approved"])
    if found.is_approved:
        count = publish_waiting(found, request.user)
        messages.success(request, _("Ce calendrier publie désormais sans relecture. Publiés : %(n)d.") % {"n": count})
    else:
        messages.success(request, _("Ce qui viendra de ce calendrier attendra une relecture."))
    return redirect("agenda_feeds:feed", found.pk)


@for_subscribers
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request, feed_id):
    """Stop following a calendar: its journal goes, its events stay."""
    found = feed_of(request, feed_id)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("« %(name)s » n’est plus suivi ; ses événements restent.") % {"name": found.name})
        return redirect("agenda_feeds:index")
    return page(request, "drop", _("Ne plus suivre ce calendrier"), [_crumb(found)], feed=found)
