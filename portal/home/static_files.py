"""Static files, gathered only when one of them changed."""

import hashlib

import wagtail
from django.conf import settings
from django.core.management import call_command


def collect_if_changed():
    """Run collectstatic when our sources or Wagtail's version changed since the last time; returns True when it ran."""
    stamp = settings.STATIC_ROOT / ".rassemble"
    state = _state()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state, encoding="ascii")
    return True


def _state():
    """A print of the sources' names, sizes and dates."""
    digest = hashlib.sha256(wagtail.__version__.encode())
    for path in sorted((settings.BASE_DIR / "static").rglob("*")):
        if path.is_file():
            digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()
