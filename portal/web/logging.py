"""Logs: one JSON object a line, on standard output, for the process that runs the portal to keep.

Nothing in them tells who a visitor is or what they looked for: no address, no user, no path, no query; of an
error the kind and the places in the code, for its message may quote a row.
"""

import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict

log = structlog.get_logger("portal.request")


class RequestLogMiddleware:
    """Writes one line a request and names the request in the answer, so that a report finds its line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        start = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                route=route(request),
                status=response.status_code,
                ms=round((time.perf_counter() - start) * 1000, 1),
            )
        response.headers["X-Request-ID"] = request_id
        return response


def route(request: HttpRequest) -> str | None:
    """The name of the matched URL pattern, or the pattern itself; None where nothing matched."""
    match = request.resolver_match
    return match and (match.view_name or match.route)


def describe_error(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and its places, `file:line function`, innermost last."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        frames = traceback.extract_tb(error.__traceback__)
        event["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


SHARED_PROCESSORS = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
]


def logging_config(level: str) -> dict:
    """Django's LOGGING: everything, ours or a library's, through one formatter to standard output."""
    structlog.configure(
        processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED_PROCESSORS,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            describe_error,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {
            "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django_tasks_db": {"level": "ERROR"},  # a worker tells each second that it has nothing to do
            "django.request": {"level": "ERROR"},  # a 404 has its line already …
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # … and so has a scanner's guess
        },
    }
