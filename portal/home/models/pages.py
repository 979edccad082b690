"""The home page and the plain pages."""

from django.conf import settings
from django.db import models
from django.http import HttpResponsePermanentRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from portal.core.blocks import BodyBlock
from portal.core.blocks.text import plain_text
from portal.core.models import BasePage
from portal.home.sections import home_sections


class HomePage(BasePage):
    """The root of a language: the search, the map, and the latest of each room."""

    hero_title = models.CharField(_("grand titre"), max_length=80)
    hero_text = models.CharField(_("phrase d’accueil"), max_length=300, blank=True)
    search_placeholder = models.CharField(
        _("exemple dans la recherche"), max_length=80, blank=True, help_text=_("Ce que l’on pourrait chercher.")
    )

    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text"), FieldPanel("search_placeholder")],
            _("En haut de la page"),
        ),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        TranslatableField("hero_title"),
        TranslatableField("hero_text"),
        TranslatableField("search_placeholder"),
    ]

    class Meta:
        verbose_name = _("accueil")

    def serve(self, request, *args, **kwargs):
        """An imported YesWiki had all its pages at `/?PageName`: these addresses go on leading to what they named."""
        if request.GET:
            path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
            redirect = get_redirect(request, path)
            if redirect and redirect.link:
                return HttpResponsePermanentRedirect(redirect.link)
        return super().serve(request, *args, **kwargs)

    def get_social_card(self, request):
        """A home is called by the site's name, not « Accueil »."""
        return super().get_social_card(request) | {"title": self.seo_title or settings.WAGTAIL_SITE_NAME}

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | home_sections()


class StandardPage(BasePage):
    """A plain page: about, legal notice, accessibility statement ..."""

    body = StreamField(BodyBlock(), verbose_name=_("texte"), blank=True)
    in_footer = models.BooleanField(_("dans le pied de page"), default=False)

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels = [*BasePage.promote_panels, FieldPanel("in_footer")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [*BasePage.override_translatable_fields, TranslatableField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def entry_texts(self):
        return super().entry_texts()._replace(body=plain_text(self.body))
