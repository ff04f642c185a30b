"""What must be true of commitments and of reports on them."""

from django.utils.translation import gettext_lazy

NOT_LATE = gettext_lazy("Completed by the day on which it was due (%(due)s): that is kept, not kept late.")
