"""Pages written as TOML files: read into the values that a page's fields take."""

import tomllib
from functools import partial


def read_values(path):
    """Return the file's keys, as they are written."""
    with path.open("rb") as file:
        return tomllib.load(file)


def read_page(path, page_at):
    """Return the file's keys, with `body` turned into StreamField values (a list of (block, value) pairs).

    `page_at("/annuaire/")` finds the page that a button leads to.
    """
    values = read_values(path)
    return values | {"body": stream(values.get("body", []), page_at)}


def stream(blocks, page_at, **more):
    """Return StreamField values of blocks as files write them; more: readers of further types of block, by type."""
    readers = _READERS | {"call_to_action": partial(_call_to_action, page_at)} | more
    return [(block["type"], readers[block["type"]](block)) for block in blocks]


def _call_to_action(page_at, block):
    return {"text": block["text"], "label": block["label"], "page": page_at(block["path"]), "address": ""}


def _text(block):
    return block["html"].strip()


def _heading(block):
    return {"text": block["text"], "level": block["level"]}


def _key_figures(block):
    return {"figures": block["figures"]}


def _table(block):
    return {
        "columns": [{"type": "text", "heading": heading} for heading in block["columns"]],
        "rows": [{"values": row} for row in block["rows"]],
        "caption": block["caption"],
    }


_READERS = {"text": _text, "heading": _heading, "key_figures": _key_figures, "table": _table}
