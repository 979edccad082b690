"""Who may sign in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from portal.core.demo_mode import DEMO_DOMAIN


class SignInBackend(ModelBackend):
    """E-mail and password; the demo's accounts, whose passwords are public, only open a demo."""

    def user_can_authenticate(self, user):
        if user.email.endswith(f"@{DEMO_DOMAIN}") and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id):
        """Called at each request: a demo session does not outlive the demo either."""
        user = super().get_user(user_id)
        return user if user and self.user_can_authenticate(user) else None
