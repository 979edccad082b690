"""`make lint`: every check that runs no test. Runs them all, then says which failed.

Style and formatting, Django's checks with warnings as errors, its deployment checks on production settings, migrations
in step with the models, message catalogues in step with the code.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.environment import DEVELOPMENT, ROOT, ensure

PRODUCTION = {
    "SECRET_KEY": "only-for-the-checks-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghij",
    "ALLOWED_HOSTS": "portail.example",
    "BASE_URL": "https://portail.example",
    "EMAIL_URL": "smtp+tls://user:password@mail.example:587",
}
NOT_INHERITED = ("DJANGO_SETTINGS_MODULE", "PORTAL_DEMO", "DEBUG", "DATABASE_URL", "CACHE_URL", "SEARCH_URL")
MANAGE = ("-W", "error", "manage.py")
CHECKS = {
    "style (ruff check)": ("-m", "ruff", "check", "."),
    "formatting (ruff format)": ("-m", "ruff", "format", "--check", "."),
    "templates (djlint)": ("-m", "djlint", "templates", "--lint", "--quiet"),
    "Django checks, warnings as errors": (*MANAGE, "check", "--fail-level", "WARNING"),
    "deployment checks": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
    "migrations in step with the models": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "message catalogues": ("tools/messages.py", "--check"),
}


def environment(data_dir: str) -> dict[str, str]:
    """Production's variables, on an empty database of its own."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {**inherited, **PRODUCTION, "DATA_DIR": data_dir}


def run_check(title: str, command: tuple[str, ...], python: Path, variables: dict[str, str]) -> bool:
    """Prints one line when all is well, everything that the check said when not."""
    started = time.monotonic()
    answer = subprocess.run(
        [python, *command], cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    passed = answer.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {title} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(answer.stdout, flush=True)
    return passed


def main() -> int:
    python = ensure(DEVELOPMENT)
    with tempfile.TemporaryDirectory() as data_dir:
        variables = environment(data_dir)
        failed = [title for title, command in CHECKS.items() if not run_check(title, command, python, variables)]
    if failed:
        print(f"Failed: {'; '.join(failed)}. `make format` corrects what a tool can correct.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
