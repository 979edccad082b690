"""Big files: a process of its own does what a request has no time for, and the run's page says how far it is.

One at a time on a machine: the process holds the lock of a file, which the system frees however the process ends. So a
task that is still asked for while nobody holds the lock was interrupted; its transaction left nothing behind.
"""

import fcntl
import json
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from directory.imports import steps
from directory.imports.problems import ImportRefused
from directory.models import ImportRun

logger = logging.getLogger(__name__)
COMMAND = (sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "import_structures")
BETWEEN = 0.5  # seconds between two words about how far it is
PATIENCE = 0.5  # seconds: `at_work` holds the lock for a moment, to know whether it is free


def start(run, name, **choices):
    """Have a process do a task of a run: "plan", "apply" or "undo". Raises ImportRefused while one is at work."""
    with _lock() as lock:
        _tell(run, _("Démarrage"))
        run.options["task"], run.message = {"name": name, **choices}, ""
        run.save(update_fields=["options", "message"])
        process = subprocess.Popen(
            [*COMMAND, "--run", str(run.pk), "--lock", str(lock.fileno())],
            pass_fds=[lock.fileno()],  # with the file goes its lock
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()  # else it stays in the system's table once it has ended


def at_work():
    """What is being done on this machine: {"run", "label", "done", "total"}, or None."""
    try:
        _lock(patience=0).close()
    except ImportRefused:
        return json.loads(_path("json").read_text())
    return None


def work(run, descriptor=None):
    """Do what `start` asked for; descriptor: that of the file whose lock is held already."""
    with _lock() if descriptor is None else os.fdopen(descriptor, "w"):
        task = dict(run.options.get("task") or {})
        if not task:
            raise ImportRefused(_("Rien n’est demandé pour cet import."))
        try:
            steps.TASKS[task.pop("name")](run, **task, stage=lambda label, total=None: _Stage(run, label, total))
        except ImportRefused as problem:
            _give_up(run, str(problem))
            raise
        except Exception:
            if not _give_up(run, _("Le travail s’est arrêté : rien n’a été écrit. L’équipe technique a le détail.")):
                logger.exception("The work on import %s stopped; nothing was written.", run.pk)
            raise


class _Stage:
    """Tells at most every half second how many of a total are done."""

    def __init__(self, run, label, total):
        self.run, self.label, self.total, self.done, self.told = run, label, total, 0, time.monotonic()
        _tell(run, label, 0, total)

    def __call__(self, count):
        self.done += count
        if time.monotonic() - self.told > BETWEEN:
            self.told = time.monotonic()
            _tell(self.run, self.label, self.done, self.total)


def _give_up(run, message):
    """Take the task back and say why; returns True when run_import has said and logged it already."""
    fresh = ImportRun.objects.get(pk=run.pk)
    fresh.options.pop("task", None)
    is_told = bool(fresh.message)
    fresh.message = fresh.message or message
    fresh.save(update_fields=["options", "message"])
    return is_told


def _lock(patience=PATIENCE):
    file = _path("lock").open("w")
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file
        except BlockingIOError:
            if time.monotonic() >= end:
                file.close()
                raise ImportRefused(
                    _("Un autre import est en cours. Attendez qu’il finisse, puis recommencez.")
                ) from None
            time.sleep(0.02)


def _tell(run, label, done=0, total=None):
    draft = _path("draft")
    draft.write_text(json.dumps({"run": run.pk, "label": str(label), "done": done, "total": total}))
    draft.replace(_path("json"))


def _path(extension):
    return Path(settings.DATA_DIR) / f"import.{extension}"
