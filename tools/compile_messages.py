"""Compiles locale/*/LC_MESSAGES/*.po into the .mo that gettext reads, when the .po is newer.

Babel does it, so that a machine without the gettext tools still shows the translations. Fuzzy entries are left out.
The .mo are not in git: `make run` and `make test` call this; so does whoever deploys (docs/deploiement.md).
"""

from __future__ import annotations

import os
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def compile_one(catalogue: Path) -> None:
    """Written beside, then renamed: two processes may do it at once."""
    from babel.messages.mofile import write_mo  # Babel takes 100 ms to import: only when there is work
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as source:
        messages = read_po(source, locale=catalogue.parent.parent.name)
    draft = catalogue.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("wb") as target:
        write_mo(target, messages)
    draft.replace(catalogue.with_suffix(".mo"))


def compile_stale(locale: Path = LOCALE) -> list[Path]:
    """Compiles what is out of date and returns the catalogues that it compiled."""
    stale = [catalogue for catalogue in sorted(locale.glob("*/LC_MESSAGES/*.po")) if is_stale(catalogue)]
    for catalogue in stale:
        compile_one(catalogue)
    return stale


if __name__ == "__main__":
    compile_stale()
