"""JSON written one entry at a time inside an envelope, so that no export is ever whole in memory."""

import json


def dumps(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def enveloped(head, name, records, tail=None):
    """Yield the bytes of {…head, name: [records], …tail()}; tail is asked once the last record is written."""
    yield f"{dumps(head)[:-1]}{',' if head else ''}{dumps(name)}:[".encode()
    comma = ""
    for record in records:
        yield (comma + dumps(record)).encode()
        comma = ",\n"
    last = dumps(tail())[1:-1] if tail else ""
    yield f"]{',' if last else ''}{last}}}".encode()
