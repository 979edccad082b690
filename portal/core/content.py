"""Pages written as TOML files: read into the values that a page's fields take."""

import tomllib


def read_page(path, page_at):
    """Return the file's keys, with `body` turned into StreamField values (a list of (block, value) pairs).

    `page_at("/annuaire/")` finds the page that a button leads to.
    """
    with path.open("rb") as file:
        values = tomllib.load(file)
    values["body"] = [_block(block, page_at) for block in values.get("body", [])]
    return values


def _block(block, page_at):
    if block["type"] == "call_to_action":
        page = page_at(block["path"])
        return ("call_to_action", {"text": block["text"], "label": block["label"], "page": page, "address": ""})
    return _READERS[block["type"]](block)


def _text(block):
    return ("text", block["html"].strip())


def _heading(block):
    return ("heading", {"text": block["text"], "level": block["level"]})


def _key_figures(block):
    return ("key_figures", {"figures": block["figures"]})


def _table(block):
    return (
        "table",
        {
            "columns": [{"type": "text", "heading": heading} for heading in block["columns"]],
            "rows": [{"values": row} for row in block["rows"]],
            "caption": block["caption"],
        },
    )


_READERS = {"text": _text, "heading": _heading, "key_figures": _key_figures, "table": _table}
