"""Tells at start of a SEARCH_URL whose server the installed client does not speak to."""

from importlib.metadata import PackageNotFoundError, version

from django.core.checks import Error, Warning

from portal.search.engines.outside.address import address

PACKAGES = {"elasticsearch": "elasticsearch", "opensearch": "opensearch-py"}


def check_client(app_configs=None, **kwargs):
    """Our own requests name the server's version, so that any client's will do; those of Wagtail's search do not."""
    where = address()
    if where is None:
        return []
    package = PACKAGES[where.family]
    try:
        major = int(version(package).partition(".")[0])
    except PackageNotFoundError:
        return [Error(f"SEARCH_URL demande {where.label}, et le paquet {package} manque.", id="search.E001")]
    if where.family != "elasticsearch" or major == where.major:
        return []
    text = (
        f"SEARCH_URL demande Elasticsearch {where.major} et le paquet installé est de la version {major} : "
        "la recherche publique marche, celle de l’administration non."
    )
    hint = f"pip install 'elasticsearch>={where.major},<{where.major + 1}'"
    return [Warning(text, hint=hint, id="search.W001")]
