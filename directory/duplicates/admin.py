"""What the workbench registers with Wagtail: imported by directory/wagtail_hooks.py."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from directory.duplicates import creation, views
from directory.duplicates.merge import MERGE, MERGED

urlpatterns = [
    path("", views.PairList.as_view(), name="list"),
    path("ecartees/", views.ToldApart.as_view(), name="told_apart"),
    path("<int:kept>/<int:other>/", views.ComparePair.as_view(), name="compare"),
    path("<int:one>/<int:other>/deux/", views.SayTwo.as_view(), name="two"),
    path("<int:one>/<int:other>/revoir/", views.SayTwo.as_view(again=True), name="again"),
]


class DuplicatesItem(MenuItem):
    def is_shown(self, request):
        return views.is_coordinator(request.user)


@hooks.register("register_admin_urls")
def workbench_urls():
    return [path("doublons/", include((urlpatterns, "directory_duplicates")))]


@hooks.register("register_admin_menu_item")
def workbench_item():
    return DuplicatesItem(_("Doublons"), reverse("directory_duplicates:list"), icon_name="copy", order=350)


@hooks.register("before_create_page")
def show_look_alikes(request, parent, page_class):
    return creation.before_create(request, parent, page_class)


@hooks.register("register_log_actions")
def merge_actions(actions):
    actions.register_action(MERGE, _("Réunir deux fiches"), _("A reçu une autre fiche, réunie à celle-ci"))
    actions.register_action(MERGED, _("Être réunie à une autre fiche"), _("Réunie à une autre fiche"))
