"""Filters of commitments."""

from django.utils.translation import gettext_lazy as _

from portal.areas.filters import InArea
from portal.commitments.models import CommitmentState
from portal.publishing.filters import OfRelease
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.filters import OfIndicator
from portal.web.filters import ChoiceFilter, DayFilter, StrictFilterSet


class CommitmentFilter(StrictFilterSet):
    """Of commitments; the queryset has gone through `with_state`."""

    state = ChoiceFilter(CommitmentState.choices, "state", label=_("state"))
    sector = InSector("sector")
    department = OfDepartment("department")
    area = InArea("areas")
    due_from = DayFilter("due_now", "gte", label=_("due from"))
    due_to = DayFilter("due_now", "lte", label=_("due to"))
    indicator = OfIndicator("series__indicator")
    release = OfRelease()
