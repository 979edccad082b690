"""The model letters and agreements that the guides offer: one-page RTF files, which any word processor opens."""

from pathlib import Path

from django.core.files import File
from wagtail.documents import get_document_model

FOLDER = Path(__file__).parent / "content" / "documents"
TITLES = {
    "convention-de-mise-a-disposition.rtf": "Modèle : convention de mise à disposition",
    "convention-de-partenariat.rtf": "Modèle : convention de partenariat",
    "lettre-pour-recenser-un-besoin-commun.rtf": "Modèle : lettre pour recenser un besoin commun",
}


def document_at(name):
    """Return the document made of a file of content/documents/, added to the library where it is not there yet."""
    documents = get_document_model().objects
    return documents.filter(title=TITLES[name]).first() or _add(documents, name)


def _add(documents, name):
    with (FOLDER / name).open("rb") as file:
        document = documents.create(title=TITLES[name], file=File(file, name=name))
    # Measured here, or the first visitor who sees the link would write to the database.
    document.get_file_size()
    document.get_file_hash()
    return document
