"""What a member fills to propose a change, and what its keeper fills to decide."""

import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks.base import BlockWidget

from guides.amending.bodies import BODY, read_start, same
from guides.amending.difference import told
from guides.models import Amendment

MOST_WAITING = 20  # of one author
MOST_SIGNS = 60_000  # of a body as it is stored: ten times a long part
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)  # what forged blocks raise in Wagtail


def one_line(text):
    return " ".join(text.split())


class SteadyBlocks(BlockWidget):
    """The editor's own widget. What it cannot read becomes the text at the start, and an error, instead of a 500."""

    start = None
    is_lost = False

    def value_from_datadict(self, data, files, name):
        try:
            value = super().value_from_datadict(data, files, name)
            [told(child.block, child.value) for child in value]
        except UNREADABLE:
            self.is_lost = True
            return self.start
        return value


class ProposalForm(WagtailAdminModelForm):
    """`start`: the body that the form was opened on, signed; saved as `before`."""

    start = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        widget = SteadyBlocks(self.fields["body"].block)
        widget.start = self.instance.body
        self.fields["body"].widget = widget

    def clean_reason(self):
        return one_line(self.cleaned_data["reason"])

    def clean_body(self):
        body = self.cleaned_data["body"]
        if self.fields["body"].widget.is_lost:
            raise forms.ValidationError(
                _("Le texte reçu n’est pas lisible ; celui de la partie est remis ici. Refaites votre changement.")
            )
        stored = json.dumps(BODY.stream_block.get_prep_value(body))
        if "\\u0000" in stored:
            raise forms.ValidationError(_("Ce texte contient un caractère nul, que rien ne peut garder : retirez-le."))
        if len(stored) > MOST_SIGNS:
            raise forms.ValidationError(_("Ce texte est trop long pour une seule partie : raccourcissez-le."))
        return body

    def clean(self):
        cleaned = super().clean()
        before = read_start(cleaned.get("start", ""), self.instance.part_id)
        self.instance.before = self.instance.before if before is None else before
        if "body" in cleaned and same(self.instance.before, cleaned["body"]):
            self.add_error(None, _("Vous n’avez rien changé au texte : il n’y a rien à proposer."))
        author = self.instance.author
        if author.amendments.filter(state=Amendment.State.WAITING).count() >= MOST_WAITING:
            words = _("Vous avez déjà %(n)s propositions à examiner : attendez une réponse, ou retirez-en une.")
            self.add_error(None, words % {"n": MOST_WAITING})
        return cleaned


PROPOSAL = ObjectList([FieldPanel("body"), FieldPanel("reason")], base_form_class=ProposalForm).bind_to_model(Amendment)


class DecisionForm(forms.Form):
    """`seen`: what was shown when the decision was taken (see bodies.state_of)."""

    note = forms.CharField(
        label=gettext_lazy("Ce qui change, pour les lecteurs"),
        max_length=250,
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy(
            "La raison donnée, que vous pouvez réécrire. Videz-la pour une correction de forme : la version ne change "
            "pas, et l’historique n’en parle pas."
        ),
    )
    answer = forms.CharField(
        label=gettext_lazy("Un mot à l’auteur ou à l’autrice"),
        max_length=1000,
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy("Part par courriel avec votre décision. Obligatoire si vous refusez : dites pourquoi."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("J’ai lu ce qui sera remplacé, et je veux la proposition à la place"), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, must_confirm, **kwargs):
        super().__init__(*args, **kwargs)
        if not must_confirm:
            del self.fields["confirmed"]

    def clean_note(self):
        return one_line(self.cleaned_data["note"])
