"""The message catalogues: `make messages` brings locale/ up to date with the code, `--check` only compares.

French is the source language and has no catalogue. Needs gettext (xgettext, msgmerge, msgfmt) and the environment.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.machine import GETTEXT, how_to_install, obtain

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "it")
SOURCES = ("portal", "directory", "agenda", "guides", "templates", "locale")
HEADER = """\
# The portal's messages, from French.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
EXTRACT = ["-m", "django", "makemessages", "--no-location", "--no-wrap", "--verbosity=0"]


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(target: Path) -> None:
    """Copies the sources to `target` and brings the copy's catalogues up to date there, without the settings."""
    for name in SOURCES:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("*.pyc", "*.mo"))
    for language in LANGUAGES:
        path = catalogue_path(target, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(HEADER.format(language=language))
    languages = [argument for language in LANGUAGES for argument in ("--locale", language)]
    subprocess.run([sys.executable, *EXTRACT, *languages], cwd=target, check=True)


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


def keys(messages: Iterator[Message]) -> dict:
    """Messages by what identifies them: context, singular and plural."""
    return {(message.context, message.id): message for message in messages if message.id}


def describe(key: tuple) -> str:
    context, text = key
    text = " / ".join(text) if isinstance(text, tuple) else text
    return f"{context}: {text}" if context else text


def problems(committed: Catalog, expected: Catalog) -> list[str]:
    """What is wrong with a committed catalogue; `expected` holds every message of the code and templates."""
    have, want = keys(iter(committed)), keys(iter(expected))
    found = [f"missing: {describe(key)}" for key in want.keys() - have.keys()]
    found += [f"no longer in the code: {describe(key)}" for key in have.keys() - want.keys()]
    found += [f"obsolete: {describe(key)}" for key in keys(iter(committed.obsolete.values()))]
    found += [f"fuzzy: {describe(key)}" for key, message in have.items() if message.fuzzy]
    return sorted(found)


def format_problems(path: Path) -> list[str]:
    """Translations whose placeholders or plural forms differ from the original's, as msgfmt tells them."""
    answer = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True)
    return answer.stderr.splitlines() if answer.returncode else []


def check(language: str, extracted: Path) -> list[str]:
    path = catalogue_path(ROOT, language)
    if not path.exists():
        return ["there is no catalogue"]
    return problems(read(path), read(catalogue_path(extracted, language))) + format_problems(path)


def progress(language: str) -> str:
    messages = keys(iter(read(catalogue_path(ROOT, language)))).values()
    done = sum(all(m.string) if isinstance(m.string, tuple) else bool(m.string) for m in messages)
    return f"{language}: {done} of {len(messages)} messages translated"


def update(language: str, extracted: Path) -> None:
    """Takes over the fresh catalogue, unless only its dates changed."""
    path, fresh = catalogue_path(ROOT, language), catalogue_path(extracted, language)
    if not path.exists() or problems(read(path), read(fresh)):
        path.parent.mkdir(parents=True, exist_ok=True)
        drop_obsolete = ["msgattrib", "--no-obsolete", "--no-wrap", "-o", path, fresh]
        subprocess.run(drop_obsolete, check=True)


def main(arguments: list[str]) -> int:
    if obtain(GETTEXT) is None:
        print(f"gettext manque : {how_to_install(GETTEXT)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as directory:
        extract(Path(directory))
        if "--check" not in arguments:
            for language in LANGUAGES:
                update(language, Path(directory))
        found = {language: check(language, Path(directory)) for language in LANGUAGES}
    for language, lines in found.items():
        print("\n".join([f"locale/{language}: {line}" for line in lines] or [progress(language)]))
    if any(found.values()):
        print("\nTo bring the catalogues up to date: make messages (then translate what is fuzzy or missing)")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
