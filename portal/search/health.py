"""Is the search index there, and does it answer?"""

from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry


def index_problem():
    """Return None when the index answers and is not empty while there are pages, else what is wrong, in French."""
    backend = get_search_backend()
    try:
        found = list(backend.search("accueil", Page.objects.all())[:1])
    except Exception as error:  # each engine has its own family of errors, and any of them means the same here
        return f"le moteur de recherche ne répond pas ({type(error).__name__})"
    in_database = "database" in type(backend).__module__
    if in_database and not found and Page.objects.filter(depth__gt=1).exists() and not IndexEntry.objects.exists():
        return "l’index est vide : lancer « manage.py update_index »"
    return None
