"""The catalogues' checker catches each thing that it is there for, and Babel's .mo is what gettext reads."""

import gettext
import io
from shutil import which

import pytest
from babel.messages.pofile import read_po

from tools import compile_messages, messages

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
DATE = 'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2031-01-01 00:00+0000\\n"\n\n'
HELLO = 'msgid "Bonjour"\nmsgstr "Hello"\n'
PLURAL = 'msgid "%(n)s lieu"\nmsgid_plural "%(n)s lieux"\nmsgstr[0] ""\nmsgstr[1] ""\n'


def catalogue(text):
    return read_po(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("committed", "expected", "found"),
    [
        (HELLO, HELLO, []),
        (HELLO, DATE + "#: other.py:3\n" + HELLO, []),
        (HELLO, HELLO + "\n" + PLURAL, ["missing: %(n)s lieu / %(n)s lieux"]),
        (HELLO, HELLO + '\nmsgctxt "mois"\nmsgid "mars"\nmsgstr ""\n', ["missing: mois: mars"]),
        (HELLO + "\n" + PLURAL, HELLO, ["no longer in the code: %(n)s lieu / %(n)s lieux"]),
        (HELLO + '\n#~ msgid "Au revoir"\n#~ msgstr "Bye"\n', HELLO, ["obsolete: Au revoir"]),
        ("#, fuzzy\n" + HELLO, HELLO, ["fuzzy: Bonjour"]),
    ],
)
def test_problems(committed, expected, found):
    committed = committed if committed.startswith('msgid ""') else HEADER + committed
    expected = expected if expected.startswith('msgid ""') else HEADER + expected
    assert messages.problems(catalogue(committed), catalogue(expected)) == found


@pytest.fixture
def italian(tmp_path):
    path = tmp_path / "it" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


def test_a_lost_placeholder_is_caught(italian):
    if which("msgfmt") is None:
        pytest.skip("gettext is not installed")
    italian.write_text(HEADER + '#, python-format\nmsgid "%(n)s lieux"\nmsgstr "luoghi"\n')
    assert messages.format_problems(italian)
    italian.write_text(HEADER + '#, python-format\nmsgid "%(n)s lieux"\nmsgstr "%(n)s luoghi"\n')
    assert messages.format_problems(italian) == []


def test_a_catalogue_is_compiled_once_until_it_changes(italian, tmp_path):
    italian.write_text(HEADER + HELLO.replace("Hello", "Buongiorno"))
    assert compile_messages.compile_stale(tmp_path) == [italian]
    assert compile_messages.compile_stale(tmp_path) == []
    with italian.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Bonjour") == "Buongiorno"
