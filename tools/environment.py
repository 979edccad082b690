"""The virtual environment: created when missing, filled when a requirements file changed, else left alone.

Standard library only: this runs before anything is installed. VENV= names another place than .venv.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")
PROBE = "import pip, sys; assert sys.version_info >= (3, 11); print(sys.version.split()[0], sys.platform)"

NO_VENV = """\
Le module « venv » de Python manque sur cette machine (Debian le livre à part).
  sudo apt-get install python3-venv
"""
NO_INSTALL = """\
L’installation des bibliothèques a échoué (voir le message de pip ci-dessus).
Vérifiez la connexion au dépôt de paquets, puis relancez la même commande : elle reprend où elle en était.
"""


def venv_path() -> Path:
    """Absolute path of the virtual environment; a relative VENV= is taken from the project's root."""
    return ROOT / os.environ.get("VENV", ".venv")


def python_path() -> Path:
    return venv_path() / "bin" / "python"


def probe() -> str | None:
    """Version and platform of the environment's Python, or None where there is no usable one."""
    try:
        answer = subprocess.run([python_path(), "-c", PROBE], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def create() -> str:
    """Creates the environment afresh and returns what `probe` says of it. Exits where Python has no venv."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit(NO_VENV)
    print(f"Création de l’environnement Python ({venv_path()})…", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", venv_path()], check=True)
    return probe() or sys.exit(NO_VENV)


def digest(requirements: Path, python: str) -> str:
    """What an installation depends on: the pinned list, and the Python that it was made for."""
    return hashlib.sha256(requirements.read_bytes() + python.encode()).hexdigest()


def stamp_path(name: str) -> Path:
    return venv_path() / f".installed-{name}"


def is_installed(name: str, python: str) -> bool:
    stamp = stamp_path(name)
    return stamp.exists() and stamp.read_text() == digest(ROOT / name, python)


def ensure(names: tuple[str, ...] = RUN) -> Path:
    """Path of a Python that has the named requirements files installed, with hashes checked."""
    python = probe() or create()
    missing = [name for name in names if not is_installed(name, python)]
    if missing:
        install(missing)
        for name in missing:
            stamp_path(name).write_text(digest(ROOT / name, python))
    return python_path()


def install(names: list[str]) -> None:
    print("Installation des bibliothèques (une à deux minutes la première fois)…", flush=True)
    files = [argument for name in names for argument in ("-r", ROOT / name)]
    options = ["--require-hashes", "--prefer-binary", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([python_path(), "-m", "pip", "install", *options, *files]).returncode:
        sys.exit(NO_INSTALL)


if __name__ == "__main__":
    print(ensure(DEVELOPMENT if "--dev" in sys.argv[1:] else RUN))
