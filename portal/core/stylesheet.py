"""One style sheet for the browser, one file a component for us: the files of static/css joined, in ordre.txt's order.

A dozen small files would each cost a request on a weak network, and a front-end build is not worth one concatenation.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/portail.css"


class StylesheetFinder(BaseFinder):
    """Gives `css/portail.css` to collectstatic and to the test server, made anew whenever it is asked for."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.source = settings.BASE_DIR / "static" / "css"
        self.storage = FileSystemStorage(settings.DATA_DIR / "styles")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, all=False):
        if path != NAME:
            return []
        found = self._write()
        return [found] if find_all or all else found

    def list(self, ignore_patterns):
        self._write()
        yield NAME, self.storage

    def _write(self):
        target = Path(self.storage.path(NAME))
        text = joined(self.source)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return str(target)


def joined(folder):
    """Return the text of the files that folder/ordre.txt names, one a line."""
    names = (folder / "ordre.txt").read_text(encoding="utf-8").split()
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
