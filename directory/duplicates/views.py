"""The coordinators' workbench, in Wagtail's admin: pairs, one pair side by side, and pairs told apart."""

from django.core.paginator import Paginator
from django.db.models import BigIntegerField
from django.http import Http404
from django.shortcuts import redirect
from django.urls import get_resolver, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from directory.duplicates import refusals
from directory.duplicates.compare import comparison, drawn
from directory.duplicates.merge import MergeRefused, may_merge, merge, obstacle, state_of
from directory.duplicates.parts import BOTH, KEPT, OTHER, parts
from directory.duplicates.sheets import likely_pairs
from directory.models import DirectoryIndexPage, NotDuplicate, StructurePage

PAGE_SIZE = 20
CHOICES = (KEPT, OTHER, BOTH)


def is_coordinator(user):
    """Someone who may publish structures, whichever they are."""
    return any(index.permissions_for_user(user).can_publish_subpage() for index in DirectoryIndexPage.objects.all())


def refused(request):
    """Answer 403 with the site's own page: Wagtail's admin would only send people home."""
    return get_resolver().resolve_error_handler(403)(request, exception=None)


class Workbench(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of the workbench share. Wagtail has already asked strangers to sign in."""

    page_title = gettext_lazy("Doublons de l’annuaire")
    header_icon = "copy"

    def dispatch(self, request, *args, **kwargs):
        if not is_coordinator(request.user):
            return refused(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items, {"url": reverse("directory_duplicates:list"), "label": _("Doublons")}]
        return items if self.page_title is Workbench.page_title else [*items, {"url": "", "label": self.page_title}]


class PairList(Workbench):
    template_name = "directory/duplicates/list.html"

    def get_context_data(self, **kwargs):
        page = Paginator(likely_pairs(), PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "pairs": drawn(page.object_list),
            "told_apart": NotDuplicate.objects.count(),
            "here": page.number,
        }


class ToldApart(Workbench):
    """Pairs that somebody said are two structures: to be taken back."""

    template_name = "directory/duplicates/told_apart.html"
    page_title = gettext_lazy("Paires écartées")

    def get_context_data(self, **kwargs):
        rows = NotDuplicate.objects.select_related("one", "other", "said_by").defer(
            "one__presentation", "other__presentation"
        )
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"page_obj": page}


class ComparePair(Workbench):
    """Two sheets side by side; a POST merges them."""

    template_name = "directory/duplicates/compare.html"
    page_title = gettext_lazy("Comparer deux fiches")

    def dispatch(self, request, kept, other):
        if max(kept, other) > BigIntegerField.MAX_BIGINT:
            raise Http404
        self.pages = StructurePage.objects.select_related("commune", "merged_into").in_bulk([kept, other])
        if not is_coordinator(request.user) or not may_merge(request.user, *self.pages.values()):
            return refused(request)
        return super().dispatch(request, kept=kept, other=other)

    def get(self, request, kept, other):
        if sentence := self._obstacle(kept, other):
            messages.warning(request, sentence)
            return redirect("directory_duplicates:list")
        return super().get(request, kept=kept, other=other)

    def _obstacle(self, kept, other):
        if kept == other:
            return _("C’est deux fois la même fiche : il n’y a rien à comparer.")
        if len(self.pages) < 2:
            return _("Une des deux fiches n’existe plus : quelqu’un l’a supprimée.")
        return next(filter(None, map(obstacle, self.pages.values())), "")

    def get_context_data(self, kept, other, **kwargs):
        kept, other = self.pages[kept], self.pages[other]
        return super().get_context_data(**kwargs) | comparison(kept, other) | {"seen": state_of(kept, other)}

    def post(self, request, kept, other):
        choices = {part.name: request.POST.get(f"choix-{part.name}", KEPT) for part in parts()}
        choices = {name: choice for name, choice in choices.items() if choice in CHOICES}
        try:
            page = merge(kept, other, choices, request.user, seen=request.POST.get("seen", ""))
        except MergeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("directory_duplicates:compare", kept, other)
        messages.success(
            request,
            _("Les deux fiches n’en font plus qu’une : « %(name)s ». L’ancienne adresse y conduit.")
            % {"name": page.title},
            buttons=[messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Relire la fiche"))],
        )
        return redirect("directory_duplicates:list")


class SayTwo(Workbench):
    """POST only: these are two structures, or (again=True) the question is open again."""

    http_method_names = ["post"]
    again = False

    def post(self, request, one, other):
        if one == other or StructurePage.objects.filter(pk__in=[one, other]).count() < 2:
            raise Http404
        if self.again:
            refusals.forget(one, other)
            messages.success(request, _("La paire peut de nouveau être proposée."))
            return redirect("directory_duplicates:told_apart")
        refusals.remember(one, other, request.user)
        messages.success(request, _("C’est noté : ce sont deux structures, la paire ne sera plus proposée."))
        return redirect("directory_duplicates:list")
