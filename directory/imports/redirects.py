"""Old addresses of a YesWiki that go on working: /PageName, /wakka.php?wiki=PageName and /?PageName."""

from wagtail.contrib.redirects.models import Redirect

from directory.imports.existing import chunks


def paths_of(name):
    """Paths in Redirect's own form; HomePage.serve sees to the last one."""
    return [f"/{name}", f"/wakka.php?wiki={name}", f"/?{name}"]


def keep(names):
    """Add the redirects of {page key: name of its former page} that are not there yet: two of one path are a 500."""
    wanted = {path: key for key, name in names.items() for path in paths_of(name)}
    known = set()
    for chunk in chunks(list(wanted)):
        known.update(Redirect.objects.filter(old_path__in=chunk).values_list("old_path", flat=True))
    Redirect.objects.bulk_create(
        (
            Redirect(old_path=path, redirect_page_id=key, automatically_created=True)
            for path, key in wanted.items()
            if path not in known
        ),
        batch_size=500,
    )


def forget(names):
    """Take away what `keep` added."""
    for key, name in names.items():
        Redirect.objects.filter(old_path__in=paths_of(name), redirect_page_id=key).delete()
