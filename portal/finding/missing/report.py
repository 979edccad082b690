"""« Recherches sans réponse », among Wagtail's reports: what was asked for and not found, for the coordination."""

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from directory.exports.table import safe
from portal.core.templatetags.portal_tags import long_date
from portal.editorial.roles import is_coordinator
from portal.finding.missing.groups import grouped, groups
from portal.finding.models import UnansweredSearch

BOTH = (ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX)
LANGUAGES = dict(settings.LANGUAGES)
STATES = [("open", _("à traiter")), ("handled", _("traitée"))]


def words(group):
    return group.words or str(_("(sans mots)"))


def standing(group):
    """« à traiter », « traitée le … par … », or both when it was asked again since."""
    if not group.handled_on:
        return str(_("à traiter"))
    known = {"day": long_date(group.handled_on), "who": group.handled_by or _("un compte effacé")}
    if group.is_open:
        return _("à traiter : redemandée depuis le %(day)s (traitée alors par %(who)s)") % known
    return _("traitée le %(day)s par %(who)s") % known


# What each column holds.
FIELDS = {
    "words": (_("Mots cherchés"), words),
    "language": (_("Langue"), lambda group: LANGUAGES.get(group.language, group.language)),
    "times": (_("Fois"), lambda group: group.times),
    "last_month": (_("Dernier mois"), lambda group: date_format(group.last_month, "F Y")),
    "understood": (_("Compris comme"), lambda group: group.understood),
    "wishes": (_("Ce que les visiteurs en disent"), lambda group: " | ".join(group.wishes)),
    "alerts": (_("Alertes"), lambda group: group.alerts),
    "standing": (_("État"), standing),
}


def column(name, column_class=Column, **options):
    label, read = FIELDS[name]
    return column_class(name, label=label, accessor=read, **options)


def months():
    """The first days of the last thirteen months, that of today first, with their names."""
    day = timezone.localdate().replace(day=1)
    found = []
    for _month in range(13):
        found.append((day.isoformat(), date_format(day, "F Y")))
        day = day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
    return found


class UnansweredFilters(WagtailFilterSet):
    month = django_filters.ChoiceFilter(label=_("mois"), choices=months)
    language = django_filters.ChoiceFilter(label=_("langue"), choices=settings.LANGUAGES)
    state = django_filters.ChoiceFilter(label=_("état"), choices=STATES, method="by_state")

    class Meta:
        model = UnansweredSearch
        fields = ["month", "language"]

    def by_state(self, rows, name, value):
        return rows.filter(open__gt=0) if value == "open" else rows.filter(open=0)


class UnansweredReport(ReportView):
    model = UnansweredSearch
    page_title = _("Recherches sans réponse")
    header_icon = "search"
    template_name = "finding/missing/report.html"
    index_url_name = "finding_missing:list"
    index_results_url_name = "finding_missing:list_results"
    no_results_message = _("Aucune recherche sans réponse : tout ce qui a été cherché a été trouvé.")
    filterset_class = UnansweredFilters
    default_ordering = "-times"
    columns = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="search"),
        column(
            "words", TitleColumn, sort_key="words", width="18%", get_title_id=lambda group: f"search_{group.pk}_title"
        ),
        column("language", sort_key="language"),
        column("times", sort_key="times"),
        column("last_month", sort_key="last_month"),
        *(column(name) for name in ("understood", "wishes", "alerts", "standing")),
    ]
    list_export = list(FIELDS)
    export_headings = {name: label for name, (label, _read) in FIELDS.items()}
    custom_value_preprocess = {str: dict.fromkeys(BOTH, safe)}

    def dispatch(self, request, *args, **kwargs):
        if not is_coordinator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return grouped()

    def order_queryset(self, rows):
        """Those to handle first, unless one asks otherwise; by words in the end, so that no page shows one twice."""
        first = [] if self.is_explicitly_ordered else ["-is_waiting"]
        return rows.order_by(*first, self.ordering, "words", "language")

    def get_table(self, rows):
        return super().get_table([] if self.is_export else groups(rows))

    def decorate_paginated_queryset(self, rows):
        return groups(rows) if self.is_export else rows

    def to_row_dict(self, item):
        return {name: read(item) for name, (_label, read) in FIELDS.items()}

    def get_filename(self):
        return f"recherches-sans-reponse-{timezone.localdate()}"


class ReportItem(MenuItem):
    def is_shown(self, request):
        return is_coordinator(request.user)


@hooks.register("register_admin_urls")
def report_urls():
    addresses = [
        path("", UnansweredReport.as_view(), name="list"),
        path("resultats/", UnansweredReport.as_view(results_only=True), name="list_results"),
    ]
    return [path("reports/recherches-sans-reponse/", include((addresses, "finding_missing")))]


@hooks.register("register_reports_menu_item")
def report_item():
    return ReportItem(_("Recherches sans réponse"), reverse("finding_missing:list"), icon_name="search", order=960)
