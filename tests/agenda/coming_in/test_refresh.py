"""Feeds that are due: one after another, each whatever becomes of the others, under a lock."""

import fcntl
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agenda.coming_in import refresh as refreshing
from agenda.coming_in.refresh import KEPT_RUNS, refresh, refresh_due
from agenda.models import EventPage, FeedRun
from portal.demo.builders import make_structure
from tests.agenda.coming_in.calendars import calendar, make_feed, vevent
from tests.agenda.coming_in.conftest import anywhere
from tests.rooms import directory

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="Le Fil")


def due(structure, url, **values):
    return make_feed(structure, url=url, **{"next_run_at": timezone.now() - timedelta(hours=1)} | values)


def test_feeds_that_are_due_are_read_and_a_bad_one_does_not_stop_the_next(structure, server):
    server.answers["/a.ics"] = (200, {"ETag": '"1"'}, calendar(vevent()))
    bad = due(structure, f"{server.url}/missing.ics")
    good = due(structure, f"{server.url}/a.ics")
    due(structure, f"{server.url}/paused.ics", is_active=False)
    due(structure, f"{server.url}/later.ics", next_run_at=timezone.now() + timedelta(hours=1))
    due(structure, f"{server.url}/draft.ics", subscribed_at=None)
    now = timezone.now()
    assert [(run.feed, run.state) for run in refresh_due(now, is_allowed=anywhere)] == [(bad, "failed"), (good, "done")]
    assert EventPage.objects.get().title == "Repair café"
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.next_run_at - now, good.failures, good.etag) == (timedelta(hours=6), 0, '"1"')
    assert (bad.next_run_at - now, bad.failures) == (timedelta(hours=12), 1)
    assert {path for path, _headers in server.asked} == {"/missing.ics", "/a.ics"}
    assert refresh_due(now, is_allowed=anywhere) == []


def test_a_calendar_that_did_not_change_is_not_read_again(structure, server):
    server.answers["/a.ics"] = (200, {"ETag": '"1"'}, calendar(vevent()))
    feed = due(structure, f"{server.url}/a.ics")
    refresh(feed, is_allowed=anywhere)
    server.answers["/a.ics"] = (304, {"Content-Length": None}, b"")
    run = refresh(feed, is_allowed=anywhere)
    assert (run.state, run.counts, server.asked[-1][1]["If-None-Match"]) == ("same", {}, '"1"')


def test_a_failure_of_ours_leaves_nothing_but_a_line_in_the_journal(structure, server, monkeypatch):
    server.answers["/a.ics"] = (200, {}, calendar(vevent()))

    def broken(plan, run, now):
        plan_apply(plan, run, now)
        raise RuntimeError("boom")

    plan_apply = refreshing.apply_plan
    monkeypatch.setattr(refreshing, "apply_plan", broken)
    run = refresh(due(structure, f"{server.url}/a.ics"), is_allowed=anywhere)
    assert (run.state, run.lines.count(), EventPage.objects.count()) == ("failed", 0, 0)
    assert "rien n’a été écrit" in FeedRun.objects.get().message


def test_a_true_feed_may_not_be_on_this_machine(structure, server):
    server.answers["/a.ics"] = (200, {}, calendar(vevent()))
    run = refresh(due(structure, f"{server.url}/a.ics"))
    assert (run.state, server.asked) == ("failed", [])
    assert "pas un site public" in run.message


def test_the_journal_keeps_the_last_runs(structure):
    feed = due(structure, "")
    now = timezone.now()
    for hour in range(KEPT_RUNS + 3):
        run = refresh(feed, now + timedelta(hours=hour))
    assert feed.runs.count() == KEPT_RUNS
    assert feed.runs.first() == run


def test_the_command_says_what_failed(structure, capsys):
    due(structure, "http://127.0.0.1/a.ics")
    with pytest.raises(CommandError, match="1 calendriers sur 1"):
        call_command("refresh_feeds")
    assert "pas un site public" in capsys.readouterr().out
    call_command("refresh_feeds")
    assert "0 calendriers lus" in capsys.readouterr().out


def test_two_processes_do_not_read_at_once(structure, settings, capsys):
    due(structure, "http://127.0.0.1/a.ics")
    with (settings.DATA_DIR / "feeds.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert refresh_due() is None
        call_command("refresh_feeds")
    assert "déjà en cours" in capsys.readouterr().out
    assert FeedRun.objects.count() == 0
