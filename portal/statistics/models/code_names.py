"""Names of dimension values, for the short text of rows of which nobody has read the names beforehand."""

import threading

from django.core.signals import request_started

from portal.statistics.models.codelists import Code


class _Known(threading.local):
    """The codelists as this thread has read them: once a request, and again where a code is not among them."""

    codes: dict[tuple[str, str], Code]

    def __init__(self) -> None:
        self.codes = {}


_known = _Known()


def code_name(dimension: str, code: str) -> str:
    """The name of a dimension value in the active language; the code itself where there is no such value."""
    key = dimension, code
    if key not in _known.codes:
        _known.codes = {(one.dimension_id, one.code): one for one in Code.objects.all()}
    return _known.codes[key].name if key in _known.codes else code


def forget(**_signal: object) -> None:
    """Read the codelists anew at the next need: somebody may have changed them since."""
    _known.codes = {}


request_started.connect(forget)
