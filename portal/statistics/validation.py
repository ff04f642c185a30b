"""What must be true of observations."""

from django.utils.translation import gettext_lazy

BELOW_ZERO = gettext_lazy("What is counted in the unit %(unit)s is never below zero.")
