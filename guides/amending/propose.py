"""/admin/guides/parties/<pk>/proposer/: a part's text in Wagtail's editor, to be sent to its keeper."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail_localize.models import Translation

from guides.amending import mails
from guides.amending.access import may_propose, open_part, refused
from guides.amending.bodies import read_start, sign_start
from guides.amending.forms import PROPOSAL
from guides.models import Amendment, GuidePartPage


def origin_of(part):
    """The number of the page that a part repeats or translates, and from which it is written anew; None for most."""
    if part.alias_of_id:
        return part.alias_of_id
    made = Translation.objects.filter(
        source__object_id=part.translation_key, target_locale_id=part.locale_id, enabled=True
    )
    locales = made.values("source__locale_id")
    sources = GuidePartPage.objects.filter(translation_key=part.translation_key, locale_id__in=locales)
    return sources.values_list("pk", flat=True).first()


class Propose(generic.CreateView):
    """`part`: None when it was taken down or deleted while somebody was writing; what they wrote is given back."""

    model = Amendment
    panel = PROPOSAL
    permission_required = None
    template_name = "guides/admin/propose.html"
    page_title = gettext_lazy("Proposer une modification")
    header_icon = "edit"
    submit_button_label = gettext_lazy("Envoyer la proposition")
    submit_button_active_label = gettext_lazy("Envoi…")
    error_message = gettext_lazy("La proposition n’est pas envoyée : corrigez ce qui est signalé.")

    def dispatch(self, request, *args, **kwargs):
        if not may_propose(request.user):
            return refused(request)
        key = kwargs["pk"]
        self.part = open_part(key)
        if self.part is None and read_start(request.POST.get("start", ""), key) is None:
            raise Http404
        if self.part and (origin := origin_of(self.part)):
            messages.info(request, _("Cette page en répète une autre : le changement se propose sur l’original."))
            return redirect("guides_admin:propose", origin)
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self):
        body = self.part.body if self.part else read_start(self.request.POST["start"], self.kwargs["pk"])
        return Amendment(part_id=self.kwargs["pk"], author=self.request.user, body=body, before=body)

    def get_initial(self):
        return {"start": sign_start(self.part)} if self.part else {}

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            get_user_model().objects.select_for_update().get(pk=request.user.pk)  # counts are of one at a time
            response = super().post(request, *args, **kwargs)
        if self.object and self.object.pk:
            mails.tell_keeper(self.object)
        return response

    def is_valid(self, form):
        valid = super().is_valid(form)
        if self.part is None:
            words = _("Cette partie n’est plus publiée : rien n’est envoyé. Copiez votre texte pour ne pas le perdre.")
            form.add_error(None, words)
            self.produced_error_message = self.get_error_message()
        return valid and self.part is not None

    def save_instance(self):
        self.form.save()
        return self.form.instance

    def get_success_message(self, instance):
        return _("Merci ! Votre proposition est envoyée : vous saurez par courriel ce qu’elle devient.")

    def get_success_buttons(self):
        return []

    def get_success_url(self):
        return reverse("guides_admin:amendment", args=[self.object.pk])

    def get_add_url(self):
        return self.request.path

    def get_page_subtitle(self):
        return self.part.title if self.part else ""

    def get_breadcrumbs_items(self):
        amendments = {"url": reverse("guides_admin:amendments"), "label": _("Propositions")}
        return [*self.breadcrumbs_items, amendments, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        guide = self.part.guide if self.part else None
        return super().get_context_data(**kwargs) | {
            "part": self.part,
            "guide": guide,
            "has_keeper": bool(guide and guide.keeper_id),
        }
