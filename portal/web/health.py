"""Health checks `/healthz` and `/readyz`, answered before any other middleware."""

from collections.abc import Callable
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

DATABASE_DOWN = "database does not answer"
MIGRATIONS_MISSING = "migrations are not applied"


class HealthMiddleware:
    """Answers the two paths itself and passes on all other requests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return answer(None)
        if request.path_info == "/readyz":
            return answer(hindrance())
        return self.get_response(request)


def answer(reason: str | None) -> JsonResponse:
    body = {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}
    return JsonResponse(body, status=503 if reason else 200, headers={"Cache-Control": "no-store"})


def hindrance() -> str | None:
    """Why the portal is not ready, without details of the database; None if it is ready."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return DATABASE_DOWN
    return None if shipped_migrations() <= applied else MIGRATIONS_MISSING


@cache
def shipped_migrations() -> set[tuple[str, str]]:
    """(app, name) of each migration in the code, which cannot change while the process lives."""
    loader = MigrationLoader(None)
    replaced = {old for migration in loader.replacements.values() for old in migration.replaces}
    return set(loader.disk_migrations) - replaced
