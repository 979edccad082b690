"""The import screens of the admin: upload, columns, plan, report, undo. Coordinators and administrators only."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directory.imports import steps, worker
from directory.imports.forms import FileForm, MappingForm
from directory.imports.problems import ImportRefused
from directory.imports.showing import changes_of
from directory.imports.words import Words
from directory.models import ImportLine, ImportMapping, ImportRun

PER_PAGE = 50
REFRESH = 2  # seconds
_STATE = ImportRun.State
WARNINGS = "warnings"
FILTERS = {
    "": gettext_lazy("toutes"),
    ImportLine.Action.CREATE: gettext_lazy("à créer"),
    ImportLine.Action.CHANGE: gettext_lazy("à modifier"),
    ImportLine.Action.UNCHANGED: gettext_lazy("inchangées"),
    ImportLine.Action.REFUSED: gettext_lazy("refusées"),
    WARNINGS: gettext_lazy("prises, avec une remarque"),
}
# Once applied: of the lines, then of one line.
DONE = FILTERS | {
    ImportLine.Action.CREATE: gettext_lazy("créées"),
    ImportLine.Action.CHANGE: gettext_lazy("modifiées"),
}
DONE_LINE = {
    ImportLine.Action.CREATE: gettext_lazy("créée"),
    ImportLine.Action.CHANGE: gettext_lazy("modifiée"),
}


def for_importers(view):
    @wraps(view)
    def checked(request, *args, **kwargs):
        if not steps.may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _page(request, name, title, crumbs=(), **context):
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
        {"url": reverse("structure_imports:index"), "label": _("Imports")},
        *crumbs,
        {"url": "", "label": title},
    ]
    context |= {"page_title": title, "header_title": title, "header_icon": "upload", "breadcrumbs_items": trail}
    return render(request, f"directory/imports/{name}.html", context)


@for_importers
@require_http_methods(["GET", "HEAD"])
def index(request):
    runs = ImportRun.objects.defer("file", "options").select_related("by")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("p"))
    return _page(request, "index", _("Imports de structures"), runs=page, work=worker.at_work())


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = steps.receive(form.cleaned_data["file"], form.cleaned_data["source"], request.user)
            return redirect("structure_imports:columns", run.pk)
        except ImportRefused as problem:
            form.add_error("file", str(problem))
    sources = ImportMapping.objects.order_by("source").values_list("source", flat=True)
    return _page(request, "upload", _("Importer un fichier"), form=form, sources=list(sources))


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, run_id):
    found = get_object_or_404(ImportRun, pk=run_id)
    if found.state != _STATE.PREPARED or "samples" not in found.options or _is_at_work(found):
        return redirect("structure_imports:run", found.pk)
    form = MappingForm(
        request.POST or None,
        mapping=found.options["mapping"],
        samples={column: found.options["samples"][column] for column in found.options["columns"]},
        skip_look_alikes=found.options.get("skip_look_alikes", True),
    )
    if request.method == "POST" and form.is_valid():
        choices = {"mapping": form.mapping, "skip_look_alikes": form.cleaned_data["skip_look_alikes"]}
        try:
            _do(found, "plan", **choices)
        except ImportRefused as problem:
            messages.error(request, str(problem))
        return redirect("structure_imports:run", found.pk)
    crumb = {"url": reverse("structure_imports:run", args=[found.pk]), "label": str(found)}
    rows = found.options["rows"]
    return _page(request, "columns", _("Colonnes du fichier"), [crumb], form=form, run=found, rows=rows)


def _do(run, name, **choices):
    """Do a step of a run now and return what it returns; of a big run, have the worker do it and return None."""
    if steps.is_big(run):
        return worker.start(run, name, **choices)
    return steps.TASKS[name](run, **choices)


def _is_at_work(run):
    work = worker.at_work()
    return work is not None and work["run"] == run.pk


@for_importers
@require_http_methods(["GET", "HEAD"])
def run(request, run_id):
    """The plan of a run that waits, the report of one that is done."""
    found = get_object_or_404(ImportRun.objects.defer("file").select_related("by"), pk=run_id)
    if "task" in found.options:
        if _is_at_work(found):
            return _progress(request, found)
        messages.error(request, _("Le travail s’est interrompu : rien n’a été écrit. Vous pouvez le relancer."))
    # A run of the command has no file to map here.
    if found.state == _STATE.PREPARED and "samples" in found.options and "fingerprint" not in found.options:
        return redirect("structure_imports:columns", found.pk)
    chosen = request.GET.get("action", "")
    chosen = chosen if chosen in FILTERS else ""
    page = Paginator(_lines(found, chosen), PER_PAGE).get_page(request.GET.get("p"))
    words = Words()
    labels = DONE if found.applied_at else FILTERS
    filters = [
        {
            "value": value,
            "label": label,
            "count": sum(found.counts.get(action, 0) for action in ([value] if value else ImportLine.Action.values)),
            "current": value == chosen,
        }
        for value, label in labels.items()
    ]
    lines = [
        {
            "line": line,
            "action": (DONE_LINE if found.applied_at else {}).get(line.action, line.get_action_display()),
            "changes": changes_of(line, words),
            "messages": line.message.split("\n"),
        }
        for line in page
    ]
    return _page(
        request,
        "run",
        str(found),
        run=found,
        page=page,
        lines=lines,
        filters=filters,
        chosen=chosen,
        is_plan=found.state == _STATE.PREPARED,
        is_done=found.state == _STATE.DONE,
        to_do=found.counts.get("create", 0) + found.counts.get("change", 0),
    )


def _progress(request, run):
    """How far the worker is; the browser asks again by itself."""
    response = _page(request, "progress", str(run), run=run, work=worker.at_work())
    response["Refresh"] = str(REFRESH)
    return response


def _lines(run, chosen):
    if chosen == WARNINGS:
        return run.lines.exclude(message="").exclude(action=ImportLine.Action.REFUSED)
    return run.lines.filter(action=chosen) if chosen else run.lines.all()


@for_importers
@require_POST
def apply(request, run_id):
    found = get_object_or_404(ImportRun, pk=run_id)
    try:
        if found.state != _STATE.PREPARED:
            raise ImportRefused(_("Cet import est « %s » : il n’y a plus rien à faire.") % found.get_state_display())
        plan = _do(found, "apply", live=request.POST.get("mode") == "live")
    except ImportRefused as problem:
        messages.error(request, str(problem))
    except Exception:  # run_import has written it to the journal and to the log
        messages.error(request, _("L’import s’est arrêté : rien n’a été écrit. L’équipe technique a le détail."))
    else:
        if plan:
            messages.success(
                request,
                _("Import appliqué. Créées : %(create)d, modifiées : %(change)d ; lignes refusées : %(refused)d.")
                % plan.counts,
            )
    return redirect("structure_imports:run", run_id)


@for_importers
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, run_id):
    found = get_object_or_404(ImportRun.objects.defer("file"), pk=run_id)
    if request.method == "POST":
        try:
            if counts := _do(found, "undo"):
                messages.success(
                    request,
                    _("Import défait. Fiches supprimées : %(deleted)d, rendues : %(restored)d, laissées : %(left)d.")
                    % counts,
                )
        except ImportRefused as problem:
            messages.error(request, str(problem))
        return redirect("structure_imports:run", run_id)
    crumb = {"url": reverse("structure_imports:run", args=[found.pk]), "label": str(found)}
    return _page(request, "undo", _("Défaire cet import"), [crumb], run=found)


@for_importers
@require_POST
def drop(request, run_id):
    """Give up a run that was not applied: its file and its plan go."""
    found = ImportRun.objects.filter(pk=run_id, state__in=[_STATE.PREPARED, _STATE.FAILED]).first()
    if found and not _is_at_work(found):
        found.delete()
        messages.success(request, _("Le fichier et son plan ont été effacés."))
    return redirect("structure_imports:index")
