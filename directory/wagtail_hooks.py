"""The directory's own screens in Wagtail's admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

import directory.contact.admin
import directory.duplicates.admin  # noqa: F401 - both register their own screens
from directory.imports import urls as import_urls
from directory.imports.steps import may_import


@hooks.register("register_admin_urls")
def import_screens():
    return [path("annuaire/imports/", include(import_urls))]


class ImportMenuItem(MenuItem):
    def is_shown(self, request):
        return may_import(request.user)


@hooks.register("register_admin_menu_item")
def import_menu_item():
    url = reverse("structure_imports:index")
    return ImportMenuItem(_("Imports"), url, name="structure-imports", icon_name="upload", order=410)
