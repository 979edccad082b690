"""The way in: an address or a file, what it would bring, the settings, then it is followed."""

import zlib

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agenda.coming_in.fetch import Fetched, fetch
from agenda.coming_in.forms import AddForm, SettingsForm
from agenda.coming_in.plan import make_plan
from agenda.coming_in.problems import FeedRefused
from agenda.coming_in.reader import read_calendar
from agenda.coming_in.refresh import refresh as read_now
from agenda.coming_in.views import PER_PAGE, feed_of, for_subscribers, in_words, page, say
from agenda.models import Feed, FeedLine

BIG = 40  # events from which a first reading is left to the worker


@for_subscribers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    form = AddForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            feed = _draft(form.cleaned_data, getattr(form, "content", None), request.user)
            return redirect("agenda_feeds:preview", feed.pk)
        except FeedRefused as problem:
            form.add_error("url" if form.cleaned_data["url"] else "file", str(problem))
    return page(request, "add", _("Suivre un calendrier"), form=form)


def _draft(data, content, user):
    """A feed that waits to be looked at, with what its calendar says now. Raises FeedRefused."""
    fetched = fetch(data["url"]) if content is None else Fetched(content)
    read_calendar(fetched.content)
    return Feed.objects.create(
        structure=data["structure"],
        name=data["name"],
        url=data["url"],
        file_name=data["file"].name[-200:] if data["file"] else "",
        content=zlib.compress(fetched.content),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
        created_by=user,
    )


@for_subscribers
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, feed_id):
    """What a first reading would do, with the settings; « subscribe » does it."""
    feed = feed_of(request, feed_id)
    if feed.subscribed_at or feed.content is None:
        return redirect("agenda_feeds:feed", feed.pk)
    form = SettingsForm(request.POST or None, instance=feed, user=request.user)
    if request.method == "POST" and form.is_valid():
        feed = form.save()
        if "subscribe" in request.POST:
            return _subscribe(request, feed)
    feed = Feed.objects.get(pk=feed.pk)  # as it is saved, not as a form with mistakes would have it
    plan = make_plan(feed, read_calendar(zlib.decompress(feed.content)))
    return page(
        request,
        "preview",
        _("Avant de suivre « %(name)s »") % {"name": feed.name},
        form=form,
        feed=feed,
        counts=in_words(plan.counts),
        lines=[_shown(line) for line in plan.lines[:PER_PAGE]],
        total=len(plan.lines),
        shown=PER_PAGE,
    )


def _shown(line):
    row = line.row
    return {
        "title": line.name,
        "start": row.start if row else None,
        "action": FeedLine.Action(line.action).label,
        "place": row.location if row else "",
        "message": line.message,
    }


def _subscribe(request, feed):
    feed.subscribed_at, feed.next_run_at = timezone.now(), timezone.now()
    feed.save(update_fields=["subscribed_at", "next_run_at"])
    if len(read_calendar(zlib.decompress(feed.content))) > BIG:
        messages.success(
            request, _("C’est noté. Il y a beaucoup d’événements : ils arrivent dans les minutes qui viennent.")
        )
    else:
        say(request, read_now(feed, by=request.user))
    return redirect("agenda_feeds:feed", feed.pk)
