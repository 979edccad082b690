"""Two imports at once, on two real connections."""

import threading

import pytest
from django.db import connection

from directory.imports.apply import alone, run_import
from directory.imports.problems import ImportRefused
from directory.models import ImportRun
from tests.directory.imports.files import new_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_the_second_is_refused_in_words_and_applied_later():
    holding, over = threading.Event(), threading.Event()

    def first():
        with alone(new_run(), ImportRun.State.PREPARED):
            holding.set()
            over.wait(20)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    run = new_run()
    try:
        assert holding.wait(20)
        with pytest.raises(ImportRefused, match="Un autre import est en cours"):
            run_import(run, [], live=True)
        run.refresh_from_db()
        assert run.state == ImportRun.State.PREPARED
    finally:
        over.set()
        thread.join()
    run_import(run, [], live=True)
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE
