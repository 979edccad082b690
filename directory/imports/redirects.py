"""Old addresses of a YesWiki that go on working: /PageName, /wakka.php?wiki=PageName and /?PageName."""

from wagtail.contrib.redirects.models import Redirect


def paths_of(name):
    """Paths in Redirect's own form; HomePage.serve sees to the last one."""
    return [f"/{name}", f"/wakka.php?wiki={name}", f"/?{name}"]


def keep(names):
    """Add the redirects of {page key: name of its former page}; the plan checked that the paths are free."""
    Redirect.objects.bulk_create(
        (
            Redirect(old_path=path, redirect_page_id=key, automatically_created=True)
            for key, name in names.items()
            for path in paths_of(name)
        ),
        batch_size=500,
    )


def forget(names):
    """Take away what `keep` added."""
    for key, name in names.items():
        Redirect.objects.filter(old_path__in=paths_of(name), redirect_page_id=key).delete()
