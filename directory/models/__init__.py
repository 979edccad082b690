"""The public directory: its index, one page a structure, and what is kept beside it."""

from directory.models.contact import ContactMessage, NamedContact, SocialAccount
from directory.models.duplicates import NotDuplicate
from directory.models.imports import ImportLine, ImportLock, ImportMapping, ImportRun
from directory.models.index import DirectoryIndexPage
from directory.models.structure import StructurePage, StructurePhoto, StructureTag
from directory.models.upkeep import ExternalId, Verification

__all__ = [
    "ContactMessage",
    "DirectoryIndexPage",
    "ExternalId",
    "ImportLine",
    "ImportLock",
    "ImportMapping",
    "ImportRun",
    "NamedContact",
    "NotDuplicate",
    "SocialAccount",
    "StructurePage",
    "StructurePhoto",
    "StructureTag",
    "Verification",
]
