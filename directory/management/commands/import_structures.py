"""`manage.py import_structures FILE --source NAME`: docs/imports.md."""

import gc
from argparse import SUPPRESS
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from directory.imports import worker
from directory.imports.apply import run_import
from directory.imports.bounds import check_size
from directory.imports.cleaning import clean_rows
from directory.imports.fields import TARGETS
from directory.imports.mapping import mapping_for, remember
from directory.imports.mapping import problems as mapping_problems
from directory.imports.plan import Action, make_plan
from directory.imports.problems import ImportRefused
from directory.imports.readers import read
from directory.imports.showing import changes_of
from directory.imports.undo import undo
from directory.models import ImportRun

_SIGNS = {Action.CREATE: "+", Action.CHANGE: "~", Action.UNCHANGED: "=", Action.REFUSED: "!"}


class Command(BaseCommand):
    help = "Importe des structures d’un fichier CSV, XLSX, GeoJSON, YesWiki ou GoGoCarto, ou défait un import."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="le fichier")
        parser.add_argument("--source", help="nom de la base d’origine, toujours le même pour une même base")
        parser.add_argument("--dry-run", action="store_true", help="écrit le plan, ne change rien")
        parser.add_argument("--live", action="store_true", help="publie les nouvelles fiches (sinon : brouillons)")
        parser.add_argument(
            "--skip-look-alikes", action="store_true", help="ne crée pas ce qui ressemble à une fiche présente"
        )
        parser.add_argument("--undo", type=int, metavar="IMPORT", help="défait l’import de ce numéro")
        parser.add_argument("--run", type=int, metavar="IMPORT", help="fait ce que l’admin a demandé pour cet import")
        parser.add_argument("--lock", type=int, help=SUPPRESS)  # descriptor of the file that the admin locked

    def handle(self, *args, file, source, undo, run, lock, **options):
        gc.set_threshold(50_000, 20, 50)  # all that is made stays: looking for rubbish in it takes a sixth of the time
        try:
            if undo is not None:
                self._undo(undo)
            elif run is not None:
                worker.work(_run(run), lock)
            elif file is None or not (source or "").strip():
                raise CommandError(_("Donnez un fichier et --source, ou --undo et le numéro d’un import."))
            else:
                self._import(file, source.strip()[:60], options)
        except ImportRefused as error:
            raise CommandError(str(error)) from error

    def _import(self, file, source, options):
        sheet = read(_content(file))
        mapping = mapping_for(source, sheet.columns)
        _check(mapping)
        self._tell_mapping(mapping)
        with _bar(_("Lecture"), len(sheet.rows)) as step:
            rows = clean_rows(sheet, mapping, step)
        if options["dry_run"]:
            self._tell_plan(make_plan(rows, source, skip_look_alikes=options["skip_look_alikes"]))
            return
        run = ImportRun.objects.create(
            source=source,
            file_name=file.name[:200],
            options={"mapping": mapping, "skip_look_alikes": options["skip_look_alikes"]},
        )
        try:
            with _bar(_("Écriture"), None) as step:
                plan = run_import(run, rows, live=options["live"], progress=step)
        except ImportRefused:
            run.delete()  # nothing was done, and the admin has no file to go on with
            raise
        remember(source, mapping)
        self._tell_refused(plan)
        self._tell_counts(plan)
        self.stdout.write(self.style.SUCCESS(_("Import n° %d appliqué.") % run.pk))

    def _undo(self, number):
        run = _run(number)
        with _bar(_("Retour en arrière"), None) as step:
            counts = undo(run, step)
        for line in run.lines.exclude(undone="").exclude(action=Action.UNCHANGED).order_by("row"):
            if "ardé" in line.undone or "aissé" in line.undone:
                self.stdout.write(f"{line.row} {line.title} : {line.undone}")
        self.stdout.write(
            _("Import n° %(run)d défait : %(deleted)d supprimées, %(restored)d rendues, %(left)d laissées.")
            % {"run": number, **counts}
        )

    def _tell_mapping(self, mapping):
        for column, target in mapping.items():
            label = TARGETS[target].label if target else _("(ignorée)")
            self.stdout.write(f"  {column} → {label}")

    def _tell_plan(self, plan):
        for line in plan.lines:
            if line.action == Action.UNCHANGED and not line.messages:
                continue
            self.stdout.write(f"{_SIGNS[line.action]} {line.row} {line.title}")
            if line.action == Action.CHANGE:
                for change in changes_of(line, plan.words):
                    self.stdout.write(f"    {change.label} : « {change.before} » → « {change.after} »")
            for message in line.messages:
                self.stdout.write(f"    {message}")
        self._tell_counts(plan)

    def _tell_refused(self, plan):
        for line in plan.of(Action.REFUSED):
            for message in line.messages:
                self.stdout.write(f"! {message}")

    def _tell_counts(self, plan):
        counts = plan.counts
        self.stdout.write(
            _("%(create)d à créer, %(change)d à modifier, %(unchanged)d inchangées, %(refused)d refusées") % counts
            + ", "
            + ngettext("%(count)d remarque.", "%(count)d remarques.", counts["warnings"])
            % {"count": counts["warnings"]}
        )


def _run(number):
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        raise CommandError(_("Aucun import n’a le numéro %d.") % number)
    return run


def _content(file):
    try:
        check_size(file.stat().st_size)
        return file.read_bytes()
    except OSError as error:
        raise CommandError(_("Le fichier « %s » ne se lit pas.") % file) from error


def _check(mapping):
    for target, columns in mapping_problems(mapping):
        raise CommandError(
            _("« %(target)s » est donné à plusieurs colonnes : %(columns)s.")
            % {"target": target.label, "columns": ", ".join(columns)}
        )
    if "title" not in mapping.values():
        raise CommandError(
            _("Aucune colonne ne donne le nom des structures. Dites laquelle dans l’admin : elle sera retenue.")
        )


def _bar(label, total):
    bar = tqdm(desc=str(label), total=total, disable=None)
    return _Stepping(bar)


class _Stepping:
    """A tqdm bar as a context manager that gives its `update`; nothing is drawn when the output is not a terminal."""

    def __init__(self, bar):
        self.bar = bar

    def __enter__(self):
        return self.bar.update

    def __exit__(self, *error):
        self.bar.close()
