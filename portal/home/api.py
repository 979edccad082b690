"""/api/v1/: the read-only machine interface, put together from what each room gives."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from agenda.api import router as agenda_router
from directory.api import router as directory_router
from guides.api import router as guides_router
from portal.core.territory.api import router as territory_router
from portal.finding.api import router as finding_router

api = NinjaAPI(
    title="Altitudes Coopérantes",
    version="1",
    description="Lecture seule, sans clé. Données proposées sous Licence Ouverte 2.0.",
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
)
api.add_router("", directory_router)
api.add_router("", agenda_router)
api.add_router("", guides_router)
api.add_router("", finding_router)
api.add_router("", territory_router)


@api.get("/", include_in_schema=False)
def documentation(request):
    """The page that says what can be asked, drawn from the same description as openapi.json."""
    operations = [
        {"path": path, "summary": get["get"]["summary"], "description": get["get"].get("description", "")}
        | {"parameters": get["get"].get("parameters", [])}
        for path, get in api.get_openapi_schema()["paths"].items()
    ]
    context = {
        "operations": operations,
        "openapi_url": reverse("api:openapi-json"),
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Données pour les logiciels (API)"), "url": None},
        ],
    }
    return render(request, "home/api.html", context)
