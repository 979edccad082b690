"""« Avis des lecteurs » in Wagtail's admin: read, filtered, taken away as a sheet, marked as read."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_list_or_404
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from directory.exports.table import safe
from guides.models import Feedback
from guides.opinions.readers import may_read, opinions_of

BOTH = (ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX)
LONGEST_KEY = 18  # digits; more is no number of ours, and too much for a database


def yes_or_no(helped):
    return _("oui") if helped else _("non")


def on_our_clocks(moment):
    """A cell of a sheet: spreadsheets know no time zones."""
    return timezone.make_naive(moment).replace(microsecond=0)


def pages_with_opinions(request):
    return Page.objects.filter(pk__in=opinions_of(request.user).order_by().values("page")).order_by("title")


class OpinionFilters(WagtailFilterSet):
    page = django_filters.ModelChoiceFilter(label=_("page"), queryset=pages_with_opinions)

    class Meta:
        model = Feedback
        fields = ["page", "helped", "state"]


class OpinionReport(ReportView):
    """A report and not a snippet: Wagtail's choosers show snippets to everybody who enters the admin."""

    model = Feedback
    page_title = _("Avis des lecteurs")
    header_icon = "openquote"
    template_name = "guides/opinions_report.html"
    index_url_name = "guides_opinions:list"
    index_results_url_name = "guides_opinions:list_results"
    default_ordering = "-written_at"
    filterset_class = OpinionFilters
    columns = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="opinion"),
        TitleColumn(
            "page",
            label=_("Page"),
            width="25%",
            get_url=lambda opinion: opinion.page.url,
            get_title_id=lambda opinion: f"opinion_{opinion.pk}_title",
        ),
        Column("where", label=_("Adresse"), accessor=lambda opinion: opinion.page.get_url() or ""),
        Column("helped", label=_("A aidé"), accessor=lambda opinion: yes_or_no(opinion.helped), sort_key="helped"),
        Column("missing", label=_("Ce qui manque")),
        DateColumn("written_at", label=_("Reçu le"), sort_key="written_at"),
        Column("get_state_display", label=_("État"), sort_key="state"),
    ]
    list_export = ["page.title", "helped", "missing", "written_at", "get_state_display", "page.full_url"]
    export_headings = {
        "page.title": _("Page"),
        "helped": _("A aidé"),
        "missing": _("Ce qui manque"),
        "written_at": _("Reçu le"),
        "get_state_display": _("État"),
        "page.full_url": _("Adresse"),
    }
    custom_value_preprocess = ReportView.custom_value_preprocess | {str: dict.fromkeys(BOTH, safe)}
    custom_field_preprocess = {
        "helped": dict.fromkeys(BOTH, lambda helped: str(yes_or_no(helped))),
        "written_at": dict.fromkeys(BOTH, on_our_clocks),
    }

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return opinions_of(self.request.user).select_related("page")

    def get_filename(self):
        return f"avis-des-lecteurs-{timezone.localdate()}"


class MarkAsRead(BulkAction):
    models = [Feedback]
    display_name = _("Marquer comme lu")
    action_type = "lu"
    aria_label = _("Marquer comme lus les avis choisis")
    template_name = "guides/opinions_mark.html"

    def dispatch(self, request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id):
        """All those of the list as it is filtered: its parameters come along."""
        return OpinionFilters(self.request.GET, opinions_of(self.request.user), request=self.request).qs.values_list(
            "pk", flat=True
        )

    @classmethod
    def get_queryset(cls, model, object_ids):
        keys = [key for key in map(str, object_ids) if key.isdecimal() and len(key) <= LONGEST_KEY]
        return get_list_or_404(model.objects.select_related("page"), pk__in=keys)

    def check_perm(self, opinion):
        return opinion.pk in self.markable

    @cached_property
    def markable(self):
        """The numbers of the opinions that this person may mark."""
        return set(opinions_of(self.request.user, "change").values_list("pk", flat=True))

    @classmethod
    def execute_action(cls, objects, **kwargs):
        new = Feedback.objects.filter(pk__in=[opinion.pk for opinion in objects], state=Feedback.State.NEW)
        return new.update(state=Feedback.State.DONE), 0

    def get_success_message(self, done, _children):
        return ngettext("%(n)s avis marqué comme lu.", "%(n)s avis marqués comme lus.", done) % {"n": done}


urlpatterns = [
    path("", OpinionReport.as_view(), name="list"),
    path("resultats/", OpinionReport.as_view(results_only=True), name="list_results"),
]


class OpinionsItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


@hooks.register("register_admin_urls")
def opinion_screens():
    return [path("avis-des-lecteurs/", include((urlpatterns, "guides_opinions")))]


@hooks.register("register_admin_menu_item")
def opinions_item():
    return OpinionsItem(_("Avis des lecteurs"), reverse("guides_opinions:list"), icon_name="openquote", order=415)


hooks.register("register_bulk_action", MarkAsRead)
