"""/annuaire/<slug>/ecrire/: a message to a structure, and the page that thanks for it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.contact import stamp
from directory.contact.forms import TRAP, ContactForm
from directory.contact.limits import PER_HOUR, takes_one_more
from directory.contact.relay import relay
from directory.models import ContactMessage, StructurePage
from directory.old_addresses import following

STAMP = "jeton"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@following
def write(request, slug):
    structure = _structure_or_404(slug)
    form = ContactForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status, answer = _received(request, structure, form)
        if answer:
            return answer
    context = _frame(structure, _("Écrire à « %(name)s »") % {"name": structure.title})
    context |= {"form": form, "token": _token(request, structure), "token_name": STAMP, "trap": TRAP}
    return render(request, "directory/structure/write.html", context, status=status)


def _received(request, structure, form):
    """Return (status, redirection or None); what is wrong is said in the form."""
    if not form.is_valid():
        return 200, None
    try:
        is_too_fast = stamp.is_too_fast(request.POST.get(STAMP, ""), structure.pk)
    except stamp.Expired:
        form.add_error(None, _("Ce formulaire est resté ouvert trop longtemps. Relisez votre message et renvoyez-le."))
        return 200, None
    if not takes_one_more(request, form.cleaned_data["email"]):
        form.add_error(None, _("Pas plus de %(n)s messages par heure. Réessayez un peu plus tard.") % {"n": PER_HOUR})
        return 429, None
    message = ContactMessage(
        structure=structure,
        sender_name=form.cleaned_data["name"],
        sender_email=form.cleaned_data["email"],
        text=form.cleaned_data["text"],
    )
    has_left = relay(message, is_trapped=form.is_trapped, is_too_fast=is_too_fast)
    address = reverse("directory:written", args=[structure.slug])
    return 302, redirect(address if has_left else f"{address}?relecture=1")


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


def _token(request, structure):
    """A form shown again keeps the moment at which it was first opened, unless that is too long ago."""
    posted = request.POST.get(STAMP, "")
    try:
        return posted if posted and not stamp.is_too_fast(posted, structure.pk) else stamp.stamp(structure.pk)
    except stamp.Expired:
        return stamp.stamp(structure.pk)


def _frame(structure, title):
    """What the base template needs of a page that is not in the tree."""
    home, listing = reverse("wagtail_serve", args=[""]), reverse("directory:listing")
    return {
        "heading": title,
        "structure": structure,
        "structure_url": structure.get_url(),
        "breadcrumb": [
            {"title": _("Accueil"), "url": home},
            {"title": _("Annuaire"), "url": listing},
            {"title": structure.title, "url": structure.get_url()},
            {"title": _("Écrire"), "url": None},
        ],
    }
