"""/admin/guides/propositions/<pk>/: what would change, and what to do with it."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from guides.amending import decide, mails
from guides.amending.access import amendments_for, may_decide, may_see, one_of, refused
from guides.amending.bodies import state_of
from guides.amending.difference import shown
from guides.amending.forms import DecisionForm

DONE = {
    decide.PUBLISHED: gettext_lazy("La proposition est acceptée, et la partie publiée."),
    decide.WAITING: gettext_lazy(
        "La proposition est acceptée. Vous ne publiez pas vous-même cette page : un brouillon attend la relecture."
    ),
    decide.DRAFT: gettext_lazy(
        "La proposition est acceptée. Vous ne publiez pas vous-même cette page : un brouillon attend la coordination."
    ),
    decide.ALREADY: gettext_lazy("La proposition est acceptée. La partie disait déjà cela : rien n’a été publié."),
}
GESTURES = ("accept", "edit", "decline", "withdraw")


class OneAmendment(WagtailAdminTemplateMixin, TemplateView):
    template_name = "guides/admin/amendment.html"
    page_title = gettext_lazy("Proposition de modification")
    header_icon = "edit"
    form = None

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            return refused(request)
        self.amendment = one_of(amendments_for(request.user), kwargs["pk"])
        if self.amendment is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def part(self):
        return self.amendment.part

    @property
    def is_waiting(self):
        return self.amendment.state == self.amendment.State.WAITING

    def get_form(self, data=None):
        initial = {"note": self.amendment.reason, "seen": state_of(self.part)}
        must_confirm = decide.must_confirm(self.amendment, self.part)
        return DecisionForm(data, initial=initial, must_confirm=must_confirm)

    # -- Deciding -----------------------------------------------------------------------------------------------------
    def post(self, request, *args, **kwargs):
        """The button's name is the gesture; any other POST shows the form again."""
        gesture = next((name for name in GESTURES if name in request.POST), "choose")
        if gesture != "withdraw" and not may_decide(request.user, self.amendment):
            return refused(request)
        self.form = self.get_form(request.POST)
        try:
            return getattr(self, gesture)() if self.form.is_valid() else self.again()
        except decide.TooLate as late:
            messages.error(request, str(late))
            return self.here()
        except decide.Refusal as refusal:
            self.form.add_error(None, str(refusal))
            return self.again()

    def values(self, *names):
        return {name: self.form.cleaned_data.get(name, False) for name in names}

    def accept(self):
        values = self.values("note", "answer", "seen", "confirmed")
        amendment, outcome = decide.accept(self.amendment.pk, self.request.user, **values)
        mails.tell_author(amendment)
        messages.success(self.request, DONE[outcome])
        return self.here()

    def edit(self):
        values = self.values("note", "answer", "seen", "confirmed")
        mails.tell_author(decide.edit(self.amendment.pk, self.request.user, **values))
        messages.success(self.request, _("La proposition est dans le brouillon : retouchez-la, puis publiez la page."))
        return redirect("wagtailadmin_pages:edit", self.part.pk)

    def decline(self):
        if not self.form.cleaned_data["answer"]:
            self.form.add_error("answer", _("Dites pourquoi : la personne qui a proposé le lira."))
            return self.again()
        mails.tell_author(decide.decline(self.amendment.pk, self.request.user, **self.values("answer")))
        messages.success(self.request, _("La proposition est refusée, et votre réponse envoyée."))
        return self.here()

    def withdraw(self):
        decide.withdraw(self.amendment.pk, self.request.user)
        messages.success(self.request, _("Votre proposition est retirée."))
        return self.here()

    def choose(self):
        self.form.add_error(None, _("Choisissez par un bouton ce que devient la proposition."))
        return self.again()

    def here(self):
        return redirect("guides_admin:amendment", self.amendment.pk)

    def again(self):
        """The form as it was typed, over what the part says now: what is shown is what the next decision replaces."""
        self.form.data = self.form.data.copy()
        self.form.data["seen"] = state_of(self.part)
        return self.render_to_response(self.get_context_data())

    # -- Showing ------------------------------------------------------------------------------------------------------
    def get_breadcrumbs_items(self):
        amendments = {"url": reverse("guides_admin:amendments"), "label": _("Propositions")}
        return [*self.breadcrumbs_items, amendments, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        amendment, part, user = self.amendment, self.part, self.request.user
        changed = self.is_waiting and decide.has_changed(amendment, part)
        decides = self.is_waiting and may_decide(user, amendment)
        form = (self.form or self.get_form()) if decides else None
        return super().get_context_data(**kwargs) | {
            "amendment": amendment,
            "made_on": timezone.localdate(amendment.made_at),
            "part": part,
            "is_public": part.live,
            "guide": part.guide,
            "is_waiting": self.is_waiting,
            "decided": "" if self.is_waiting else decide.who_decided(amendment),
            "since": shown(amendment.before, part.body) if changed else None,
            "difference": shown(part.body if changed else amendment.before, amendment.body),
            "is_author": amendment.author_id == user.pk,
            "form": form,
            "media": form.media if form else "",
            **(self.rights() if decides else {}),
        }

    def rights(self):
        """What the person who decides may do here, and what stands in the way."""
        permissions = self.part.permissions_for_user(self.request.user)
        draft = decide.draft_of(self.part)
        return {
            "is_already_said": decide.is_already_said(self.amendment, self.part),
            "lock": decide.lock_on(self.part, self.request.user),
            "publishes": permissions.can_publish(),
            "edits": permissions.can_edit(),
            "draft": draft,
            "draft_day": timezone.localdate(draft.created_at) if draft else None,
        }
