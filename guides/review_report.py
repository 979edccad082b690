"""« Guides à relire », among Wagtail's reports: every published guide, those that are late first."""

from datetime import date

from django.db.models import F
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from directory.exports.table import safe
from guides.amending.access import is_coordinator, refused
from guides.models import GuidePage
from guides.review import review_words
from portal.core.templatetags.portal_tags import long_date

BOTH = (ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX)
# What each column holds; the address is in the sheet only.
FIELDS = {
    "title": (_("Mini-guide"), lambda guide: guide.title),
    "standing": (_("Relecture"), lambda guide: str(review_words(guide, timezone.localdate()))),
    "review_on": (_("À relire avant le"), lambda guide: guide.review_on),
    "last_reviewed_on": (_("Relu le"), lambda guide: guide.last_reviewed_on),
    "keeper": (_("Responsable"), lambda guide: str(guide.keeper or _("personne"))),
    "language": (_("Langue"), lambda guide: str(guide.locale)),
    "address": (_("Adresse"), lambda guide: guide.full_url or ""),
}


def column(name, column_class=Column, **options):
    label, read = FIELDS[name]

    def in_words(guide):
        value = read(guide)
        return long_date(value) if isinstance(value, date) else value or ""

    return column_class(name, label=label, accessor=in_words, **options)


class ReviewReport(ReportView):
    model = GuidePage
    page_title = _("Guides à relire")
    header_icon = "calendar-check"
    index_url_name = "guides_review:list"
    index_results_url_name = "guides_review:list_results"
    columns = [
        column("title", TitleColumn, get_url=lambda guide: reverse("wagtailadmin_pages:edit", args=[guide.pk])),
        *(column(name) for name in ("standing", "review_on", "last_reviewed_on", "keeper", "language")),
    ]
    list_export = list(FIELDS)
    export_headings = {name: label for name, (label, _read) in FIELDS.items()}
    custom_value_preprocess = ReportView.custom_value_preprocess | {
        str: dict.fromkeys(BOTH, safe),
        type(None): dict.fromkeys(BOTH, safe),
    }

    def dispatch(self, request, *args, **kwargs):
        if not is_coordinator(request.user):
            return refused(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        guides = GuidePage.objects.live().filter(alias_of=None).select_related("keeper", "locale").defer("body")
        return guides.order_by(F("review_on").asc(nulls_last=True), "number", "pk")

    def to_row_dict(self, item):
        return {name: read(item) for name, (_label, read) in FIELDS.items()}

    def get_filename(self):
        return f"guides-a-relire-{timezone.localdate()}"


class ReviewItem(MenuItem):
    def is_shown(self, request):
        return is_coordinator(request.user)


@hooks.register("register_admin_urls")
def review_urls():
    addresses = [
        path("", ReviewReport.as_view(), name="list"),
        path("resultats/", ReviewReport.as_view(results_only=True), name="list_results"),
    ]
    return [path("reports/guides-a-relire/", include((addresses, "guides_review")))]


@hooks.register("register_reports_menu_item")
def review_item():
    return ReviewItem(_("Guides à relire"), reverse("guides_review:list"), icon_name="calendar-check", order=950)
