"""Is the text of the catalogue there, and what is to be known of the engine outside?"""

from wagtail.models import Page
from wagtail.search.models import IndexEntry

from portal.search.engines import text_engine
from portal.search.engines.outside.health import problem
from portal.search.models import Entry


def index_problem():
    """Return None when searches can be answered, else what is wrong, in French."""
    if Page.objects.filter(depth__gt=1).exists() and not IndexEntry.objects.exists():
        return "l’index de l’administration est vide : lancer « manage.py update_index »"
    if Entry.objects.listed().exists() and text_engine().is_empty():
        return "l’index de la recherche est vide : lancer « manage.py rebuild_catalogue »"
    return None


def engine_notice():
    """Return None, or what those who run the site must know of the engine that SEARCH_URL names; searches go on."""
    return problem()
