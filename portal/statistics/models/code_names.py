"""Names of dimension values, for the short text of rows of which nobody has read the names beforehand."""

from django.core.signals import request_started

from portal.statistics.models.codelists import Code

#: The codelists as they were read since the last request began; read again where a code is not among them.
_known: dict[tuple[str, str], Code] = {}


def code_name(dimension: str, code: str) -> str:
    """The name of a dimension value in the active language; the code itself where there is no such value."""
    key = dimension, code
    if key not in _known:
        _known.update({(one.dimension_id, one.code): one for one in Code.objects.all()})
        request_started.connect(forget)
    known = _known.get(key)
    return known.name if known else code


def forget(**_signal: object) -> None:
    """Read the codelists anew at the next need: somebody may have changed them since."""
    request_started.disconnect(forget)
    _known.clear()
