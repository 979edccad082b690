"""« Mon espace »: what a signed-in person may write, each one click away."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, PasswordResetConfirmView, PasswordResetView
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.core.listing import ListingForm
from portal.editorial.roles import is_coordinator
from portal.workspace.forms import NewPasswordForm, SignInForm
from portal.workspace.pages import editable_pages, page_row


@never_cache
@login_required
def home(request):
    """The pages that this person may edit, the latest changed first."""
    form = ListingForm.read(request.GET)
    page_obj = form.paginated(editable_pages(request.user))
    context = _frame(_("Mon espace")) | {
        "page_obj": page_obj,
        "rows": [page_row(page) for page in page_obj],
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
        "admin_url": reverse("wagtailadmin_home") if request.user.has_perm("wagtailadmin.access_admin") else "",
        "coordinates": is_coordinator(request.user),
    }
    return render(request, "workspace/home.html", context)


class SignIn(LoginView):
    """E-mail and password; somebody already signed in goes on to their page."""

    template_name = "workspace/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        """The editor sends here those who may not enter it: once signed in, sending them back would never end."""
        may_edit = request.user.is_anonymous or request.user.has_perm("wagtailadmin.access_admin")
        if not may_edit and self.get_redirect_url().startswith(reverse("wagtailadmin_home")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | _frame(_("Se connecter"))


class AskForNewPassword(PasswordResetView):
    template_name = "workspace/password_reset.html"
    form_class = NewPasswordForm
    email_template_name = "emails/password_reset.txt"
    subject_template_name = "emails/password_reset_subject.txt"
    success_url = reverse_lazy("workspace:password_reset_sent")
    # The link leads to the site's own address, whatever host the request named.
    extra_email_context = {
        "protocol": urlsplit(settings.BASE_URL).scheme,
        "domain": urlsplit(settings.BASE_URL).netloc,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | _frame(_("Mot de passe oublié"))


class ChooseNewPassword(PasswordResetConfirmView):
    template_name = "workspace/password_choose.html"
    success_url = reverse_lazy("workspace:home")
    post_reset_login = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | _frame(_("Choisir un mot de passe"))


def password_reset_sent(request):
    return render(request, "workspace/password_reset_sent.html", _frame(_("Regardez votre courriel")))


def _frame(title):
    """What the base template needs of a page that is not in the tree."""
    return {
        "heading": title,
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": title, "url": None},
        ],
    }
