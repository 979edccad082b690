"""The house's rules (ARCHITECTURE.md) as functions that take a source text and return what breaks them.

No Django here: files are parsed, never imported. tests/test_architecture.py applies these to the whole project.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = ("portal", "directory", "agenda", "guides")
LONG_FILE = 300

# Rooms and their floors: a room may import only what is below it. The frame (settings, urls, wsgi) sees everything.
FRAME, GROUND = 8, -1
FLOORS = {
    "portal.settings": FRAME,
    "portal.urls": FRAME,
    "portal.wsgi": FRAME,
    "portal.home": 7,
    "portal.workspace": 7,
    "portal.finding": 6,
    "portal.demo": 7,
    "portal.editorial": 5,
    "portal.membership": 4,
    "agenda": 3,
    "guides": 3,
    "directory": 2,
    "portal.search": 1,
    "portal.core": 0,
    "portal": GROUND,
    "portal.environment": GROUND,  # reads environment variables: imports nothing of ours, everyone may use it
}
# The demo builds pages of the home room with the very functions that set up a new site.
SAME_FLOOR_EXCEPTIONS = {("portal.demo", "portal.home")}

# Objects whose `.connect(` opens a connection: anything else is taken for a signal.
DATABASE_MODULES = {"sqlite3", "psycopg", "socket", "connection"}
QUERY_METHODS = ("all", "filter", "exclude", "order_by", "select_related", "prefetch_related")
QUERY_METHODS += ("live", "public", "specific", "child_of", "descendant_of")
QUERY_METHODS += ("get_children", "get_siblings", "get_descendants", "get_ancestors", "get_parent", "get_translations")
TEMPLATE_CODE = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
TEMPLATE_STRING = re.compile(r'"[^"]*"|\'[^\']*\'')
TEMPLATE_QUERY = re.compile(rf"\.({'|'.join(QUERY_METHODS)})\b")


def python_files() -> Iterator[Path]:
    for name in TOP_LEVEL:
        yield from sorted((ROOT / name).rglob("*.py"))


def template_files() -> Iterator[Path]:
    for name in ("templates", *TOP_LEVEL):
        yield from sorted(path for path in (ROOT / name).rglob("*.html") if "templates" in path.parts)


def module_name(path: Path) -> str:
    """Dotted name of a file of the project; that of a package for its __init__.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    """The room that a dotted name belongs to: "portal.core" for portal.core.models.user; None outside the house."""
    parts = module.split(".")
    if parts[0] not in TOP_LEVEL:
        return None
    return ".".join(parts[:2]) if parts[0] == "portal" else parts[0]


def absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The dotted name that a `from … import` starts from, relative ones resolved."""
    if not node.level:
        return node.module or ""
    package = module.split(".") if is_package else module.split(".")[:-1]
    package = package[: len(package) - (node.level - 1)]
    return ".".join([*package, *([node.module] if node.module else [])])


def imported_modules(source: str, module: str, is_package: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, wherever it stands; `from portal import core` gives portal.core."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, module, is_package)
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}" if base == "portal" else base


def is_allowed(importer: str, imported: str) -> bool:
    """True when the first room may import the second."""
    if importer == imported or (importer, imported) in SAME_FLOOR_EXCEPTIONS:
        return True
    return FLOORS[importer] > FLOORS[imported]


def bad_imports(source: str, module: str, is_package: bool = False) -> list[str]:
    """Imports that go up, or to another room of the same floor, and rooms that have no floor."""
    importer = room_of(module)
    found = []
    for line, name in imported_modules(source, module, is_package):
        imported = room_of(name)
        if imported is None:
            continue
        for room in (importer, imported):
            if room not in FLOORS:
                found.append(f"{module}:{line} {room} has no floor in tests/architecture.py")
        if {importer, imported} <= FLOORS.keys() and not is_allowed(importer, imported):
            found.append(f"{module}:{line} imports {name}: {importer} is not above {imported}")
    return found


def last_name(node: ast.expr) -> str:
    """`receiver` for receiver, dispatch.receiver and receiver(...); "" for what has no name."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    return getattr(node, "attr", getattr(node, "id", ""))


def signal_receivers(source: str, module: str) -> list[str]:
    """`@receiver` and `<signal>.connect(…)` outside the catalogue's room, the only one that listens to signals."""
    if room_of(module) == "portal.search":
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        decorators = getattr(node, "decorator_list", [])
        if any(last_name(decorator) == "receiver" for decorator in decorators):
            found.append(f"{module}:{node.lineno} @receiver")
        called = node.func if isinstance(node, ast.Call) else None
        is_connect = isinstance(called, ast.Attribute) and called.attr == "connect"
        if is_connect and last_name(called.value) not in DATABASE_MODULES:
            found.append(f"{module}:{node.lineno} {ast.unparse(called)}(")
    return found


def blank(match: re.Match) -> str:
    """As many line ends as the text had, so that line numbers stay right."""
    return "\n" * match[0].count("\n")


def template_queries(source: str, name: str) -> list[str]:
    """Query methods called in a template's variables and tags (quoted strings and comments left out)."""
    source = TEMPLATE_COMMENT.sub(blank, source)
    found = []
    for match in TEMPLATE_CODE.finditer(source):
        code = TEMPLATE_STRING.sub("", match[1] or match[2] or "")
        line = source.count("\n", 0, match.start()) + 1
        found += [f"{name}:{line} {query[0]} in {match[0].strip()}" for query in TEMPLATE_QUERY.finditer(code)]
    return found


def long_files() -> list[tuple[str, int]]:
    """Python files over the limit with their number of lines, longest first (migrations apart)."""
    files = [path for path in python_files() if "migrations" not in path.parts]
    sizes = [(str(path.relative_to(ROOT)), len(path.read_text().splitlines())) for path in files]
    return sorted((size for size in sizes if size[1] > LONG_FILE), key=lambda size: -size[1])
