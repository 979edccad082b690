"""The territory for machines."""

from ninja import Router, Schema

from portal.core.models import Commune, Valley

router = Router(tags=["territoire"])


class CommuneOut(Schema):
    """`latitude` and `longitude`: the town hall, WGS84 degrees, to about 100 m."""

    code_insee: str
    name: str
    slug: str
    valley: str | None
    epci: str | None
    postal_codes: list[str]
    population: int
    latitude: float | None
    longitude: float | None

    @staticmethod
    def resolve_valley(commune):
        return commune.valley.slug if commune.valley else None

    @staticmethod
    def resolve_epci(commune):
        return commune.epci.siren if commune.epci else None


class ValleyOut(Schema):
    slug: str
    name: str


@router.get("/communes", response=list[CommuneOut], summary="Les communes du territoire")
def communes(request):
    """Les 175 communes des Hautes-Alpes et de l’Ubaye, avec leur mairie, leur vallée et leur intercommunalité."""
    return Commune.objects.in_territory().select_related("valley", "epci").defer("epci__outline")


@router.get("/vallees", response=list[ValleyOut], summary="Les vallées")
def valleys(request):
    """Le découpage par vallées est une convention du portail."""
    return Valley.objects.all()
