"""What those who run the site are told on the admin's home while the engine of SEARCH_URL is down or late."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from portal.search.health import engine_notice


class EngineStatus(Component):
    """Nothing at all while all is well."""

    order = 10

    def render_html(self, parent_context=None):
        told = engine_notice()
        if not told:
            return ""
        words = _("Recherche : %(problem)s.") % {"problem": told}
        return format_html('<div class="help-block help-warning" role="status"><p>{}</p></div>', words)
