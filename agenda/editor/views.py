"""/admin/agenda/<event>/dates/: the dates of a series one by one, and « cette date et les suivantes »."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from agenda.cards import occurrence_in_words
from agenda.editor import one_date, series
from agenda.editor.date_form import CancelForm, DateForm
from agenda.editor.field import ScheduleField
from agenda.editor.keep import PUBLISHED, WAITING, keep, latest
from agenda.editor.reading import read
from agenda.editor.shown import dates_shown
from agenda.editor.typed import Typed
from agenda.engine import RuleError
from agenda.engine.clocks import to_wall
from agenda.engine.words import schedule_in_words
from agenda.models import EventPage
from agenda.planning.days import day_said

PAGE_SIZE = 30
NAME = "schedule_typed"


def refused(request):
    """Answer 403 with the site's own page: Wagtail's admin would only send people home."""
    return get_resolver().resolve_error_handler(403)(request, exception=None)


class OfEvent(WagtailAdminTemplateMixin):
    """What the screens share: the event as its form shows it, for whoever may edit its page, unless it is locked."""

    header_icon = "calendar-alt"

    def dispatch(self, request, *args, **kwargs):
        page = get_object_or_404(EventPage, pk=kwargs["pk"])
        if not page.permissions_for_user(request.user).can_edit():
            return refused(request)
        if page.alias_of_id:
            return redirect("agenda_editor:dates", page.alias_of_id)
        self.event, self.now = latest(page), timezone.now()
        if request.method == "POST" and self.lock_of(page):
            messages.error(request, _("Cette page est verrouillée : rien n’a été changé."))
            return redirect("agenda_editor:dates", page.pk)
        try:
            self.event.schedule()
        except (RuleError, TypeError, ValueError):
            messages.error(request, _("La répétition de cet événement n’est pas lisible : choisissez-la de nouveau."))
            return redirect("wagtailadmin_pages:edit", page.pk)
        return super().dispatch(request, *args, **kwargs)

    def lock_of(self, page):
        lock = page.get_lock()
        return lock and lock.for_user(self.request.user)

    def planned(self):
        """The date that the address names."""
        try:
            found = one_date.find(self.event, one_date.moment_of(self.kwargs["stamp"]), self.now)
        except ValueError:
            found = None
        if not found:
            raise Http404
        return found

    def done(self, outcome, sentence):
        """Back to the list, saying what was done and whether it can be read already."""
        said = {
            PUBLISHED: _("C’est publié."),
            WAITING: _("Ce changement attend la relecture : le public voit encore l’ancienne date."),
        }.get(outcome, _("C’est enregistré dans le brouillon, à publier avec le reste de la page."))
        messages.success(self.request, f"{sentence} {said}")
        return redirect("agenda_editor:dates", self.event.pk)

    def get_breadcrumbs_items(self):
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]), "label": self.event.title}
        dates = {"url": reverse("agenda_editor:dates", args=[self.event.pk]), "label": _("Les dates une à une")}
        items = [*self.breadcrumbs_items, edit, dates]
        return items if isinstance(self, DateList) else [*items, {"url": "", "label": self.get_page_title()}]


class DateList(OfEvent, TemplateView):
    template_name = "agenda/editor/dates.html"
    page_title = gettext_lazy("Les dates une à une")

    def get_context_data(self, **kwargs):
        coming = [date for date in one_date.dates_of(self.event, self.now) if date.moment.end >= self.now]
        page = Paginator(coming, PAGE_SIZE).get_page(self.request.GET.get("page"))
        lost = one_date.orphans(self.event, self.now)
        return super().get_context_data(**kwargs) | {
            "event": self.event,
            "rhythm": schedule_in_words(self.event.schedule()),
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]),
            "locked": bool(self.lock_of(self.event)),
            "page_obj": page,
            "rows": [self.row(date) for date in page],
            "orphans": [self.orphan(row) for row in lost],
        }

    def row(self, date):
        stamp = one_date.stamp(date.recurrence_id)
        change = date.change
        return {
            "text": occurrence_in_words(date.moment, self.event.all_day)["text"],
            "planned": occurrence_in_words(date, self.event.all_day)["text"] if date.is_moved else "",
            "said": day_said(timezone.localtime(date.moment.start).date()),
            "cancelled": date.moment.cancelled,
            "differs": [text for text in (change.title, change.place, change.note) if text] if change else [],
            "is_changed": bool(change),
            **{name: self.address(name, stamp) for name in ("change", "cancel", "restore", "following")},
        }

    def orphan(self, row):
        text = occurrence_in_words(one_date.Moment(row.recurrence_id, row.recurrence_id, row.recurrence_id))["text"]
        return {"text": text, "restore": self.address("restore", one_date.stamp(row.recurrence_id))}

    def address(self, name, stamp):
        return reverse(f"agenda_editor:{name}", args=[self.event.pk, stamp])


class OneDate(OfEvent, TemplateView):
    """A screen about one date."""

    def get(self, request, *args, **kwargs):
        return self.shown(self.form())

    def shown(self, form):
        date = self.planned()
        context = self.get_context_data(
            event=self.event,
            form=form,
            media=form.media,
            date_text=occurrence_in_words(date.moment, self.event.all_day)["text"],
            dates_url=reverse("agenda_editor:dates", args=[self.event.pk]),
        )
        return self.render_to_response(context)


class ChangeDate(OneDate):
    template_name = "agenda/editor/change.html"
    page_title = gettext_lazy("Changer cette date seulement")

    def form(self, data=None):
        return DateForm(data, planned=self.planned(), event=self.event)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.shown(form)
        one_date.change(self.event, self.planned().recurrence_id, **form.changes())
        return self.done(keep(self.event, request.user), _("La date est changée."))


class CancelDate(OneDate):
    template_name = "agenda/editor/cancel.html"
    page_title = gettext_lazy("Annuler cette date")

    def form(self, data=None):
        return CancelForm(data)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.shown(form)
        values = {"cancelled": True} | ({"note": form.cleaned_data["note"]} if form.cleaned_data["note"] else {})
        one_date.change(self.event, self.planned().recurrence_id, **values)
        sentence = _("La date est annulée ; elle reste à l’agenda, barrée. On peut la rétablir.")
        return self.done(keep(self.event, request.user), sentence)


class RestoreDate(OfEvent, View):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            recurrence_id = one_date.moment_of(self.kwargs["stamp"])
        except ValueError:
            raise Http404 from None
        if not one_date.restore(self.event, recurrence_id):
            messages.info(request, _("Rien ne différait à cette date."))
            return redirect("agenda_editor:dates", self.event.pk)
        return self.done(keep(self.event, request.user), _("La date est de nouveau comme les autres."))


class FollowingForm(forms.Form):
    schedule_typed = ScheduleField(label=gettext_lazy("Quand"), required=False)


class Following(OneDate):
    """This date and the following: another page goes on with the rest of the series."""

    template_name = "agenda/editor/following.html"
    page_title = gettext_lazy("Changer cette date et les suivantes")

    def dispatch(self, request, *args, **kwargs):
        page = get_object_or_404(EventPage, pk=kwargs["pk"])
        if not page.get_parent().permissions_for_user(request.user).can_add_subpage():
            return refused(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except series.SeriesError as problem:
            return self.not_here(problem)

    def form(self, data=None):
        schedule = self.event.schedule()
        wall = to_wall(self.planned().recurrence_id, schedule.zone)
        series.head_of(schedule, wall)
        return FollowingForm(data, initial={NAME: Typed.from_schedule(series.rest_of(schedule, wall))})

    def post(self, request, *args, **kwargs):
        try:
            form = self.form(request.POST)
            if not form.is_valid():
                return self.shown(form)
            schedule, notices = form.cleaned_data[NAME]
            _new, outcome = series.split(self.event, self.planned().recurrence_id, schedule, request.user)
        except series.SeriesError as problem:
            return self.not_here(problem)
        for notice in notices:
            messages.info(request, notice)
        self.done(outcome, _("La série s’arrête avant cette date ; une nouvelle page, « suite de », porte le reste."))
        return redirect("wagtailadmin_pages:edit", _new.pk)

    def not_here(self, problem):
        messages.error(self.request, str(problem))
        return redirect("agenda_editor:dates", self.event.pk)


def preview(request):
    """The dates that the form would give, as a fragment of HTML; the parameters are the form's own inputs."""
    typed = Typed.from_data(request.GET, NAME)
    schedule = None if typed.is_blank else read(typed)
    context = {"preview": dates_shown(schedule), "notices": typed.notices, "errors": list(typed.errors.values())}
    return HttpResponse(render_to_string("agenda/editor/preview.html", context))
