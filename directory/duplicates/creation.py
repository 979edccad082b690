"""Before a structure is added: is it not there already? A screen that asks, shows the look-alikes, and lets through.

Plain GET parameters on Wagtail's own address: nothing, the question; `nom` (and `commune`), the look-alikes; with
`nouveau`, the ordinary form with what was typed. A POST is the ordinary form's.
"""

from urllib.parse import urlencode

from django import forms
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.create import CreateView

from directory.duplicates.compare import card, pages_of
from directory.duplicates.links import free_slug
from directory.duplicates.sheets import look_alikes
from directory.models import StructurePage
from portal.core.bulk import slug_from
from portal.core.models import Commune

_PASSED = "_look_alikes_were_shown"


class NewStructureForm(forms.Form):
    nom = forms.CharField(
        label=gettext_lazy("Nom de la structure"),
        max_length=255,
        error_messages={"required": gettext_lazy("Écrivez le nom de la structure, même approximatif.")},
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=Commune.objects.in_territory(),
        required=False,
        empty_label=gettext_lazy("je ne sais pas"),
        error_messages={"invalid_choice": gettext_lazy("Cette commune n’est pas dans la liste.")},
    )


def before_create(request, parent, page_class):
    """The hook: None lets Wagtail go on."""
    if page_class is not StructurePage or request.method != "GET" or getattr(request, _PASSED, False):
        return None
    form = NewStructureForm(request.GET if "nom" in request.GET else None)
    found = _found(form.cleaned_data) if form.is_valid() else []
    if form.is_valid() and (request.GET.get("nouveau") or not found):
        return _ordinary_form(request, parent, form.cleaned_data)
    return TemplateResponse(request, "directory/duplicates/before_create.html", _context(request, form, found))


def _found(values):
    alike = look_alikes(values["nom"], values["commune"])
    pages = pages_of([sheet for sheet, _like in alike])
    return [
        card(pages[sheet.key]) | {"percent": like.percent, "reasons": like.reasons}
        for sheet, like in alike
        if sheet.key in pages
    ]


def _context(request, form, found):
    query = request.GET.dict() | {"nouveau": "1"}
    return {
        "form": form,
        "found": found,
        "continue_url": f"?{urlencode(query)}",
        "next": request.GET.get("next", ""),
        "header_title": _("Ajouter une structure"),
        "header_icon": "group",
        "page_title": _("Ajouter une structure"),
        "breadcrumbs_items": [],
    }


def _ordinary_form(request, parent, values):
    setattr(request, _PASSED, True)
    return PrefilledCreateView.as_view(typed=values)(request, "directory", "structurepage", parent.pk)


class PrefilledCreateView(CreateView):
    """Wagtail's form, with the name, the address and the commune already written."""

    typed = None

    def get(self, request):
        self.page.title = self.typed["nom"]
        # Wagtail's script only writes the slug while somebody types the title.
        self.page.slug = free_slug(slug_from(self.page.title), self.parent_page)
        self.page.commune = self.typed["commune"]
        return super().get(request)
