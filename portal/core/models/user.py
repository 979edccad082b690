"""People who sign in."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    """Accounts by e-mail; addresses are compared without regard to case."""

    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        """Create an account; without a password it can only be opened by a reset link."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person with an account: signs in with an e-mail address, has no user name."""

    username = None
    email = models.EmailField(
        _("adresse de courriel"),
        unique=True,
        error_messages={"unique": _("Une personne a déjà un compte avec cette adresse.")},
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Une personne a déjà un compte avec cette adresse."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        self.email = self.email.strip().lower()
        super().clean()
