"""Big files: a process of its own does the work, its page says how far it is, and what is interrupted starts again."""

import contextlib
import os
import subprocess

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from directory.imports import steps, worker
from directory.imports.problems import ImportRefused
from directory.models import ImportRun, StructurePage
from portal.demo.builders import make_user
from portal.editorial.roles import COORDINATORS
from tests.directory.imports.files import imported, new_run, plain
from tests.directory.imports.test_screens import address, choices, upload

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def coordinator(client, portal_site, monkeypatch):
    monkeypatch.setattr(steps, "MOST_ROWS", 1)
    client.force_login(make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]))
    return client


class Process:
    """The command, in this process: the tests' database is nobody else's."""

    def __init__(self, command, *, pass_fds, **options):
        assert command[:3] == [*worker.COMMAND]
        _run, number, _lock, descriptor = command[3:]
        assert pass_fds == [int(descriptor)]
        with contextlib.suppress(CommandError, RuntimeError):  # of a process only its exit code is left
            call_command("import_structures", run=int(number), lock=os.dup(int(descriptor)))

    def wait(self):
        return 0


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(worker.subprocess, "Popen", Process)


@pytest.fixture
def never(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a process was started")

    monkeypatch.setattr(worker.subprocess, "Popen", refuse)


@pytest.fixture
def planned_run(coordinator, here):
    """A big file that waits, its plan made by the worker."""
    response = upload(coordinator)
    run = ImportRun.objects.get()
    coordinator.post(address("columns", run.pk), choices(response))
    run.refresh_from_db()
    return run


def page(client, run):
    response = client.get(address("run", run.pk), follow=True)
    return response, plain(response.text)


def test_a_big_file_is_planned_applied_and_undone_by_the_worker(coordinator, planned_run):
    assert "Plan : rien n’est encore écrit" in page(coordinator, planned_run)[1]
    coordinator.post(address("apply", planned_run.pk), {"mode": "live"})
    assert StructurePage.objects.get().live
    assert "Appliqué" in page(coordinator, planned_run)[1]
    coordinator.post(address("undo", planned_run.pk))
    assert not StructurePage.objects.exists()
    planned_run.refresh_from_db()
    assert (planned_run.state, "task" in planned_run.options) == ("undone", False)
    assert worker.at_work() is None


def test_a_small_file_needs_no_worker(coordinator, never, monkeypatch):
    monkeypatch.setattr(steps, "MOST_ROWS", 2)
    response = upload(coordinator)
    run = ImportRun.objects.get()
    coordinator.post(address("columns", run.pk), choices(response))
    coordinator.post(address("apply", run.pk))
    coordinator.post(address("undo", run.pk))
    assert ImportRun.objects.get().state == "undone"


def test_the_page_says_how_far_the_worker_is(coordinator, planned_run):
    ImportRun.objects.update(options=planned_run.options | {"task": {"name": "apply", "live": False}})
    with worker._lock():
        stage = worker._Stage(planned_run, "Écriture", 1200)
        stage.told -= 60
        stage(500)
        response, text = page(coordinator, planned_run)
        assert ("500 sur 1200" in text, response["Refresh"]) == (True, "2")
        assert 'value="500"' in response.text
        assert "en cours" in coordinator.get(address("index")).text
        assert coordinator.get(address("columns", planned_run.pk)).url == address("run", planned_run.pk)
        for name in ("apply", "columns", "drop"):  # nothing of it moves meanwhile
            coordinator.post(address(name, planned_run.pk), {"mode": "live"})
    assert not StructurePage.objects.exists()
    assert ImportRun.objects.get().options["task"] == {"name": "apply", "live": False}


def test_what_was_interrupted_says_so_and_starts_again(coordinator, planned_run):
    ImportRun.objects.update(options=planned_run.options | {"task": {"name": "apply", "live": True}})
    response, text = page(coordinator, planned_run)
    assert "Le travail s’est interrompu : rien n’a été écrit" in text
    assert "Refresh" not in response
    coordinator.post(address("apply", planned_run.pk), {"mode": "live"})
    response, text = page(coordinator, planned_run)
    assert "interrompu" not in text
    assert StructurePage.objects.get().live


def test_another_import_at_work_is_said_at_once(coordinator, planned_run, never):
    with worker._lock():
        worker._tell(new_run(), "Écriture")
        response = coordinator.post(address("apply", planned_run.pk), follow=True)
    assert "Un autre import est en cours" in response.text
    assert "Plan : rien n’est encore écrit" in plain(response.text)
    assert "task" not in ImportRun.objects.get(pk=planned_run.pk).options


def test_what_the_worker_refuses_is_on_the_page(coordinator, planned_run):
    imported({"id": "1", "Nom": "La Remise", "Commune": "Embrun"}, source="Réseau")
    coordinator.post(address("apply", planned_run.pk), {"mode": "live"})
    assert "relisez-le avant d’appliquer" in page(coordinator, planned_run)[1]
    assert ImportRun.objects.get(pk=planned_run.pk).state == "prepared"


def test_a_crash_of_the_worker_is_on_the_page_and_leaves_nothing(coordinator, planned_run, monkeypatch):
    def crash(*args, **kwargs):
        raise RuntimeError("panne")

    monkeypatch.setattr("directory.imports.apply.write_lines", crash)
    coordinator.post(address("apply", planned_run.pk), {"mode": "live"})
    run = ImportRun.objects.get()
    assert (run.state, "task" in run.options, StructurePage.objects.count()) == ("failed", False, 0)
    assert "rien n’a été écrit" in page(coordinator, planned_run)[1]
    monkeypatch.setattr(steps, "make_plan", crash)
    response = upload(coordinator)
    other = ImportRun.objects.first()
    coordinator.post(address("columns", other.pk), choices(response))
    assert "Le travail s’est arrêté" in page(coordinator, other)[1]


def test_the_lock_lives_as_long_as_the_process(portal_site, monkeypatch):
    started = []

    def remember(*args, **kwargs):
        started.append(popen(*args, **kwargs))
        return started[0]

    popen = subprocess.Popen
    monkeypatch.setattr(worker.subprocess, "Popen", remember)
    monkeypatch.setattr(worker, "COMMAND", ("sh", "-c", "exec sleep 60"))
    monkeypatch.setattr(worker, "PATIENCE", 0)
    run = new_run()
    worker.start(run, "plan")
    try:
        assert worker.at_work()["run"] == run.pk
        with pytest.raises(ImportRefused, match="Un autre import est en cours"):
            worker.start(new_run(), "plan")
    finally:
        started[0].kill()
        started[0].wait()
    assert worker.at_work() is None
    assert "task" in ImportRun.objects.get(pk=run.pk).options


def test_the_command_does_only_what_was_asked(portal_site):
    with pytest.raises(CommandError, match="Rien n’est demandé"):
        call_command("import_structures", run=new_run().pk)
    with pytest.raises(CommandError):
        call_command("import_structures", run=999)
