"""People sign in with their e-mail address, in any case; nobody has two accounts; demo accounts open only a demo."""

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from portal.core.demo_mode import DEMO_DOMAIN
from portal.core.models import User
from portal.demo.builders import make_user

pytestmark = pytest.mark.django_db
SIGN_IN = "/mon-espace/connexion/"


def sign_in(client, email, password="Valgaude-2026"):
    client.post(SIGN_IN, {"username": email, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["awa@exemple.fr", "AWA@exemple.FR", " Awa@Exemple.fr "])
def test_a_person_signs_in_with_their_address_in_any_case(client, portal_site, typed):
    make_user("Awa@Exemple.fr", password="Valgaude-2026")
    assert sign_in(client, typed)


def test_a_wrong_password_does_not_sign_in(client, portal_site):
    make_user("awa@exemple.fr", password="Valgaude-2026")
    assert not sign_in(client, "awa@exemple.fr", "valgaude-2026")


def test_a_closed_account_does_not_sign_in(client, portal_site):
    make_user("awa@exemple.fr", password="Valgaude-2026", is_active=False)
    assert not sign_in(client, "awa@exemple.fr")


def test_a_person_has_no_user_name():
    assert User.USERNAME_FIELD == "email"
    with pytest.raises(FieldDoesNotExist):
        User._meta.get_field("username")


def test_a_second_account_with_the_same_address_in_another_case_is_refused():
    make_user("awa@exemple.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("AWA@exemple.fr")


def test_the_database_itself_refuses_the_same_address_in_another_case():
    User.objects.bulk_create([User(email="awa@exemple.fr")])
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="AWA@EXEMPLE.FR")])


def test_a_form_says_that_the_address_already_has_an_account():
    make_user("awa@exemple.fr")
    again = User(email="Awa@exemple.fr", password="!")
    with pytest.raises(ValidationError) as error:
        again.full_clean()
    assert "déjà un compte" in str(error.value)


def test_a_superuser_is_made_with_an_address_alone():
    user = User.objects.create_superuser("Admin@exemple.fr", "Valgaude-2026")
    assert (user.email, user.is_superuser, user.is_staff) == ("admin@exemple.fr", True, True)


def test_a_demo_account_cannot_sign_in_outside_the_demo(client, portal_site, settings):
    make_user(f"admin@{DEMO_DOMAIN}", password="Valgaude-2026", is_superuser=True)
    settings.DEMO = False
    assert not sign_in(client, f"Admin@{DEMO_DOMAIN.upper()}")
    settings.DEMO = True
    assert sign_in(client, f"admin@{DEMO_DOMAIN}")


@pytest.mark.ignore_template_errors
def test_a_demo_session_does_not_outlive_the_demo(client, portal_site, settings):
    settings.DEMO = True
    client.force_login(make_user(f"admin@{DEMO_DOMAIN}", is_superuser=True))
    assert client.get("/admin/").status_code == 200
    settings.DEMO = False
    assert client.get("/admin/").status_code == 302
