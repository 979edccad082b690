"""Structures for machines."""

from ninja import Field, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from directory.models import StructurePage

router = Router(tags=["structures"])


class Pagination(LimitOffsetPagination):
    """100 rows at a time at most; past the bounds is a 422, since databases refuse numbers over 64 bits."""

    class Input(Schema):
        limit: int = Field(100, ge=1, le=100)
        offset: int = Field(0, ge=0, le=1_000_000)


class StructureOut(Schema):
    """Only what the public page shows. `latitude` and `longitude` are WGS84 degrees."""

    id: int
    name: str
    kind: str
    summary: str
    commune: str | None
    code_insee: str | None
    fields_of_activity: list[str]
    is_fictional: bool
    url: str

    @staticmethod
    def resolve_name(structure):
        return structure.title

    @staticmethod
    def resolve_commune(structure):
        return structure.commune.name if structure.commune else None

    @staticmethod
    def resolve_code_insee(structure):
        return structure.commune.code_insee if structure.commune else None

    @staticmethod
    def resolve_fields_of_activity(structure):
        return [field.slug for field in structure.fields_of_activity.all()]

    @staticmethod
    def resolve_url(structure):
        return structure.full_url


@router.get("/structures", response=list[StructureOut], summary="Les structures de l’annuaire")
@paginate(Pagination)
def structures(request):
    """Par ordre alphabétique, 100 à la fois : `limit` et `offset` pour la suite."""
    return StructurePage.objects.listed().in_source_language().with_card_data().order_by("sort_name", "pk")
