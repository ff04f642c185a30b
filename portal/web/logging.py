"""Logs: one JSON object a line on standard output, for the process supervisor to keep.

They never reveal visitors or their searches: no address, user, path or query; of an error only its type and code
locations, because its message may quote a row.
"""

import traceback
from typing import Any

import structlog
from structlog.typing import EventDict


def describe_error(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and its locations, `file:line function`, innermost last."""
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
    """Django's LOGGING: all loggers, ours and the libraries', through one formatter to standard output."""
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
            "django_tasks_db": {"level": "ERROR"},  # a worker logs every second that it is idle
            "django.request": {"level": "ERROR"},  # a 404 already has its request line …
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # … and so has a scanner's guess
        },
    }
