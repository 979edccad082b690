"""Seconds from `make run` in a fresh clone to /readyz answering 200, then the same for a second start.

The clone is of the committed HEAD; with --worktree, of the files as they are now. pip's own cache stays as it is: run
it twice for a warm one.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.portal import HOST, clean_environment, free_port, served
from bench.report import Figure, git
from tools.environment import ROOT

COLD_BAR, WARM_BAR = 120, 5


def measure(options) -> list[Figure]:
    if not options.worktree and git("status", "--porcelain"):
        print("Note: there are uncommitted changes, which a clone of HEAD does not have (see --worktree).")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory:
        clone = Path(directory) / "clone"
        copy_worktree(clone) if options.worktree else clone_head(clone)
        return [
            Figure("make run, fresh clone", start(clone), " s", COLD_BAR),
            Figure("make run, second time", start(clone), " s", WARM_BAR),
        ]


def clone_head(target: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, target], check=True)


def copy_worktree(target: Path) -> None:
    """Every file that git tracks or would track, as it is in the work tree."""
    for name in git("ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def start(clone: Path) -> float:
    port = free_port()
    environment = clean_environment(PORT=str(port), HOST=HOST)
    environment.pop("VIRTUAL_ENV", None)
    with served(["make", "run"], clone, environment, port) as seconds:
        return seconds
