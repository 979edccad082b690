"""The part of bench/exports.py that runs in Django, on a database that bench/directory_site.py has filled: prints JSON.

Each format is asked for whole by WSGI calls, as a browser does that takes gzip; times are processor time.
"""

import json
import statistics
import time

import django

ADDRESSES = {
    "geojson": "/annuaire/export.geojson",
    "carte": "/annuaire/carte.json",
    "csv": "/annuaire/export.csv",
    "xlsx": "/annuaire/export.xlsx",
}
TIMES = 50


def measure():
    from django.core.handlers.wsgi import WSGIHandler

    application = WSGIHandler()
    call(application, "/annuaire/", 200)  # reads the catalogue in memory
    print(json.dumps({name: _costs(application, address) for name, address in ADDRESSES.items()}))


def _costs(application, address):
    seconds, (headers, body) = timed(application, address, 200)
    kept = [timed(application, address, 200)[0] for _time in range(3)]
    unchanged = [timed(application, address, 304, HTTP_IF_NONE_MATCH=headers["ETag"])[0] for _time in range(TIMES)]
    return {
        "kilobytes": len(body) / 1000,
        "seconds": seconds,
        "kept_ms": statistics.median(kept) * 1000,
        "unchanged_ms": statistics.median(unchanged) * 1000,
    }


def timed(application, address, expected, **environ):
    """(processor seconds, (headers, body))."""
    begin = time.process_time()
    answer = call(application, address, expected, **environ)
    return time.process_time() - begin, answer


def call(application, address, expected, **environ):
    from django.test import RequestFactory

    said = []
    environ = {"PATH_INFO": address, "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip", **environ}
    response = application(RequestFactory()._base_environ(**environ), lambda *status: said.append(status))
    body = b"".join(response)
    response.close()
    (status, headers), *_rest = said
    if not status.startswith(str(expected)):
        raise SystemExit(f"{address} answers {status}")
    return dict(headers), body


if __name__ == "__main__":
    django.setup()
    measure()
