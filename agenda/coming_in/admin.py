"""What the calendars that are followed register with Wagtail: imported by agenda/wagtail_hooks.py."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from agenda.coming_in import urls
from agenda.coming_in.access import may_subscribe
from agenda.coming_in.merge import MERGE, MERGED


class FeedsItem(MenuItem):
    def is_shown(self, request):
        return may_subscribe(request.user)


@hooks.register("register_admin_urls")
def feed_urls():
    return [path("agenda/calendriers/", include(urls))]


@hooks.register("register_admin_menu_item")
def feeds_item():
    return FeedsItem(_("Calendriers suivis"), reverse("agenda_feeds:index"), icon_name="calendar", order=360)


@hooks.register("register_log_actions")
def merge_actions(actions):
    actions.register_action(MERGE, _("Réunir deux événements"), _("A reçu un autre événement, réuni à celui-ci"))
    actions.register_action(MERGED, _("Être réuni à un autre événement"), _("Réuni à un autre événement"))
