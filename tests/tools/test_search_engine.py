"""The throw-away search servers are real, speak to our client, survive a crash, and are gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from elastic_transport import ConnectionError as ServerDown
from elasticsearch import Elasticsearch, helpers

from tools import search_engine as tool
from tools.elastic_front import elastic_front

NAMES = [
    "L’épicerie solidaire d’Embrun",
    "Les épiceries paysannes",
    "Ressourcerie du Briançonnais",
    "Fournil d’Aiguilles",
]
FRENCH = {
    "filter": {
        "elision": {"type": "elision", "articles_case": True, "articles": ["l", "d"]},
        "stop": {"type": "stop", "stopwords": "_french_"},
        "stem": {"type": "stemmer", "language": "light_french"},
    },
    "analyzer": {"fr": {"tokenizer": "standard", "filter": ["elision", "lowercase", "stop", "stem", "asciifolding"]}},
}
PRINT_AND_WAIT = "import os, time; print(os.environ['SEARCH_URL'], flush=True); time.sleep(60)"


@pytest.fixture(scope="module")
def opensearch():
    with (
        tool.throwaway_search(tool.OPENSEARCH) as server,
        elastic_front(server.url) as url,
        Elasticsearch(url) as client,
    ):
        yield server, client


def fill(client, index, names, analysis, analyzer):
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "analysis": analysis}
    properties = {"name": {"type": "text", "analyzer": analyzer}}
    client.indices.create(index=index, settings=settings, mappings={"properties": properties})
    actions = ({"_index": index, "_id": number, "name": name} for number, name in enumerate(names))
    return helpers.bulk(client, actions, refresh=True)[0]


def found(client, index, text, **options):
    answer = client.search(index=index, query={"match": {"name": {"query": text, "operator": "and", **options}}})
    return {int(hit["_id"]) for hit in answer["hits"]["hits"]}


@pytest.mark.search
def test_opensearch_knows_french(opensearch):
    _server, client = opensearch
    assert fill(client, "french", NAMES, FRENCH, "fr") == 4
    assert found(client, "french", "epicerie") == {0, 1}
    assert found(client, "french", "l’Épicerie d’embrun") == {0}
    assert found(client, "french", "ressuorcerie du briançonnais") == set()
    assert found(client, "french", "ressuorcerie du briançonnais", fuzziness="AUTO") == {2}


@pytest.mark.search
def test_an_alias_moves_at_once(opensearch):
    _server, client = opensearch
    fill(client, "old", ["ancien"], {}, "standard")
    fill(client, "new", ["nouveau"], {}, "standard")
    client.indices.put_alias(index="old", name="portal")
    moves = [{"remove": {"index": "old", "alias": "portal"}}, {"add": {"index": "new", "alias": "portal"}}]
    client.indices.update_aliases(actions=moves)
    assert (found(client, "portal", "ancien"), found(client, "portal", "nouveau")) == (set(), {0})


@pytest.mark.search
def test_it_listens_on_the_loopback_only(opensearch):
    _server, client = opensearch
    (node,) = client.nodes.info()["nodes"].values()
    for door in (node["http"], node["transport"]):
        assert all(address.startswith("127.0.0.1:") for address in door["bound_address"])


@pytest.mark.search
def test_after_a_crash_it_has_what_it_had(opensearch):
    server, client = opensearch
    fill(client, "kept", ["gardé"], {}, "standard")
    port = server.port
    server.kill()
    with pytest.raises(ServerDown):
        client.cluster.health()
    server.start()
    assert server.port == port
    assert found(client, "kept", "gardé") == {0}


@pytest.mark.search
def test_our_client_speaks_to_a_real_elasticsearch():
    """Version 9 as it is; version 8, where Java is too old for 9, wants the client's headers rewritten."""
    engine = tool.elasticsearch()
    with ExitStack() as stack:
        server = stack.enter_context(tool.throwaway_search(engine))
        url = server.url if engine == tool.ELASTICSEARCH_9 else stack.enter_context(elastic_front(server.url))
        client = stack.enter_context(Elasticsearch(url))
        assert fill(client, "words", ["epiceri solidair", "ressourceri"], {}, "whitespace") == 2
        assert found(client, "words", "resourceri", fuzziness=1) == {1}
    assert not server.directory.exists()


@pytest.mark.search
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_command_leaves_no_server_and_no_index(how, tmp_path):
    command = [sys.executable, tool.__file__, "opensearch2", "--", sys.executable, "-c", PRINT_AND_WAIT]
    variables = {**os.environ, "TMPDIR": str(tmp_path)}
    options = {"stdout": subprocess.PIPE, "text": True, "start_new_session": True, "env": variables}
    with subprocess.Popen(command, **options) as process:
        assert process.stdout.readline().startswith("opensearch2://127.0.0.1:")
        (node,) = tmp_path.glob("throwaway-*/node")
        os.killpg(process.pid, how)
    deadline = time.monotonic() + 30
    while node.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not node.exists()


def test_without_java_it_says_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setattr(tool, "find_jdk", lambda minimum: None)
    monkeypatch.setattr(tool, "obtain", lambda wanted: wanted.find())
    with pytest.raises(tool.SearchEngineFailed, match=r"Java 17 et Maven\) manque : .*install"):
        tool.SearchServer(tool.OPENSEARCH, tmp_path)


def test_a_failed_download_is_told_and_leaves_no_half_home(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(tool, "CACHE", tmp_path / "cache")
    assert tool.install(tool.OPENSEARCH, Path("/nonexistent/bin"), "false") is None
    assert "Maven Central" in capsys.readouterr().err
    assert list((tmp_path / "cache").iterdir()) == []
