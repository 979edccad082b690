"""Forms of « Mon espace »."""

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.utils.translation import gettext_lazy as _

from portal.core.authentication import SignInBackend


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un nouveau mot de passe."
        ),
        "inactive": _("Ce compte est fermé."),
    }

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Votre adresse de courriel")
        self.fields["password"].label = _("Votre mot de passe")

    def clean_username(self):
        return self.cleaned_data["username"].strip().lower()


class NewPasswordForm(PasswordResetForm):
    """Django leaves out accounts that never had a password; here the mailed link is how such an account is opened."""

    def get_users(self, email):
        people = get_user_model().objects.filter(email__iexact=email, is_active=True)
        return [person for person in people if SignInBackend().user_can_authenticate(person)]
