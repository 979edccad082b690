"""The steps of an import in the admin: the file waits in its run between two requests.

Those of a big run are the tasks of a process of their own (worker.py). stage(label, total) says that one begins and
returns what is called with how many more are done.
"""

import zlib

from django.utils.translation import gettext as _

from directory.imports.apply import alone, run_import, write_lines
from directory.imports.bounds import check_size
from directory.imports.cleaning import clean_rows
from directory.imports.mapping import mapping_for, remember
from directory.imports.plan import make_plan
from directory.imports.readers import read
from directory.imports.undo import undo as undo_run
from directory.models import DirectoryIndexPage, ImportRun

MOST_ROWS = 2000  # what one request takes on: about five seconds
SAMPLE = 80  # characters


def may_import(user):
    """Whoever may add and publish structures under the directory: coordinators and administrators."""
    index = DirectoryIndexPage.objects.order_by("pk").first()
    rights = index and index.permissions_for_user(user)
    return bool(rights and rights.can_add_subpage() and rights.can_publish_subpage())


def receive(upload, source, user):
    """Keep an uploaded file as a run to map and plan. Raises ImportRefused for what cannot be read here."""
    check_size(upload.size)
    content = upload.read()
    sheet = read(content)
    return ImportRun.objects.create(
        source=source,
        file_name=upload.name[:200],
        by=user,
        file=zlib.compress(content),
        options={
            "mapping": mapping_for(source, sheet.columns),
            "kind": sheet.kind,
            "rows": len(sheet.rows),
            "samples": samples_of(sheet),
            "columns": sheet.columns,  # PostgreSQL does not keep the order of keys
        },
    )


def samples_of(sheet):
    """{column: the first value in it, cut; "" when it is empty}, in the order of the columns."""
    found = {}
    for row in sheet.rows:
        for column, text in row.values.items():
            found.setdefault(column, text.replace("\n", " ")[:SAMPLE])
        if len(found) == len(sheet.columns):
            break
    return {column: found.get(column, "") for column in sheet.columns}


def is_big(run):
    """True when its steps are too long for a request."""
    return run.options.get("rows", sum(run.counts.values())) > MOST_ROWS


def _silent(_label, _total=None):
    return lambda count: None


def _rows_of(run, stage):
    stage(_("Lecture du fichier"))
    sheet = read(zlib.decompress(run.file))
    step = stage(_("Lecture des lignes"), len(sheet.rows))
    rows = clean_rows(sheet, run.options["mapping"], step)
    stage(_("Comparaison avec les fiches présentes"))
    return rows


def plan(run, *, mapping, skip_look_alikes, stage=_silent):
    """Write the plan of a run as its lines, to be read page by page; remember the mapping for this source."""
    with alone(run, ImportRun.State.PREPARED):  # else a late plan would be written over what was just applied
        run.options |= {"mapping": mapping, "skip_look_alikes": skip_look_alikes}
        found = make_plan(_rows_of(run, stage), run.source, skip_look_alikes=skip_look_alikes)
        run.options["fingerprint"] = found.fingerprint
        run.options.pop("task", None)
        run.counts = found.counts
        run.save()
        write_lines(run, found)
        remember(run.source, mapping)


def apply(run, *, live, stage=_silent):
    rows = _rows_of(run, stage)
    to_write = run.counts.get("create", 0) + run.counts.get("change", 0)
    return run_import(run, rows, live=live, progress=stage(_("Écriture des fiches"), to_write))


def undo(run, *, stage=_silent):
    to_write = run.counts.get("create", 0) + run.counts.get("change", 0)
    return undo_run(run, stage(_("Retour en arrière"), to_write))


TASKS = {"plan": plan, "apply": apply, "undo": undo}
