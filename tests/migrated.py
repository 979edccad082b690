"""A database that is already migrated, kept from one run to the next: 300 migrations take ten seconds, a copy none.

Only for SQLite in memory. The file's name holds a print of every migration of ours, of the apps and of the pinned
libraries, so a change of any makes a new one.
"""

import hashlib
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache" / "migrated"


def kept_path():
    """Where the migrated database of this state of the project is kept."""
    known = (ROOT / "requirements.txt").read_bytes() + f"{sqlite3.sqlite_version} {settings.INSTALLED_APPS}".encode()
    digest = hashlib.sha256(known)
    for path in sorted(ROOT.glob("**/migrations/0*.py")):
        if ".venv" not in path.parts:
            digest.update(path.name.encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:20]}.sqlite3"


def is_in_memory():
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def restore(path):
    """Replace the test database in memory by the kept one."""
    connection.ensure_connection()
    with sqlite3.connect(path) as kept:
        kept.backup(connection.connection)
    kept.close()


def keep(path, worker):
    """Keep the test database; written beside and then renamed, since two workers may do it at once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = path.with_suffix(f".{worker}")
    with sqlite3.connect(draft) as target:
        connection.connection.backup(target)
    target.close()
    draft.replace(path)
