"""A search server that lives as long as one command: OpenSearch or Elasticsearch, from Maven Central's jars, no Docker.

    python tools/search_engine.py opensearch2|elasticsearch8|elasticsearch9 -- COMMAND…    # SEARCH_URL is set for it
    with throwaway_search(OPENSEARCH) as server: server.url ...

Loopback only, any free port, no password, one node, a temporary directory. What each of the two can do is in
docs/decisions/0015-search-engine-in-tests.md. Standard library only.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.environment import ROOT
from tools.machine import Tool, how_to_install, obtain

CACHE = ROOT / ".cache"
JDK_GLOBS = ("usr/lib/jvm/*/bin/javac", "opt/homebrew/opt/openjdk*/bin/javac", "usr/local/opt/openjdk*/bin/javac")
START_SECONDS = 120  # 5 on an idle machine; 45 were seen on a very busy one
STOP_SECONDS = 15
NO_JARS = """\
Les bibliothèques de {engine} n’ont pas pu être préparées :
{output}
Vérifiez la connexion à Maven Central, puis relancez la même commande : elle reprend où elle en était.
"""
HEAP = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC")
QUICK_START = ("-XX:TieredStopAtLevel=1",)  # half the start; for measures, let Java optimise: java_options=()


class SearchEngineFailed(Exception):
    """The server could not be had or did not start; the message ends with its own last words."""


def java_version(javac: Path) -> int:
    """Major version of this JDK, 0 when it does not run (macOS has a javac that only says where to buy one)."""
    try:
        answer = subprocess.run([javac, "-version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.match(r"javac (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def find_jdk(minimum: int) -> Path | None:
    """The bin directory of a recent enough JDK: JAVA_HOME's, PATH's, Debian's, Homebrew's."""
    candidates = [Path(os.environ["JAVA_HOME"]) / "bin/javac"] if os.environ.get("JAVA_HOME") else []
    candidates += [Path(found).resolve() for found in [shutil.which("javac")] if found]
    for pattern in (
        "usr/lib/jvm/*/bin/javac",
        "opt/homebrew/opt/openjdk*/bin/javac",
        "usr/local/opt/openjdk*/bin/javac",
    ):
        candidates += sorted(Path("/").glob(pattern))
    return next((javac.parent for javac in candidates if java_version(javac) >= minimum), None)


@dataclass(frozen=True)
class Engine:
    """A server: `name` is also the scheme of SEARCH_URL, `folder` holds its sources, `java` is the least it wants."""

    name: str
    label: str
    version: str
    folder: str
    java: int

    @property
    def sources(self) -> tuple[Path, Path]:
        return ROOT / "tools" / self.folder / "pom.xml", ROOT / "tools" / self.folder / "Server.java"

    @property
    def home(self) -> Path:
        """Where what was downloaded and compiled is kept: it exists only complete, and for these very sources."""
        digest = sha256(b"".join(path.read_bytes() for path in self.sources)).hexdigest()[:12]
        return CACHE / f"{self.name}-{self.version}-{digest}"

    @property
    def tool(self) -> Tool:
        label = f"{self.label} {self.version} (Java {self.java} et Maven)"
        return Tool(label, self.prepare, ("default-jdk-headless", "maven"), "openjdk maven")

    def prepare(self) -> Path | None:
        """Its home, filled first where needed; None without Java, or without Maven when it is needed."""
        jdk, maven = find_jdk(self.java), shutil.which("mvn")
        if jdk is None or self.home.exists():
            return jdk and self.home
        return install(self, jdk, maven) if maven else None


OPENSEARCH = Engine("opensearch2", "OpenSearch", "2.19.6", "opensearch", 17)
ELASTICSEARCH_8 = Engine("elasticsearch8", "Elasticsearch", "8.19.0", "elasticsearch", 17)
ELASTICSEARCH_9 = Engine("elasticsearch9", "Elasticsearch", "9.2.0", "elasticsearch", 21)
ENGINES = {engine.name: engine for engine in (OPENSEARCH, ELASTICSEARCH_8, ELASTICSEARCH_9)}


def elasticsearch() -> Engine:
    """The newest that this machine's Java can run."""
    return ELASTICSEARCH_9 if find_jdk(ELASTICSEARCH_9.java) else ELASTICSEARCH_8


