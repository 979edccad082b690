from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = _("recherche")

    def ready(self):
        from portal.search import receivers  # noqa: F401 - connects them
