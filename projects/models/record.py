"""What every released record about an undertaking has."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import ReleasedRecord
from portal.records.localized import Localized
from portal.statistics.models import Observation
from projects.models.undertaking import Undertaking

#: SQL for the department of a record, as `closed_with_part` asks.
OF_UNDERTAKING = (
    "(SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)"
)


class ProjectRecord(ReleasedRecord):
    """Something that a release states about a programme or project; `as_printed` keeps the token of the document."""

    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, related_name="%(class)ss", verbose_name=_("project or programme")
    )
    as_printed = models.CharField(_("as printed"), max_length=120, blank=True)
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")

    class Meta:
        abstract = True

    @property
    def record(self) -> Self:
        """Itself: a bare record is read like a row that holds one beside what follows from other records."""
        return self


def amount_field(name: str, **options: object) -> models.DecimalField:
    """A number in base units, wide enough for money and for lengths."""
    return models.DecimalField(name, max_digits=24, decimal_places=6, **options)


def qualifier_field() -> models.CharField:
    """How exactly a number is meant, in the words of observations: about, over, nearly, at least."""
    return models.CharField(_("qualifier"), max_length=8, choices=Observation.Qualifier, blank=True)
