"""The messages of triggers that refuse a row, as the record types declare them."""

import re
from collections.abc import Mapping

from django.db import DatabaseError

from portal.records.registry import refusals

TRIGGER = re.compile(r"function pgtrigger_(\w+)_[0-9a-f]{5}\(")


def refusal_of(error: DatabaseError, further: Mapping[str, object] | None = None) -> str | None:
    """The message of the trigger that raised the error, in the active language; None if it is not that of one.

    A record type declares a text, or a function of the detail that the trigger gives. `further`: messages of others.
    """
    details = getattr(error.__cause__, "diag", None)
    trigger = TRIGGER.search(getattr(details, "context", None) or "")
    message = ({**(further or {}), **refusals()}).get(trigger[1]) if trigger else None
    if callable(message):
        return message(details.message_detail or "")
    return None if message is None else str(message)
