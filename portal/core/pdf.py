"""PDF files made from our own HTML, and kept so that the same one is not made twice (docs/decisions/0008-pdf.md).

The engine is WeasyPrint, which needs libraries of the system (Pango): it is loaded at the first PDF, so that all the
rest of the portal works on a machine without them.
"""

import contextlib
import io
import os
import re
import secrets
import sys
import time
import zlib
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.files.storage import default_storage
from PIL import ImageFile

OWN = "portail:"  # scheme of the files that the caller gives with the HTML
VARIANT = "pdf/ua-1"
SLOTS = 16  # PDF files kept of each sort: bounds the memory, whatever visitors ask for
KEPT_SECONDS = 86_400
LOCK_SECONDS = 300  # a build that died stops the others for this long
MAC_LIBRARIES = "/opt/homebrew/lib:/usr/local/lib:/usr/lib"  # Homebrew's are not on the loader's path
PICTOGRAPHS = re.compile("(?:[\u2600-\u27bf\U0001f000-\U0001faff\U000e0020-\U000e007f][\ufe0e\ufe0f\u200d]*)+")


class PdfUnavailable(Exception):
    """This machine has not what PDF files need."""


class PdfBusy(Exception):
    """Another request is making a PDF of this sort; `seconds` is when to come back."""

    def __init__(self, seconds):
        super().__init__(f"Retry in {seconds} s")
        self.seconds = seconds


def load_engine():
    """Return the weasyprint module; raises PdfUnavailable when it or one of its libraries is missing."""
    if sys.platform == "darwin":
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", MAC_LIBRARIES)
    truncated = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints an English notice
            import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailable(str(error)) from error
    finally:  # it has the whole process take pictures that are cut short; uploads refuse them
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated
    return weasyprint


def lay_out(html, files=None, first_page=1):
    """Return the WeasyPrint document of an HTML text that names its language, its pages numbered from `first_page`.

    Relative addresses are the portal's. Nothing is read but its static files, its media, and `files` ({name: bytes}),
    which the text calls "portail:name"; anything else is left out, without a request. Raises PdfUnavailable.
    """
    engine = load_engine()
    # Our fonts have neither narrow no-break space nor pictures, and a machine may have no other font.
    html = PICTOGRAPHS.sub("", html.replace("\u202f", "\xa0"))
    numbers = engine.CSS(string=f"@page:first{{counter-reset:page {first_page}}}")
    document = engine.HTML(string=html, base_url=settings.BASE_URL + "/", url_fetcher=_fetcher(files or {}))
    return document.render(stylesheets=[numbers], pdf_variant=VARIANT)


def page_numbers(document, first_page=1):
    """Return {anchor: page number} of a document that was laid out."""
    pages = enumerate(document.pages, first_page)
    return {anchor: number for number, page in pages for anchor in page.anchors}


def bind(documents):
    """Return one PDF of several documents; links lead from one to another."""
    pages = [page for document in documents for page in document.pages]
    return documents[0].copy(pages).write_pdf(pdf_variant=VARIANT)


def _fetcher(files):
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url, headers=None):
            body = read_own(url, files)
            return URLFetcherResponse(url, body, {"Content-Type": guess_type(url)[0] or "application/octet-stream"})

    return OwnFiles()


def read_own(url, files):
    """Return the bytes of one of our own files; raises PermissionError for any other address."""
    if url.startswith(OWN) and url.removeprefix(OWN) in files:
        return files[url.removeprefix(OWN)]
    for prefix, read in ((settings.STATIC_URL, _read_static), (settings.MEDIA_URL, _read_media)):
        absolute = settings.BASE_URL + prefix if prefix.startswith("/") else prefix
        if url.startswith(absolute):
            return read(unquote(url.removeprefix(absolute).partition("?")[0]))
    raise PermissionError(f"Not a file of the portal: {url[:200]}")


def _read_static(name):
    """A collected file, else a source: the stores refuse by themselves a name that leaves their folder."""
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as file:
            return file.read()
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(name)
    return Path(found).read_bytes()


def _read_media(name):
    with default_storage.open(name) as file:
        return file.read()


def kept_pdf(sort, signature, build, wait=0, retry=10):
    """Return the PDF that `signature` (a text that says all it depends on) stands for: kept, else from `build()`.

    One is built at a time of each sort; the others wait up to `wait` seconds, then PdfBusy says when to come back.
    """
    slot = f"pdf:{sort}:{zlib.crc32(signature.encode()) % SLOTS}"
    lock = f"pdf:{sort}:lock"
    token = secrets.token_hex(8)
    deadline = time.monotonic() + wait
    while True:
        kept = cache.get(slot)
        if kept and kept[0] == signature:
            return kept[1]
        if cache.add(lock, token, LOCK_SECONDS):
            break
        if time.monotonic() >= deadline:
            raise PdfBusy(retry)
        time.sleep(0.1)
    try:
        pdf = build()
        cache.set(slot, (signature, pdf), KEPT_SECONDS)
        return pdf
    finally:
        if cache.get(lock) == token:
            cache.delete(lock)
