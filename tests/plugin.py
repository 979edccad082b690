"""Gives the settings their environment before Django reads them (pyproject.toml loads this with `-p tests.plugin`).

Everything is private to the run: whatever the shell exports for a portal is dropped, except DATABASE_URL, which says
on which database the tests run; each process (xdist worker) has its own DATA_DIR, deleted at the end.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tools.compile_messages import compile_stale

ENVIRONMENT = {
    "PORTAL_DEMO": "false",
    "DEBUG": "false",
    "SECRET_KEY": "known-to-everyone-so-only-for-tests-0123456789abcdefghij",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "BASE_URL": "http://testserver",
    "EMAIL_URL": "memorymail://",
    "STATIC_HASHED": "false",
}
DROPPED = ("ADMIN_PATH", "CACHE_URL", "SEARCH_URL", "MEDIA_URL", "MEDIA_STORAGE_URL", "DEFAULT_FROM_EMAIL")
DROPPED += ("BEHIND_PROXY", "HSTS_SECONDS", "LOG_LEVEL", "DJANGO_SETTINGS_MODULE")


def set_environment(data_dir):
    for name in (*ENVIRONMENT, *DROPPED):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update(ENVIRONMENT, DATA_DIR=str(data_dir))


if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["PORTAL_TESTS_DIRECTORY"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TESTS_DIRECTORY"], ignore_errors=True)
    compile_stale()
TESTS_DIRECTORY = Path(os.environ["PORTAL_TESTS_DIRECTORY"])
set_environment(TESTS_DIRECTORY / os.environ.get("PYTEST_XDIST_WORKER", "main"))
