"""A measured figure beside its bar, and the table that shows them."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from tools.environment import ROOT

GIB = 1024**3


@dataclass(frozen=True)
class Figure:
    """One measure. `bar` None: printed for information; `at_least`: the bar is a floor instead of a ceiling."""

    name: str
    measured: float
    unit: str = ""
    bar: float | None = None
    at_least: bool = False

    @property
    def short(self) -> bool:
        if self.bar is None:
            return False
        return self.measured < self.bar if self.at_least else self.measured > self.bar

    def cells(self) -> tuple[str, str, str, str]:
        sign = ">=" if self.at_least else "<="
        bar = "" if self.bar is None else f"{sign} {written(self.bar)}{self.unit}"
        verdict = "" if self.bar is None else "SHORT" if self.short else "ok"
        return self.name, f"{written(self.measured)}{self.unit}", bar, verdict


def written(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def table(figures: Iterable[Figure]) -> str:
    rows = [("figure", "measured", "bar", ""), *(figure.cells() for figure in figures)]
    name, measured, bar = (max(len(row[column]) for row in rows) for column in range(3))
    lines = (f"{row[0]:<{name}}  {row[1]:>{measured}}  {row[2]:>{bar}}  {row[3]}".rstrip() for row in rows)
    return "\n".join(lines)


def machine() -> str:
    """Cores, memory, system, Python and commit: what a figure is worth without them is nothing."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, commit {commit()}"


def busy(before: float) -> str:
    """A warning when other work shared the machine: `before` is the load of the last minute when the bench began."""
    if before <= (os.cpu_count() or 1) / 2:
        return ""
    return f"Other work was running (load {before:.1f}): the times are longer than on a machine at rest."


def commit() -> str:
    described = git("describe", "--always", "--dirty")
    return described.replace("-dirty", " with uncommitted changes")


def git(*arguments: str) -> str:
    return subprocess.run(["git", "-C", ROOT, *arguments], capture_output=True, text=True, check=True).stdout.strip()
