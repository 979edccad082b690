"""Writes the chosen parts of one sheet into another, in memory: nothing is saved here."""

import json

from directory.duplicates.parts import BOTH, KEPT, OTHER, content, parts, row_values


def apply_choices(kept, other, choices):
    """choices: {name of a part: "kept" | "other" | "both"}; what is not named stays as the kept sheet says it."""
    titles = (kept.title, other.title)
    for part in parts():
        choice = choices.get(part.name, KEPT)
        if choice == KEPT or (choice == BOTH and not part.takes_both):
            continue
        _WRITERS[part.kind](part, kept, other, choice)
        _take_sources(part, kept, other, choice)
    _remember_names(kept, titles)


def _value(part, kept, other, choice):
    for name in part.fields:
        setattr(kept, name, getattr(other, name))


def _lines(part, kept, other, choice):
    lines = content(part, other) if choice == OTHER else [*content(part, kept), *content(part, other)]
    setattr(kept, part.name, "\n".join(dict.fromkeys(lines)))


def _stream(part, kept, other, choice):
    blocks = [] if choice == OTHER else list(getattr(kept, part.name).raw_data)
    blocks += list(getattr(other, part.name).raw_data)
    setattr(kept, part.name, json.dumps(blocks, default=str))


def _links(part, kept, other, choice):
    mine = [] if choice == OTHER else list(getattr(kept, part.name).all())
    linked = {item.pk: item for item in (*mine, *getattr(other, part.name).all())}
    setattr(kept, part.name, list(linked.values()))


def _tags(part, kept, other, choice):
    mine = [] if choice == OTHER else [tag.name for tag in kept.tags.all()]
    kept.tags.set(dict.fromkeys([*mine, *(tag.name for tag in other.tags.all())]))


def _children(part, kept, other, choice):
    manager = getattr(kept, part.name)
    mine = [] if choice == OTHER else list(manager.all())
    theirs = [_copy(child) for child in getattr(other, part.name).all()]
    manager.set(_latest(mine, theirs) if part.name == "verifications" else _united(mine, theirs))


def _copy(child):
    return type(child)(**row_values(child))


def _united(mine, theirs):
    """Each row once: two that say the same are one."""
    united = {json.dumps(row_values(child), default=str): child for child in (*theirs, *mine)}
    rows = [child for child in (*mine, *theirs) if child in united.values()]
    for place, child in enumerate(rows):
        if hasattr(child, "sort_order"):
            child.sort_order = place
    return rows


def _latest(mine, theirs):
    """One verification a group, the most recent (a constraint of the table)."""
    latest = {}
    for row in sorted((*mine, *theirs), key=lambda row: row.verified_on):
        latest[row.group] = row
    return list(latest.values())


def _take_sources(part, kept, other, choice):
    """The source of a value goes with it."""
    if choice == OTHER:
        for name in part.fields:
            kept.value_sources.pop(name, None)
            if name in other.value_sources:
                kept.value_sources[name] = other.value_sources[name]


def _remember_names(kept, titles):
    """A name that is given up is still searched for."""
    names = kept.former_names.splitlines() + [title for title in titles if title != kept.title]
    kept.former_names = "\n".join(dict.fromkeys(name.strip() for name in names if name.strip()))


_WRITERS = {
    "value": _value,
    "lines": _lines,
    "stream": _stream,
    "links": _links,
    "tags": _tags,
    "children": _children,
}
