"""One way to speak to Elasticsearch and OpenSearch: their clients' lowest level, so that all else is common.

Nothing is tried again, no other node is looked for, and nothing is asked before the first request.
"""

import json
import os
from functools import cache

from urllib3 import Timeout

from portal.search.engines.outside.address import address
from portal.search.engines.outside.bounded import bound
from portal.search.engines.outside.failures import Down, failure_of

READING = 1  # second in all, connection included: a visitor waits
WRITING = 30  # the worker waits
CONNECTIONS = 32  # kept open in a process; more threads than that wait for each other
JSON, LINES = "json", "x-ndjson"


def request(method, path, params=None, body=None, *, seconds=WRITING):
    """Return the answer (a dictionary), or raise Down. body: a dictionary, or a list of them for several lines."""
    kind, text = JSON, None
    if isinstance(body, list):
        kind, text = LINES, "".join(_dump(line) + "\n" for line in body)
    elif body is not None:
        text = _dump(body)
    try:
        answer = _client(address(), seconds)(method, path, params, text, kind)
    except Exception as error:  # each client has its own family of errors, besides urllib3's and the system's
        raise failure_of(error) from error
    if not isinstance(answer, dict):
        raise Down("réponse illisible")
    return answer


def _dump(value):
    return json.dumps(value, separators=(",", ":"))


@cache
def _client(where, seconds):
    return {"elasticsearch": _elasticsearch, "opensearch": _opensearch}[where.family](where, seconds)


if hasattr(os, "register_at_fork"):  # two processes must not share a connection
    os.register_at_fork(after_in_child=_client.cache_clear)


def _elasticsearch(where, seconds):
    """Its headers say which version of the API is spoken: the server's, whatever the client's."""
    from elasticsearch import Elasticsearch

    options = {"max_retries": 0, "retry_on_timeout": False, "connections_per_node": CONNECTIONS}
    client = Elasticsearch([where.parts], basic_auth=where.login, request_timeout=seconds, **options)
    for node in client.transport.node_pool.all():
        bound(node.pool)

    def ask(method, path, params, text, kind):
        media = f"application/vnd.elasticsearch+{{}}; compatible-with={where.major}"
        headers = {"accept": media.format(JSON), "content-type": media.format(kind)}
        return client.perform_request(method, path, params=params, headers=headers, body=text).body

    return ask


def _opensearch(where, seconds):
    from opensearchpy import OpenSearch

    options = {"max_retries": 0, "pool_maxsize": CONNECTIONS, "timeout": Timeout(total=seconds)}
    client = OpenSearch([where.parts], http_auth=where.login, **options)
    bound(client.transport.get_connection().pool)

    def ask(method, path, params, text, kind):
        headers = {"content-type": f"application/{kind}"}
        return client.transport.perform_request(method, path, params=params, headers=headers, body=text)

    return ask
