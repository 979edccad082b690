"""The blocks of a guide's part (guides/blocks.py), as the files in content/guides/ write them.

Short texts stand in the files without their paragraph; a cell or a text that a file leaves out is not known: empty.
"""

from functools import partial

from portal.core.content import stream

CELLS = ("fits_when", "cost", "time", "legal_form", "example")


def part_stream(blocks, page_at, document_at):
    """Return the StreamField values of a part. page_at(path), document_at(file name): what the blocks lead to."""
    return stream(
        blocks,
        page_at,
        points=_points,
        alternatives=partial(_alternatives, page_at),
        steps=_steps,
        message=_message,
        further=partial(_further, page_at, document_at),
        quote=_quote,
    )


def paragraph(html):
    """A text of one line as the editor would store it."""
    return f"<p>{html}</p>" if html else ""


def _points(block):
    return {"kind": block["kind"], "points": [paragraph(point) for point in block["points"]]}


def _alternatives(page_at, block):
    rows = [
        {"name": row["name"], "example_page": _found(page_at, row.get("example_page"))}
        | {name: row.get(name, "") for name in CELLS}
        for row in block["alternatives"]
    ]
    return {"caption": block["caption"], "alternatives": rows}


def _steps(block):
    return {
        "steps": [{"title": row["title"], "detail": paragraph(row.get("detail", ""))} for row in block["steps"]],
    }


def _message(block):
    return {"to": block["to"], "text": block["html"].strip()}


def _further(page_at, document_at, block):
    rows = [
        {
            "kind": row["kind"],
            "title": row["title"],
            "description": row.get("description", ""),
            "page": _found(page_at, row.get("page")),
            "address": row.get("address", ""),
            "document": _found(document_at, row.get("document")),
        }
        for row in block["resources"]
    ]
    return {"resources": rows}


def _quote(block):
    return {name: block.get(name, "") for name in ("text", "author", "role")}


def _found(find, name):
    return find(name) if name else None