def install(engine: Engine, jdk: Path, maven: str) -> Path | None:
    """Downloads and compiles beside its home, then moves there at once, so that an interrupted one is no half home."""
    print(
        f"Préparation de {engine.label} {engine.version} (une minute et 60 Mo la première fois)…",
        file=sys.stderr,
        flush=True,
    )
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as parent:
        target = Path(parent) / "home"
        for command in download_and_compile(engine, jdk, maven, target):
            done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "JAVA_HOME": jdk.parent})
            if done.returncode:
                print(NO_JARS.format(engine=engine.label, output=(done.stdout + done.stderr)[-1500:]), file=sys.stderr)
                return None
        for old in CACHE.glob(f"{engine.name}-*"):
            shutil.rmtree(old, ignore_errors=True)
        with contextlib.suppress(OSError):  # another process has just done the same
            target.rename(engine.home)
    return engine.home


def download_and_compile(engine: Engine, jdk: Path, maven: str, target: Path) -> Iterator[list]:
    """Maven keeps its own copies in ~/.m2, so a fresh clone downloads nothing; -C refuses what its checksum belies."""
    pom, server = engine.sources
    properties = [f"-Dengine.version={engine.version}", f"-Dtarget={target}"]
    yield [maven, "-B", "-q", "-C", "-f", pom, *properties, "generate-resources"]
    options = ["--release", str(engine.java), "-proc:none", "-nowarn"]
    yield [jdk / "javac", *options, "-cp", f"{target}/lib/*", "-d", target / "classes", server]


class SearchServer:
    """A node that can be killed and started again, on the same port and with what it had on disk."""

    def __init__(self, engine: Engine, directory: Path, java_options: tuple[str, ...] = QUICK_START):
        self.engine, self.directory, self.port = engine, directory, 0
        home, jdk = obtain(engine.tool), find_jdk(engine.java)
        if home is None or jdk is None:
            raise SearchEngineFailed(f"{engine.tool.label} manque : {how_to_install(engine.tool)}")
        options = [*HEAP, *java_options, "-Dlog4j2.disable.jmx=true", "-cp", f"{home}/classes:{home}/lib/*"]
        self.command = [jdk / "java", *options, "Server", home, directory / "node"]
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def search_url(self, prefix: str = "essais") -> str:
        """What SEARCH_URL wants."""
        return f"{self.engine.name}://127.0.0.1:{self.port}/{prefix}?tls=false"

    def start(self) -> None:
        """Starts in a session of its own, so that a Ctrl-C in the terminal reaches us and not the server."""
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "start_new_session": True}
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen([*self.command, str(self.port)], stderr=log, **pipes)
        try:
            self.wait_ready(time.monotonic() + START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def wait_ready(self, deadline: float) -> None:
        """The port is printed when the node listens; after a crash it also reads again what was not flushed."""
        ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
        line = self.process.stdout.readline().strip() if ready else b""
        if not line.isdigit():
            log = (self.directory / "log").read_text(errors="replace")
            raise SearchEngineFailed(f"{self.engine.label} did not start:\n{log[-2000:]}")
        self.port = int(line)
        health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout={START_SECONDS}s"
        try:
            urllib.request.urlopen(health, timeout=START_SECONDS + 5).close()  # noqa: S310 - our own address
        except OSError as error:
            raise SearchEngineFailed(f"{self.engine.label} listens, but its indexes are not ready: {error}") from error

    def kill(self) -> None:
        """As a crash does; what it had on disk stays, for `start`."""
        self.process.kill()
        self.close()

    def stop(self) -> None:
        """Closes its standard input, at which it ends by itself and deletes its files, if it still lives."""
        if self.process is None:
            return
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.close()

    def close(self) -> None:
        self.process.wait()
        self.process.stdout.close()
        with contextlib.suppress(OSError):
            self.process.stdin.close()


@contextlib.contextmanager
def throwaway_search(
    engine: Engine = OPENSEARCH, java_options: tuple[str, ...] = QUICK_START
) -> Iterator[SearchServer]:
    """Yields a started server without any index. Raises SearchEngineFailed where none can be had."""
    directory = Path(tempfile.mkdtemp(prefix=f"throwaway-{engine.name}-"))
    server = None
    try:
        server = SearchServer(engine, directory, java_options)
        server.start()
        yield server
    finally:
        if server:
            server.stop()
        shutil.rmtree(directory, ignore_errors=True)


def main(arguments: list[str]) -> int:
    names, command = arguments[:1], arguments[2:]
    if arguments[1:2] != ["--"] or not command or names[0] not in ENGINES:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the `finally` above runs
    try:
        with throwaway_search(ENGINES[names[0]]) as server:
            return subprocess.run(command, env={**os.environ, "SEARCH_URL": server.search_url()}).returncode
    except SearchEngineFailed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
