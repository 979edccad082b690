"""Forms of « Mon espace »."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


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
