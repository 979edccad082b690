"""/annuaire/<slug>/ecrire/: a message to a structure, and the page that thanks for it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.contact.forms import ContactForm
from directory.models import StructurePage
from directory.old_addresses import following


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@following
def write(request, slug):
    structure = _structure_or_404(slug)
    form = ContactForm(request, structure.pk)
    status = 200
    if form.is_valid():
        if form.takes_one_more():
            address = reverse("directory:written", args=[structure.slug])
            return redirect(address if form.send(structure) else f"{address}?relecture=1")
        status = 429
    context = _frame(structure, _("Écrire à « %(name)s »") % {"name": structure.title}) | {"form": form}
    return render(request, "directory/structure/write.html", context, status=status)


@never_cache
@require_safe
def written(request, slug):
    """Where a sent form leads, so that reloading sends nothing again."""
    structure = _structure_or_404(slug)
    is_waiting = "relecture" in request.GET
    title = _("Merci, votre message va être relu") if is_waiting else _("Merci, votre message est parti")
    context = _frame(structure, title) | {"is_waiting": is_waiting}
    return render(request, "directory/structure/written.html", context)


def _structure_or_404(slug):
    """The structure as visitors may see it in the active language, when it can be written to."""
    listed = StructurePage.objects.listed().filter(slug=slug, locale__language_code=get_language())
    structure = listed.select_related("locale").first()
    if structure is None or not structure.can_be_written_to():
        raise Http404
    return structure


def _frame(structure, title):
    """What the base template needs of a page that is not in the tree."""
    home, listing = reverse("wagtail_serve", args=[""]), reverse("directory:listing")
    return {
        "heading": title,
        "structure": structure,
        "back_url": structure.get_url(),
        "breadcrumb": [
            {"title": _("Accueil"), "url": home},
            {"title": _("Annuaire"), "url": listing},
            {"title": structure.title, "url": structure.get_url()},
            {"title": _("Écrire"), "url": None},
        ],
    }
