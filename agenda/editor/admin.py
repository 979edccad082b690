"""What the editor of events registers with Wagtail: imported by agenda/wagtail_hooks.py."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from agenda.editor import views
from agenda.models import Place
from agenda.planning.urls import urlpatterns as planning_urls

urlpatterns = [
    path("apercu-des-dates/", views.preview, name="preview"),
    path("<int:pk>/dates/", views.DateList.as_view(), name="dates"),
    path("<int:pk>/dates/<str:stamp>/", views.ChangeDate.as_view(), name="change"),
    path("<int:pk>/dates/<str:stamp>/annuler/", views.CancelDate.as_view(), name="cancel"),
    path("<int:pk>/dates/<str:stamp>/retablir/", views.RestoreDate.as_view(), name="restore"),
    path("<int:pk>/dates/<str:stamp>/suivantes/", views.Following.as_view(), name="following"),
]


class PlaceViewSet(SnippetViewSet):
    """Places are typed once and chosen by everybody: coordinators keep the list."""

    model = Place
    icon = "site"
    menu_label = _("Lieux connus")
    menu_order = 405
    add_to_admin_menu = True
    list_display = ["name", "commune", "address"]
    search_fields = ["name", "address"]


register_snippet(PlaceViewSet)


@hooks.register("register_admin_urls")
def editor_urls():
    return [
        path("agenda/", include((urlpatterns, "agenda_editor"))),
        path("agenda/choisir-une-date/", include((planning_urls, "agenda_planning"))),
    ]


@hooks.register("before_edit_page")
def remember_what_is_edited(request, page):
    """The page that the form fills: once published, Wagtail reads it anew and hands over another."""
    request.edited_page = page


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_was_understood(request, page):
    """A first date that moved to the first one that fits, an end understood as the next day.

    Not when the editor saves by itself: the sentences would pile up until the next page.
    """
    if not request.accepts("text/html"):
        return
    for sentence in getattr(getattr(request, "edited_page", page), "schedule_notices", ()):
        messages.info(request, sentence)
