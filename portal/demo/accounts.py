"""The demo's accounts. Their password is public: portal.core.authentication only lets them into a demo."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guides.models import GuidePage
from portal.core.demo_mode import DEMO_DOMAIN
from portal.core.models import User
from portal.demo.builders import make_member, make_user
from portal.editorial.roles import COORDINATORS

DEMO_PASSWORD = "altitudes-demo"  # noqa: S105 - public on purpose, and refused outside the demo
ADMINISTRATOR = f"admin@{DEMO_DOMAIN}"
COORDINATOR = f"coordination@{DEMO_DOMAIN}"
MEMBERS = (f"membre.alpha@{DEMO_DOMAIN}", f"membre.beta@{DEMO_DOMAIN}")
ROLES = {
    ADMINISTRATOR: gettext_lazy("administration : tout"),
    COORDINATOR: gettext_lazy("coordination : toutes les pages, publication"),
    MEMBERS[0]: gettext_lazy("membre d’une structure"),
    MEMBERS[1]: gettext_lazy("membre d’une autre structure"),
}


def load_accounts(structures):
    """Create the four accounts; structures: two pages, one for each member."""
    make_user(ADMINISTRATOR, password=DEMO_PASSWORD, is_superuser=True, is_staff=True, **_name("Alix"))
    coordinators = Group.objects.filter(name=COORDINATORS)
    coordinator = make_user(COORDINATOR, password=DEMO_PASSWORD, groups=coordinators, **_name("Camille"))
    GuidePage.objects.update(keeper=coordinator)
    for email, first_name, structure in zip(MEMBERS, ("Dominique", "Sacha"), structures, strict=True):
        make_member(structure, email, password=DEMO_PASSWORD, **_name(first_name))


def accounts_lines():
    """Return what a terminal shows of the accounts that exist: a heading, then one line each; empty without any."""
    present = set(User.objects.filter(email__in=ROLES).values_list("email", flat=True))
    if not present:
        return []
    width = max(map(len, ROLES))
    heading = _("Comptes de démonstration (mot de passe : %(password)s)") % {"password": DEMO_PASSWORD}
    return [heading, *(f"  {email:{width}}  {role}" for email, role in ROLES.items() if email in present)]


def _name(first_name):
    return {"first_name": first_name, "last_name": "Exemple"}
