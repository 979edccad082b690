"""The PDF engine: loaded late, and reading nothing but our own files."""

import builtins
import io
import os
import subprocess
import sys
import threading

import pytest
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from portal.core import pdf
from tools.machine import PANGO, how_to_install

HTML = '<html lang="fr"><head><title>Essai</title>{}</head><body><p>Été « œuf » 🏔</p>{}</body></html>'


def make_pdf(html, files=None):
    return pdf.bind([pdf.lay_out(html, files)])


@pytest.fixture
def engine():
    try:
        return pdf.load_engine()
    except pdf.PdfUnavailable:
        pytest.skip(f"{PANGO.label} manque : {how_to_install(PANGO)}")


def test_the_portal_starts_without_loading_it():
    code = "import pytest, django; django.setup(); import portal.urls, sys; sys.exit('weasyprint' in sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=60).returncode == 0


@pytest.mark.parametrize("error", [OSError("cannot load library 'libpango-1.0-0'"), ImportError("weasyprint")])
def test_a_missing_library_is_told_apart_from_a_breakdown(monkeypatch, error):
    original = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name == "weasyprint":
            raise error
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(pdf.PdfUnavailable):
        make_pdf(HTML.format("", ""))


def test_a_text_becomes_a_tagged_pdf_with_its_accents(engine):
    reader = PdfReader(io.BytesIO(make_pdf(HTML.format("", ""))))
    # What no font of ours can write is left out, instead of a box that no screen reader can tell.
    assert reader.pages[0].extract_text().replace("\xa0", " ").strip() == "Été « œuf »"
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


# -- What it may read -------------------------------------------------------------------------------------------------
ELSEWHERE = [
    "http://evil.example/x.png",
    "https://evil.example/x.png",
    "//evil.example/x.png",
    "http://testserver.evil.example/static/img/partage.png",
    "http://testserver@evil.example/static/img/partage.png",
    "http://testserver/admin/",
    "http://169.254.169.254/latest/meta-data",
    "ftp://evil.example/x",
    "file:///etc/passwd",
    "data:text/plain,abc",
    "portail:autre.svg",
    "portail:../qr.svg",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_another_address_is_refused(url):
    with pytest.raises(PermissionError):
        pdf.read_own(url, {"qr.svg": b"<svg/>"})


@pytest.mark.parametrize("path", ["../portal/settings.py", "%2e%2e/portal/settings.py", "css/%2e%2e/%2e%2e/manage.py"])
@pytest.mark.parametrize("prefix", ["/static/", "/medias/"])
def test_a_path_cannot_leave_its_folder(prefix, path):
    with pytest.raises((SuspiciousOperation, FileNotFoundError, PermissionError)):
        pdf.read_own(f"http://testserver{prefix}{path}", {})


def test_our_own_files_are_read():
    default_storage.save("logo.txt", ContentFile(b"logo"))
    assert pdf.read_own("http://testserver/medias/logo.txt", {}) == b"logo"
    assert pdf.read_own("http://testserver/static/img/favicon.svg?v=1", {}).startswith(b"<svg")
    assert pdf.read_own("portail:qr.svg", {"qr.svg": b"<svg/>"}) == b"<svg/>"


def test_a_document_that_asks_for_more_gets_none_of_it(engine, monkeypatch, caplog):
    """Any opening of a socket or of a file by address fails the test (see also tests/conftest.py no_network)."""
    import urllib.request

    opened = []
    monkeypatch.setattr(urllib.request.OpenerDirector, "open", lambda self, url, *args, **kw: opened.append(url))
    monkeypatch.setattr("socket.create_connection", lambda *args, **kwargs: opened.append(args))
    head = '<link rel="stylesheet" href="http://evil.example/a.css"><style>@import "file:///etc/hosts";'
    head += "@font-face{font-family:X;src:url(http://evil.example/x.woff2)} p{font-family:X;background:url(ftp://e.example/x)}"
    head += "</style>"
    images = "".join(f'<img src="{url}" alt="">' for url in ELSEWHERE)
    images += '<object data="file:///etc/passwd"></object><embed src="http://evil.example/e.svg">'
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://evil.example/s.png"/></svg>'
    )
    images += '<img src="portail:a.svg" alt="">'
    made = make_pdf(HTML.format(head, images), {"a.svg": drawing})
    assert opened == []
    assert "root:" not in PdfReader(io.BytesIO(made)).pages[0].extract_text()


# -- Keeping ----------------------------------------------------------------------------------------------------------
def test_two_requests_at_once_build_once():
    started, go, answers, builds = threading.Event(), threading.Event(), [], []

    def slow():
        builds.append(1)
        started.set()
        go.wait(5)
        return b"pdf"

    first = threading.Thread(target=lambda: answers.append(pdf.kept_pdf("essai", "a", slow)))
    first.start()
    started.wait(5)
    with pytest.raises(pdf.PdfBusy) as busy:
        pdf.kept_pdf("essai", "a", slow, retry=7)
    assert busy.value.seconds == 7
    second = threading.Thread(target=lambda: answers.append(pdf.kept_pdf("essai", "a", slow, wait=5)))
    second.start()
    go.set()
    first.join(5)
    second.join(5)
    assert answers == [b"pdf", b"pdf"]
    assert len(builds) == 1


def test_two_signatures_of_one_place_are_not_mistaken():
    signatures = [f"s{number}" for number in range(pdf.SLOTS * 3)]
    for signature in signatures:
        assert pdf.kept_pdf("essai", signature, signature.encode) == signature.encode()
    for signature in signatures:
        assert pdf.kept_pdf("essai", signature, signature.encode) == signature.encode()


def test_a_builder_that_comes_late_does_not_free_another_s_place():
    def stolen():
        cache.set("pdf:essai:lock", "another", 60)
        return b"pdf"

    pdf.kept_pdf("essai", "a", stolen)
    assert cache.get("pdf:essai:lock") == "another"


def test_the_engine_does_not_have_the_portal_take_pictures_that_are_cut_short(engine):
    """WeasyPrint says so to Pillow for the whole process, at its first import: hence a process of its own."""
    code = "from portal.core.pdf import load_engine; from PIL import ImageFile; load_engine()"
    code = f"import pytest, django, sys; django.setup(); {code}; sys.exit(ImageFile.LOAD_TRUNCATED_IMAGES)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=60).returncode == 0
