"""Names of dimension values, read once for a request or a task."""

import threading

from django.core.signals import request_started
from django_tasks.signals import task_started

from portal.statistics.models.codelists import Code


class Codelists(threading.local):
    """The codelists as this thread read them since it began its request or task."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], Code] = {}


_held = Codelists()


def code_name(dimension: str, code: str) -> str:
    """The name of a dimension value in the active language; the code itself if it does not exist."""
    key = dimension, code
    if key not in _held.codes:
        _held.codes = {(one.dimension_id, one.code): one for one in Code.objects.all()}
        request_started.connect(forget)
        task_started.connect(forget)
    known = _held.codes.get(key)
    return known.name if known else code


def forget(**_signal: object) -> None:
    """Read the codelists anew at the next need: somebody may have changed them since."""
    _held.codes = {}
