"""`make test`: the unit and view tests on SQLite, the same on PostgreSQL, then search servers and the browser.

    python tools/test.py [sqlite] [postgres] [search] [browser] [-- PYTEST-ARGUMENT...]

Installs what the machine lacks where it can (root on Debian). What it cannot, it skips and says so in a box at the
end; with CI=true every skip is a failure. The last line sums up all suites: "N passed, N failed".
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.environment import DEVELOPMENT, ROOT, ensure
from tools.machine import CHROMIUM, PANGO, POSTGRES, Tool, how_to_install, obtain
from tools.search_engine import OPENSEARCH
from tools.throwaway_postgres import throwaway_postgres

WORKERS = str(min(max(os.cpu_count() or 2, 2), 4))
NOT_INHERITED = ("DATABASE_URL", "DATABASE_URL_FILE", "DJANGO_SETTINGS_MODULE", "DATA_DIR", "PORTAL_DEMO", "SEARCH_URL")


@dataclass(frozen=True)
class Suite:
    name: str
    title: str
    markers: str
    workers: str = WORKERS
    needs: Tool | None = None


SUITES = (
    Suite("sqlite", "Unités et vues, sur SQLite", "not browser and not postgres and not search"),
    Suite("postgres", "Unités et vues, sur PostgreSQL", "not browser and not sqlite and not search", needs=POSTGRES),
    Suite("search", "Serveurs de recherche", "search", workers="1", needs=OPENSEARCH.tool),
    Suite("browser", "Navigateur (Chromium)", "browser", needs=CHROMIUM),
)


@dataclass
class Result:
    """What one suite did; `missing` is the tool for want of which it did not run."""

    suite: Suite
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0
    missing: Tool | None = None


def read_report(report: Path, result: Result) -> None:
    """Adds up pytest's JUnit report; expected failures (xfail) are among its skipped tests."""
    if not report.exists():
        return
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        name = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        elif (skip := case.find("skipped")) is not None:
            result.skipped.append(f"{name} ({skip.get('message')})")
        else:
            result.passed += 1


@contextlib.contextmanager
def suite_environment(suite: Suite, tool: Path | None) -> Iterator[dict[str, str]]:
    """Variables for pytest: none of the portal's own, but the throw-away database or the browser."""
    variables = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    if suite.needs is CHROMIUM:
        variables["CHROMIUM"] = str(tool)
    if suite.needs is not POSTGRES:
        yield variables
        return
    with throwaway_postgres() as url:
        yield {**variables, "DATABASE_URL": url}


def run_suite(suite: Suite, python: Path, extra: list[str]) -> Result:
    result = Result(suite)
    tool = obtain(suite.needs) if suite.needs else None
    if suite.needs and tool is None:
        result.missing = suite.needs
        return result
    print(f"\n── {suite.title} ".ljust(79, "─"), flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as directory, suite_environment(suite, tool) as variables:
        report = Path(directory) / "report.xml"
        options = ["-q", "-m", suite.markers, "-n", suite.workers, f"--junitxml={report}"]
        code = subprocess.run([python, "-m", "pytest", *options, *extra], cwd=ROOT, env=variables).returncode
        read_report(report, result)
    if code and not result.failed:  # no test at all, a collection error, a crash
        result.failed = 1
    result.seconds = time.monotonic() - started
    return result


def box(lines: list[str]) -> str:
    width = max(len(line) for line in lines)
    middle = [f"║ {line.ljust(width)} ║" for line in lines]
    return "\n".join([f"╔{'═' * (width + 2)}╗", *middle, f"╚{'═' * (width + 2)}╝"])


def skip_notice(results: list[Result]) -> list[str]:
    """What was not tested, and the line that changes it."""
    lines = []
    for result in results:
        if result.missing:
            lines += [f"NON TESTÉ : {result.suite.title} ({result.missing.label} manque)."]
            lines += [f"    {how_to_install(result.missing)}"]
        lines += [f"NON TESTÉ : {name}"[:110] for name in result.skipped]
    return lines


def summary_line(result: Result) -> str:
    if result.missing:
        return f"  {result.suite.title:<34} non lancés"
    counts = f"{result.passed} réussis, {result.failed} en échec, {len(result.skipped)} ignorés"
    return f"  {result.suite.title:<34} {counts:<42} {result.seconds:6.1f} s"


def conclude(results: list[Result], strict: bool) -> int:
    """Prints the balance and returns the exit code; `strict` (CI) counts whatever was skipped as failed."""
    notice = skip_notice(results)
    print("\nBilan des tests")
    for result in results:
        print(summary_line(result))
    if notice:
        title = "DES TESTS ONT ÉTÉ IGNORÉS" + (" (en intégration continue, c’est un échec)" if strict else "")
        print(box([title, *notice]))
    skipped = sum(len(result.skipped) + bool(result.missing) for result in results)
    failed = sum(result.failed for result in results) + (skipped if strict else 0)
    print(f"{sum(result.passed for result in results)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    split = arguments.index("--") if "--" in arguments else len(arguments)
    names, extra = arguments[:split], arguments[split + 1 :]
    if unknown := set(names) - {suite.name for suite in SUITES}:
        sys.exit(f"Suite inconnue : {', '.join(unknown)}.\n{__doc__}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the PostgreSQL server is stopped
    python = ensure(DEVELOPMENT)
    subprocess.run([python, ROOT / "tools" / "compile_messages.py"], check=True)
    obtain(PANGO)  # its tests say by themselves that they were skipped without it
    suites = [suite for suite in SUITES if suite.name in names or not names]
    results = [run_suite(suite, python, extra) for suite in suites]
    return conclude(results, strict=os.environ.get("CI") == "true")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
