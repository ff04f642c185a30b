"""Commitments: the list by state, and the page of one with all reports on it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.areas.filters import InArea
from portal.commitments.models import Commitment, CommitmentUpdate, commitments_at
from portal.commitments.states import CommitmentKind, CommitmentState, Subject, silence_of
from portal.publishing.citations import citation
from portal.publishing.filters import OfRelease
from portal.publishing.models import ReleasedRecord
from portal.records.registry import declared
from portal.staff.filters import InSector, OfDepartment
from portal.statistics.filters import OfIndicator
from portal.statistics.models import Observation
from portal.web.filters import ChoiceFilter, DayFilter, StrictFilterSet
from portal.web.lists import ListPage

#: Figures in which the result shows; the page of the indicator has all of them.
MOST_FIGURES = 20


@dataclass(frozen=True)
class CommitmentVersion:
    """What was committed and reported from one release, that of the `record`, until the next."""

    record: ReleasedRecord
    due: dt.date | None
    until: dt.datetime | None

    @property
    def outcome(self) -> str:
        """As reported; empty as it was first made."""
        return getattr(self.record, "outcome", "")

    @property
    def note(self) -> str:
        return getattr(self.record, "note", "")


@dataclass(frozen=True, kw_only=True)
class CommitmentDetail:
    """A commitment with what it is about, the reports on it, the oldest first, and the newest figures of its series."""

    commitment: ReleasedRecord
    subjects: Sequence[Subject]
    updates: Sequence[CommitmentUpdate]
    figures: Sequence[Observation]

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The commitment with that code, withdrawn ones too. Raises Http404 before it was released."""
        commitments = Commitment.objects.released(at).with_state(at).with_public_series(at).with_withdrawal()
        commitment = get_object_or_404(commitments.for_list(), code=code)
        updates = commitment.updates.known_at(at).for_list()
        figures = (
            Observation.objects.known_at(at).filter(series=commitment.series_id).for_list().with_checks(at)
        ).with_neighbours()
        return cls(
            commitment=commitment,
            subjects=[
                subject for one in declared("COMMITMENT_SUBJECTS") for subject in one.of(commitment.pk, at)
            ],
            updates=list(updates.order_by("released_at", "id")),
            figures=list(figures.order_by("-period_end", "kind")[:MOST_FIGURES]),
        )

    @property
    def versions(self) -> list[CommitmentVersion]:
        """As it was first made, and after each report in force."""
        records, found = [self.commitment, *self.updates], []
        due = self.commitment.due
        for record, later in zip_longest(records, records[1:]):
            due = getattr(record, "new_due", None) or due
            found.append(CommitmentVersion(record, due, later and later.released_at))
        return found

    @property
    def silence(self) -> str:
        """What the absence of a report means, in a sentence; empty if a report decides or it is not yet due."""
        return silence_of(self.commitment)


class CommitmentFilter(StrictFilterSet):
    """Filters commitments; needs `with_state`."""

    state = ChoiceFilter(CommitmentState.choices, "state", label=_("state"))
    kind = ChoiceFilter(CommitmentKind.choices, "kind", label=_("kind"))
    sector = InSector("sector")
    department = OfDepartment("department")
    area = InArea("areas")
    due_from = DayFilter("due_now", "gte", label=_("due from"))
    due_to = DayFilter("due_now", "lte", label=_("due to"))
    indicator = OfIndicator("series__indicator")
    release = OfRelease()


class CommitmentList(ListPage):
    template_name = "commitments/list.html"
    noun = "commitments"
    filterset_class = CommitmentFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        at = request.moment.at
        return commitments_at(at).with_state(at).for_list().most_pressing_first()

    def further(self, request: HttpRequest, filterset: CommitmentFilter, page: Page) -> dict[str, Any]:
        """The number in each state, under all filters except those by state and kind."""
        others = request.GET.copy()
        for name in ("state", "kind"):
            others.pop(name, None)
        everything = CommitmentFilter(others, self.rows(request), request=request).qs
        chosen = (
            "direction"
            if request.GET.get("kind") == CommitmentKind.DIRECTION
            else request.GET.get("state", "")
        )
        return {"tally": everything.tally(), "chosen": chosen}


@require_safe
def commitment_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = CommitmentDetail.at(code, at)
    context = {
        "at": at,
        "detail": detail,
        "commitment": detail.commitment,
        "cite": citation(request, detail.commitment.title),
    }
    return render(request, "commitments/detail.html", context)
