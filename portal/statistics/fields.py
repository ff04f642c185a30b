"""Model fields for amounts that are stated outside observations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.statistics.codes import Qualifier


def amount_field(name: str, **options: object) -> models.DecimalField:
    """A number in base units, wide enough for money and for lengths."""
    return models.DecimalField(name, max_digits=24, decimal_places=6, **options)


def qualifier_field() -> models.CharField:
    """How exact a number is, in the words of observations: about, over, nearly, at least."""
    return models.CharField(_("qualifier"), max_length=8, choices=Qualifier, blank=True)
