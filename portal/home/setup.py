"""What every portal needs before its first visitor: languages, territory, vocabularies, the tree, roles.

Safe to run again at any time: it adds what is missing and leaves what people changed.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from agenda.models import AgendaIndexPage
from directory.models import DirectoryIndexPage
from guides.models import GuideIndexPage, StoryIndexPage
from portal.core.content import read_page
from portal.core.territory.loading import load_territory
from portal.core.vocabularies import load_vocabularies
from portal.editorial.roles import apply_coordinator_role
from portal.home.frame import forget_frame
from portal.home.models import HomePage, StandardPage
from portal.search.synonyms import load_synonyms

CONTENT = Path(__file__).parent / "content"
STANDING_PAGES = ("a-propos", "accessibilite", "donnees-ouvertes", "mentions-legales", "donnees-personnelles")
INDEX_PAGES = (
    (DirectoryIndexPage, "annuaire", "Annuaire", "Qui fait quoi dans les Hautes-Alpes et l’Ubaye, et où."),
    (AgendaIndexPage, "agenda", "Agenda", "Ce qui se passe dans les vallées, organisé par les structures d’ici."),
    (GuideIndexPage, "guides", "Mini-guides", "Faire ensemble, pas à pas : six domaines où coopérer change tout."),
    (
        StoryIndexPage,
        "initiatives",
        "Initiatives",
        "Elles et ils l’ont fait : des coopérations racontées pour être copiées.",
    ),
)


@transaction.atomic
def prepare_site():
    """Make what is missing and return the home page in French."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    load_territory()
    load_vocabularies()
    load_synonyms()
    is_new = not HomePage.objects.exists()
    home = _home(locales)
    for model, slug, title, summary in INDEX_PAGES:
        if not model.objects.child_of(home).exists():
            home.add_child(instance=model(title=title, slug=slug, summary=summary, show_in_menus=True))
    if is_new:
        for name in STANDING_PAGES:
            _standing_page(home, name)
    _site(home)
    apply_coordinator_role(Page.objects.filter(depth=2))
    forget_frame()
    return home


def _home(locales):
    """The home in French, and in the other languages as its translations; Wagtail's welcome page goes away."""
    root = Page.get_first_root_node()
    home = HomePage.objects.filter(locale=locales[settings.LANGUAGE_CODE]).first()
    if home is None:
        Site.objects.all().delete()
        Page.objects.filter(depth=2).exclude(pk__in=HomePage.objects.values("pk")).delete()
        root.refresh_from_db()
        home = root.add_child(instance=HomePage(locale=locales[settings.LANGUAGE_CODE], **_home_texts("home.toml")))
    for code, locale in locales.items():
        if code != settings.LANGUAGE_CODE and not home.has_translation(locale):
            translation = home.copy_for_translation(locale)
            for name, text in (_home_texts(f"home-{code}.toml") | {"slug": f"{home.slug}-{code}"}).items():
                setattr(translation, name, text)
            translation.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def _home_texts(name):
    values = read_page(CONTENT / name, page_at=None)
    names = ("title", "slug", "summary", "search_description", "hero_title", "hero_text", "search_placeholder")
    return {name: values[name] for name in names}


def _standing_page(home, name):
    values = read_page(CONTENT / f"{name}.toml", page_at=lambda path: page_at(home, path))
    names = ("title", "slug", "summary", "search_description", "body")
    home.add_child(instance=StandardPage(in_footer=True, **{name: values[name] for name in names}))


def page_at(home, path):
    """Return the page at a path of the site such as "/annuaire/"; raises Page.DoesNotExist."""
    return Page.objects.get(url_path=home.url_path.rstrip("/") + path)


def _site(home):
    """One site, at BASE_URL; its root and its name are the editors'."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    site = site or Site(is_default_site=True, root_page=home, site_name=settings.WAGTAIL_SITE_NAME)
    if (site.hostname, site.port) != (address.hostname, port) or not site.pk:
        site.hostname, site.port = address.hostname, port
        site.save()
