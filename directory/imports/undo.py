"""Undoes a run: what nobody touched since goes back to what it was; the rest is left, and the journal says why."""

from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from directory.imports import redirects
from directory.imports.apply import alone
from directory.imports.existing import chunks, read_states
from directory.imports.fields import LABELS
from directory.imports.new_pages import fields_of
from directory.imports.plan import Action, is_same
from directory.imports.words import Words
from directory.imports.writing import KEYS, follow, write_changes
from directory.models import ContactMessage, ExternalId, ImportLine, ImportRun
from portal.search.sync import remove_pages


def undo(run, progress=None):
    """Return {"deleted": n, "restored": n, "left": n} pages; raises ImportRefused as run_import does.

    One transaction. Each line of the run then says in `undone` what became of it.
    """
    progress = progress or (lambda count: None)
    with alone(run, ImportRun.State.DONE):
        words = Words()
        lines = list(run.lines.filter(action__in=[Action.CREATE, Action.CHANGE]))
        states = read_states([line.page_id for line in lines], words)
        counts = Counter(deleted=0, restored=0, left=0)
        _delete([line for line in lines if line.action == Action.CREATE], states, counts, progress)
        _restore([line for line in lines if line.action == Action.CHANGE], states, words, run, counts, progress)
        ImportLine.objects.bulk_update(lines, ["undone"], batch_size=500)
        run.state, run.undone_at = ImportRun.State.UNDONE, timezone.now()
        run.options.pop("task", None)
        run.save()
    return dict(counts)


def _delete(lines, states, counts, progress):
    written_to = set(
        ContactMessage.objects.filter(structure__in=[line.page_id for line in lines]).values_list(
            "structure_id", flat=True
        )
    )
    gone = []
    for line in lines:
        line.undone = _why_kept(line, states.get(line.page_id), written_to)
        if line.undone:
            counts["left"] += 1
        else:
            line.undone = _("Fiche supprimée.")
            gone.append(line.page_id)
    for chunk in chunks(gone):
        _delete_pages(chunk)
        progress(len(chunk))
    counts["deleted"] += len(gone)


def _delete_pages(keys):
    """Delete pages that nothing stands under. What signals do for one page after the other is done for all at once."""
    pages = Page.objects.filter(pk__in=keys)
    names = [str(key) for key in keys]
    kind = ContentType.objects.get_for_model(Page)
    remove_pages(keys)
    pages.update(live=False)  # a live page is unpublished first, by a dozen queries
    with disable_reference_index_auto_update():
        pages.delete()
    ReferenceIndex.objects.filter(
        Q(base_content_type=kind, object_id__in=names) | Q(to_content_type=kind, to_object_id__in=names)
    ).delete()


def _why_kept(line, state, written_to):
    """Why a page that the run created must stay; "" when nobody has touched it."""
    if state is None:
        return _("La fiche avait déjà été supprimée.")
    if state.latest_revision_id or state.has_unpublished_changes:
        return _("Gardée : quelqu’un a modifié la fiche depuis.")
    if state.numchild:
        return _("Gardée : d’autres pages (des dates d’agenda) sont rangées sous la fiche.")
    if state.pk in written_to:
        return _("Gardée : des messages ont été écrits à la structure.")
    if state.verified:
        return _("Gardée : la structure a vérifié la fiche.")
    changed = [name for name in fields_of(line.after) if not is_same(name, state.values[name], line.after[name])]
    if changed:
        return _("Gardée : modifié depuis : %s.") % _names(changed)
    return ""


def _is_known(name, value, words):
    """False for a word or a commune that left our lists since: it cannot be given back."""
    if not value or name not in KEYS:
        return True
    return value in (words.communes.by_code if name == "commune" else words.keys[name])


def _restore(lines, states, words, run, counts, progress):
    changes, sources = {}, {}
    for line in lines:
        state = states.get(line.page_id)
        if state is None or state.has_unpublished_changes:
            counts["left"] += 1
            line.undone = (
                _("La fiche a été supprimée depuis.") if state is None else _("Laissée : la fiche a un brouillon.")
            )
            continue
        back = {
            name: line.before[name]
            for name in fields_of(line.after)
            if is_same(name, state.values[name], line.after[name]) and _is_known(name, line.before[name], words)
        }
        kept = [name for name in fields_of(line.after) if name not in back]
        line.undone = _("Anciennes valeurs rendues.") if not kept else ""
        if kept:
            line.undone = _("Laissé, car modifié depuis : %s.") % _names(kept)
        counts["left" if kept else "restored"] += 1
        changes[line.page_id] = back
        sources[line.page_id] = _former_sources(state.value_sources, line.before["value_sources"], back)
    _take_back_beside(lines, states, run)
    write_changes(changes, words, sources)
    follow(list(changes), set().union(*changes.values()) if changes else set(), progress)


def _former_sources(present, former, names):
    sources = {name: value for name, value in present.items() if name not in names}
    return sources | {name: former[name] for name in names if former.get(name)}


def _take_back_beside(lines, states, run):
    values = [line.after["external_id"] for line in lines if "external_id" in line.after and line.page_id in states]
    for chunk in chunks(values):
        ExternalId.objects.filter(source=run.source, value__in=chunk).delete()
    redirects.forget({line.page_id: line.after["page_name"] for line in lines if "page_name" in line.after})


def _names(fields):
    return ", ".join(f"« {LABELS[name]} »" for name in fields)
