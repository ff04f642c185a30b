"""Numbers against the printed tokens that they stand for."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.records.parsing import unlike_printed
from portal.web.numbers import exact


def contradiction(value: Decimal | int, token: str) -> str:
    """In words, that the value is not what the token prints; empty if it is."""
    printed = unlike_printed(Decimal(value), token)
    if not printed:
        return ""
    numbers = str(_(", ")).join(exact(number.normalize()) for number in printed)
    return _("%(value)s is not the printed “%(token)s” (%(numbers)s)") % {
        "value": exact(Decimal(value).normalize()),
        "token": token,
        "numbers": numbers,
    }
