"""Two addresses for those who watch over the site: is the process alive, and can it serve?"""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.search.health import engine_notice, index_problem


@require_safe
@never_cache
def process(request):
    """/healthz: the process answers; nothing else is asked, so that a slow database does not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readiness(request):
    """/readyz: 200 when the database, its migrations and the search index are right, else 503; says which is not.

    `engine` is only told: while the engine of SEARCH_URL is down, the database answers for it.
    """
    problems, told = {"database": database_problem()}, {}
    if not problems["database"]:
        problems |= {"migrations": migration_problem()}
    if not any(problems.values()):
        problems |= {"index": index_problem()}
        told = {"engine": engine_notice()}
    answer = {name: problem or "ok" for name, problem in (problems | told).items()}
    return JsonResponse(answer, status=503 if any(problems.values()) else 200)


def database_problem():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return f"la base ne répond pas ({type(error).__name__})"
    return None


def migration_problem():
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"{missing} migration(s) à appliquer" if missing else None
