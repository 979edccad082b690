"""How `make test` counts, and how loudly it skips."""

import pytest

from tools import test as runner
from tools.machine import CHROMIUM, POSTGRES

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="passes"/>
<testcase classname="a" name="fails"><failure message="no"/></testcase>
<testcase classname="a" name="breaks"><error message="no"/></testcase>
<testcase classname="a" name="waits"><skipped message="not on Sunday"/></testcase>
</testsuite></testsuites>"""
SQLITE, POSTGRESQL, _SEARCH, BROWSER = runner.SUITES


def test_a_report_is_added_up(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    result = runner.Result(SQLITE)
    runner.read_report(tmp_path / "report.xml", result)
    assert (result.passed, result.failed, result.skipped) == (1, 2, ["a.waits (not on Sunday)"])


def test_a_suite_that_never_started_has_no_report(tmp_path):
    result = runner.Result(SQLITE)
    runner.read_report(tmp_path / "report.xml", result)
    assert (result.passed, result.failed) == (0, 0)


@pytest.mark.parametrize(
    ("strict", "code", "last_line"), [(False, 0, "3 passed, 0 failed"), (True, 1, "3 passed, 2 failed")]
)
def test_what_is_skipped_is_shown_and_fails_in_ci(capsys, strict, code, last_line):
    results = [runner.Result(SQLITE, passed=3, skipped=["a.waits (Sunday)"]), runner.Result(BROWSER, missing=CHROMIUM)]
    assert runner.conclude(results, strict) == code
    printed = capsys.readouterr().out
    assert "NON TESTÉ : a.waits (Sunday)" in printed
    assert "Chromium manque" in printed
    assert "install" in printed
    assert printed.splitlines()[-1] == last_line


def test_a_failure_is_a_failure_everywhere(capsys):
    assert runner.conclude([runner.Result(SQLITE, passed=3, failed=1)], strict=False) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed"


def test_the_sqlite_suite_does_not_see_the_shell_s_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@example/real")
    with runner.suite_environment(SQLITE, None) as variables:
        assert "DATABASE_URL" not in variables


def test_a_missing_tool_skips_its_suite(monkeypatch, tmp_path):
    monkeypatch.setattr(runner, "obtain", lambda tool: None)
    assert runner.run_suite(POSTGRESQL, tmp_path / "python", []).missing is POSTGRES


def test_an_unknown_suite_is_named():
    with pytest.raises(SystemExit, match="windows"):
        runner.main(["windows"])
