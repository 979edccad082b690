from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"
    verbose_name = _("recherche")

    def ready(self):
        from django.core.checks import register

        from portal.search import receivers  # noqa: F401 - connects them
        from portal.search.engines.outside.checks import check_client

        register(check_client)
