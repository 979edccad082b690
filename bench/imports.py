"""Import of 10 000 rows: dry run, creation (published, with catalogue and index), the same file again, peak memory.

On SQLite, and on a throwaway PostgreSQL where one can be had. `python -m bench.imports [ROWS]` runs it alone.
"""

import argparse
import contextlib
import csv
import random
import sys
import tempfile
import time
from pathlib import Path

from bench.demo import run
from bench.portal import demo_environment
from bench.report import Figure, table
from tools.throwaway_postgres import PostgresFailed, throwaway_postgres

ROWS = 10_000
BARS = {"dry run": 10, "create, live": 30, "same file again": 30}
MEMORY_BAR = 400  # MiB
COMMUNES = (("Gap", "05000"), ("Embrun", "05200"), ("Briançon", "05100"), ("Guillestre", "05600"), ("Veynes", "05400"))
FIELDS = ("reemploi", "alimentation", "culture", "mobilite", "habitat")


def measure(options) -> list[Figure]:
    rows = getattr(options, "rows", ROWS)
    figures = []
    for engine, database in (("SQLite", contextlib.nullcontext()), ("PostgreSQL", throwaway_postgres())):
        try:
            with database as url:
                figures += measure_on(engine, url, rows)
        except PostgresFailed as error:
            print(f"PostgreSQL left out: {error}", file=sys.stderr)
    return figures


def measure_on(engine: str, url: str | None, rows: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as directory:
        environment = demo_environment(Path(directory)) | ({"DATABASE_URL": url} if url else {})
        file = Path(directory) / "structures.csv"
        write_file(file, rows)
        run(environment, "migrate", "--verbosity", "0")
        run(environment, "prepare")
        begin = time.perf_counter()
        run(environment, "import_structures", "--help")
        start = time.perf_counter() - begin
        command = ("import_structures", str(file), "--source", "Mesure")
        figures = [Figure(f"manage.py itself, {engine}", start, " s")]
        for label, arguments in (("dry run", ("--dry-run",)), ("create, live", ("--live",)), ("same file again", ())):
            seconds, memory = run(environment, *command, *arguments)
            figures.append(Figure(f"import of {rows} rows, {label}, {engine}", seconds, " s", BARS[label]))
            figures.append(Figure(f"… peak memory, {engine}", memory, " MiB", MEMORY_BAR))
    return figures


def write_file(path: Path, rows: int) -> None:
    """A file such as a network of associations keeps: most columns filled, a third with a SIRET, every name its own."""
    draw = random.Random(5)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(
            ["id", "Nom", "Accroche", "Description", "Adresse", "Code postal", "Commune", "Latitude", "Longitude"]
            + ["Téléphone", "Courriel", "Site web", "Domaines", "Mots-clés", "SIRET", "Statut juridique", "Facebook"]
        )
        for number in range(rows):
            commune, postal = draw.choice(COMMUNES)
            writer.writerow(
                [f"b{number}", f"Structure mesurée {number} {draw.choice(FIELDS)}", f"Une phrase sur le n° {number}"]
                + [f"<p>Présentation de la structure {number}, <b>libre</b>.</p>" * 4, f"{number % 90} rue Carnot"]
                + [
                    postal,
                    commune,
                    f"{44.5 + draw.random() / 10:.5f}",
                    f"{6.05 + draw.random() / 10:.5f}".replace(".", ","),
                ]
                + [f"04 92 {number // 10_000 % 100:02} {number // 100 % 100:02} {number % 100:02}"]
                + [f"contact{number}@exemple.fr", f"https://structure-{number}.exemple.fr/"]
                + [
                    ", ".join(draw.sample(FIELDS, 2)),
                    "vélo, atelier, montagne",
                    siret(number) if number % 3 == 0 else "",
                ]
                + ["association", f"https://www.facebook.com/structure{number}"]
            )


def siret(number: int) -> str:
    """Fourteen digits whose Luhn keys are right, for the SIREN and for the whole."""
    siren = f"{10_000_000 + number}"
    siren += luhn(siren)
    return f"{siren}0001{luhn(siren + '0001')}"


def luhn(digits: str) -> str:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    print(table(measure(parser.parse_args())))
