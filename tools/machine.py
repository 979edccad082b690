"""What tests need from the machine beyond Python: finds it, installs it where apt can, else says what to type."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

POSTGRES_MINIMUM = 15
POSTGRES_GLOBS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/pgsql-*/bin",
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# What weasyprint/text/ffi.py opens; libharfbuzz-subset makes the files small, and will be required.
PANGO_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_ON_MAC = (Path("/opt/homebrew/lib/libpango-1.0.dylib"), Path("/usr/local/lib/libpango-1.0.dylib"))


def postgres_version(directory: Path) -> int:
    """Major version of the server in this directory, 0 when there is none that runs."""
    if not (directory / "initdb").exists():
        return 0
    try:
        answer = subprocess.run([directory / "postgres", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def postgres_directories() -> Iterable[Path]:
    """Where a PostgreSQL server may live: what PATH says, then where Debian, Homebrew and others put it."""
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip() or "/nonexistent")
    for pattern in POSTGRES_GLOBS:
        yield from Path("/").glob(pattern[1:])


def find_postgres() -> Path | None:
    """Directory of the newest PostgreSQL server of this machine, if it is recent enough."""
    version, directory = max(((postgres_version(each), each) for each in postgres_directories()), default=(0, None))
    return directory if version >= POSTGRES_MINIMUM else None


def find_chromium() -> Path | None:
    """The browser that the tests drive: CHROMIUM=, else the system's."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named) if Path(named).exists() else None
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    candidates = [Path(path) for path in (*found, *CHROMIUM_APPLICATIONS) if path]
    return next((path for path in candidates if path.exists()), None)


def find_gettext() -> Path | None:
    tools = [shutil.which(name) for name in ("msgfmt", "xgettext", "msgmerge")]
    return Path(tools[0]) if all(tools) else None


def find_pango() -> Path | None:
    """The libraries that PDF files need (WeasyPrint): all of them, or None."""
    if sys.platform == "darwin":
        return next((path for path in PANGO_ON_MAC if path.exists()), None)
    try:
        for name in PANGO_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return None
    return Path(PANGO_LIBRARIES[0])


@dataclass(frozen=True)
class Tool:
    """Something that the machine may lack, and how a person installs it."""

    label: str
    find: Callable[[], Path | None]
    apt: tuple[str, ...]
    brew: str


POSTGRES = Tool(f"PostgreSQL {POSTGRES_MINIMUM} ou plus récent", find_postgres, ("postgresql",), "postgresql@17")
CHROMIUM = Tool("Chromium", find_chromium, ("chromium",), "--cask google-chrome")
GETTEXT = Tool("gettext", find_gettext, ("gettext",), "gettext")
PANGO = Tool("Pango", find_pango, ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), "pango")


def how_to_install(tool: Tool) -> str:
    if shutil.which("brew"):
        return f"brew install {tool.brew}"
    return f"sudo apt-get install {' '.join(tool.apt)}"


def obtain(tool: Tool) -> Path | None:
    """Finds the tool, installing it first when this is root on a machine with apt; None when it cannot be had."""
    found = tool.find()
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print(f"{tool.label} manque : apt-get install {' '.join(tool.apt)}…", flush=True)
    apt = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"]
    quiet = {
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
    }
    subprocess.run([*apt, "update"], **quiet)
    subprocess.run([*apt, "install", "--no-install-recommends", *tool.apt], **quiet)
    return tool.find()
