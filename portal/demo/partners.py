"""The partner organisations of the project, first pages of the directory: a name, a kind, and nothing invented."""

import csv
from pathlib import Path

from directory.models import StructurePage
from portal.core.bulk import add_pages

FILE = Path(__file__).parent / "data" / "structures_partenaires_2019.csv"
SOURCE = "Liste des partenaires du projet, 2019"


def partner_rows():
    """Return the file's lines, in its order: [{"nom", "type"}]."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_partners(index):
    """Add the partners that are missing under the directory's index page; return the keys of the new pages."""
    present = set(StructurePage.objects.child_of(index).filter(source=SOURCE).values_list("title", flat=True))
    return add_pages(
        index,
        (
            StructurePage(title=row["nom"], kind=StructurePage.Kind(row["type"]), source=SOURCE)
            for row in partner_rows()
            if row["nom"] not in present
        ),
    )
