"""JSON encoding with unescaped Chinese and exact decimals."""

from decimal import Decimal
from json import dumps as plain
from json.encoder import encode_basestring as quoted

from rest_framework.renderers import BaseRenderer


def dumps(value: object) -> str:
    """JSON of dicts, lists, texts, numbers, booleans and None. A Decimal keeps all its digits.

    Python's own encoder only accepts Decimals as floats, which lose digits.
    """
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ",".join([f"{quoted(str(key))}:{dumps(one)}" for key, one in value.items()]) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join([dumps(one) for one in value]) + "]"
    if value is None or isinstance(value, bool | int | float):
        return plain(value, allow_nan=False)
    return quoted(str(value))  # a lazy translation


class ExactRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None  # JSON is UTF-8 by definition

    def render(self, data: object, accepted_media_type: str | None = None, renderer_context=None) -> bytes:
        return dumps(data).encode()
