"""The bar of commitments by state."""

from dataclasses import dataclass
from decimal import Decimal

from django import template

from portal.commitments.states import CommitmentState

register = template.Library()


@register.filter
def state_label(state: str) -> str:
    """The word for the state of a commitment."""
    return CommitmentState(state).label


@dataclass(frozen=True)
class Segment:
    """A part of the bar of commitments: `start` and `share` in per cent of its length."""

    state: CommitmentState
    count: int
    start: Decimal
    share: Decimal

    @property
    def middle(self) -> Decimal:
        return self.start + self.share / 2

    @property
    def has_room(self) -> bool:
        """Whether its number fits into it on a narrow screen."""
        return self.share >= 10  # noqa: PLR2004 - per cent


@register.simple_tag
def commitment_segments(states: dict[str, int]) -> list[Segment]:
    """The non-empty states, in the given order, as segments of a bar that add up to 100 per cent."""
    total, start, segments = sum(states.values()), Decimal(0), []
    for state, count in states.items():
        if count:
            share = round(Decimal(count) * 100 / total, 3)
            segments.append(Segment(CommitmentState(state), count, start, share))
            start += share
    return segments
