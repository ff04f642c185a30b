"""Everything public about a commitment at a moment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.shortcuts import get_object_or_404

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.statistics.models import Observation

#: Figures in which the result shows; the page of the indicator has all of them.
MOST_FIGURES = 20


@dataclass(frozen=True, kw_only=True)
class CommitmentDetail:
    """A commitment with the reports on it, the oldest first, and the newest figures of its series."""

    commitment: Commitment
    updates: Sequence[CommitmentUpdate]
    figures: Sequence[Observation]

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The one with that code. Raises Http404 while no commitment of that code is in force."""
        known = Commitment.objects.known_at(at).with_state(at).with_public_series(at).for_list()
        commitment = get_object_or_404(known, code=code)
        updates = CommitmentUpdate.objects.known_at(at).filter(commitment=commitment).for_list()
        figures = Observation.objects.known_at(at).filter(series=commitment.series_id).for_list()
        return cls(
            commitment=commitment,
            updates=list(updates.order_by("released_at", "id")),
            figures=list(figures.order_by("-period_end", "kind")[:MOST_FIGURES]),
        )
