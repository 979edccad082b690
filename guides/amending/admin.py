"""What the proposals register with Wagtail: imported by guides/wagtail_hooks.py."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from guides.amending.access import may_see


class AmendmentsItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


@hooks.register("register_admin_urls")
def amending_urls():
    return [path("guides/", include("guides.amending.urls"))]


@hooks.register("register_admin_menu_item")
def amendments_item():
    return AmendmentsItem(_("Propositions"), reverse("guides_admin:amendments"), icon_name="edit", order=355)
