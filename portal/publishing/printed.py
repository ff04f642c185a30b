"""Numbers against the printed tokens that they stand for: a check that follows from the row itself."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.records.parsing import printed_numbers, unlike_printed
from portal.web.numbers import exact

if TYPE_CHECKING:
    from portal.publishing.models.released import ReleasedRecord

#: Status of records that have one (`ObservationStatus.LOW_RELIABILITY`).
UNCERTAIN_READING = "low_reliability"


class CheckState(models.TextChoices):
    """What a check found: nothing, a contradiction under every reading, or something that a reading explains."""

    CONTRADICTION = "contradiction", gettext_lazy("contradiction")
    DOUBTFUL = "doubtful", gettext_lazy("doubtful")
    HOLDS = "holds", gettext_lazy("holds")


@dataclass(frozen=True)
class PrintedCheck:
    """The number in one field of a row against the token that the document prints.

    Observations have it as a stored result, among their other checks.
    """

    row: "ReleasedRecord"
    field: str
    value: Decimal

    @property
    def token(self) -> str:
        return self.row.as_printed

    @property
    def is_comparable(self) -> bool:
        """Whether the token prints any number."""
        return any(True for _number in printed_numbers(self.token))

    @property
    def unlike(self) -> list[Decimal]:
        """What the token prints, if it is not the value."""
        return unlike_printed(self.value, self.token)

    @property
    def state(self) -> CheckState:
        if not self.unlike:
            return CheckState.HOLDS
        is_uncertain = getattr(self.row, "status", "") == UNCERTAIN_READING
        return CheckState.DOUBTFUL if is_uncertain else CheckState.CONTRADICTION

    @property
    def summary(self) -> str:
        """“2,079 is not the printed “2079万元” (20,790,000)”"""
        names = {"value": exact(self.value.normalize()), "token": self.token}
        if not self.unlike:
            return _("%(value)s is the printed “%(token)s”") % names
        numbers = str(_(", ")).join(exact(number.normalize()) for number in self.unlike)
        return _("%(value)s is not the printed “%(token)s” (%(numbers)s)") % {**names, "numbers": numbers}

    @property
    def because(self) -> str:
        """Why it is doubtful and no contradiction; empty otherwise."""
        return _("the reading of the document is uncertain") if self.state == CheckState.DOUBTFUL else ""

    @property
    def reason(self) -> str:
        """Why it is published although it does not hold: the note or, in a correction, its public reason."""
        return "" if self.state == CheckState.HOLDS else self.row.note or self.row.release.reason

    @property
    def mark(self) -> str:
        """A short word for the row: “contradicted”, “check: doubtful”; empty where it holds."""
        marks = {
            CheckState.CONTRADICTION: _("contradicted"),
            CheckState.DOUBTFUL: _("check: doubtful"),
            CheckState.HOLDS: "",
        }
        return marks[self.state]

    @property
    def text(self) -> str:
        """What was found, why it is doubtful, and why it is published nevertheless."""
        return str(_(": ")).join(filter(None, (self.summary, self.because, self.reason)))
