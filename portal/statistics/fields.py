"""Model fields for amounts that are stated outside observations, and for periods that no document prints."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.statistics.codes import Qualifier

INFERRED = _("Whether the days are inferred, since the document prints none; the note says from what.")


def amount_field(name: str, **options: object) -> models.DecimalField:
    """A number in base units, wide enough for money and for lengths."""
    return models.DecimalField(name, max_digits=24, decimal_places=6, **options)


def qualifier_field() -> models.CharField:
    """How exact a number is, in the words of observations: about, over, nearly, at least."""
    return models.CharField(_("qualifier"), max_length=8, choices=Qualifier, blank=True)


def period_inferred_field() -> models.BooleanField:
    """Whether the first or last day of a period is not printed."""
    return models.BooleanField(
        _("period is inferred"),
        default=False,
        help_text=_(
            "Tick if the document does not print the days; the note says from what they are inferred."
        ),
    )


def period_inferred_explained(name: str) -> models.CheckConstraint:
    """An inferred period has a note."""
    return models.CheckConstraint(
        name=f"{name}_inferred_period_explained",
        condition=Q(period_inferred=False) | ~Q(note_zh=""),
        violation_error_message=_("Say in the note from what the period is inferred."),
    )
