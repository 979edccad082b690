"""/admin/guides/propositions/: the proposals that one may see, those that wait first."""

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.models import Page

from guides.amending.access import amendments_for, may_see, refused
from guides.models import Amendment

PER_PAGE = 30
WAITING_FIRST = Case(When(state=Amendment.State.WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
GUIDE_PATH = Substr(OuterRef("part__path"), 1, Length(OuterRef("part__path")) - Page.steplen)


class AmendmentFilters(WagtailFilterSet):
    class Meta:
        model = Amendment
        fields = ["state"]


class AmendmentList(BaseListingView):
    model = Amendment
    page_title = gettext_lazy("Propositions")
    header_icon = "edit"
    index_url_name = "guides_admin:amendments"
    index_results_url_name = "guides_admin:amendments_results"
    filterset_class = AmendmentFilters
    paginate_by = PER_PAGE
    columns = [
        TitleColumn(
            "reason",
            label=gettext_lazy("Pourquoi"),
            get_url=lambda amendment: reverse("guides_admin:amendment", args=[amendment.pk]),
        ),
        Column("part", label=gettext_lazy("Partie"), accessor="part.title"),
        Column("guide_title", label=gettext_lazy("Mini-guide")),
        Column("author", label=gettext_lazy("Proposée par")),
        DateColumn("made_at", label=gettext_lazy("Proposée le")),
        Column("state", label=gettext_lazy("État"), accessor="get_state_display"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            return refused(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        title = Subquery(Page.objects.filter(path=GUIDE_PATH).values("title")[:1])
        found = amendments_for(self.request.user).defer("before", "body", "part__body")
        return found.annotate(guide_title=title).order_by(WAITING_FIRST, "-made_at", "-pk")

    @cached_property
    def no_results_message(self):
        if self.is_filtering:
            return _("Aucune proposition dans cet état.")
        return _(
            "Aucune proposition pour l’instant. Pour en faire une, ouvrez une partie d’un mini-guide sur le site : "
            "le lien « Proposez une modification » est sous son sommaire."
        )
