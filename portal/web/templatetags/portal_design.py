"""Parts of pages that need some arithmetic before they are shown: changes, the bar of promises, care mode."""

from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from portal.commitments.models import CommitmentState
from portal.statistics.comparison import Change, Likeness, likeness
from portal.web.numbers import exact, is_english, with_unit
from portal.web.templatetags.portal_links import request_of

register = template.Library()


@register.simple_tag(takes_context=True)
def care_mode(context: Context) -> bool:
    """Whether the reader is in care mode: then a page leaves out what is not needed to understand or to act."""
    return getattr(request_of(context), "care", False)


@register.inclusion_tag("components/change.html")
def change(change: Change | None) -> dict[str, object]:
    """The change of a figure against the last comparable one, in words; nothing where there is none."""
    if change is None:
        return {"direction": ""}
    return {
        "direction": direction_of(change),
        "amount": difference_in_words(change),
        "share": change.share and f"{exact(abs(change.share), 1)}%",
        "period": change.earlier.period,
        "is_state": likeness(change.figure.period, change.earlier.period) == Likeness.EARLIER_STATE,
    }


def direction_of(change: Change) -> str:
    if not change.difference:
        return "same"
    return "more" if change.difference > 0 else "less"


def difference_in_words(change: Change) -> str:
    """The size of the difference with its unit: “3 estates”, “about 0.4 percentage points”."""
    indicator = change.figure.series.indicator
    number = exact(abs(change.difference), indicator.decimals)
    if indicator.unit_id == "percent":
        size = _("%(number)s percentage points") % {"number": number}
    else:
        size = with_unit(number, indicator.unit.symbol)
    if not change.is_rough:
        return size
    return f"{_('about')}{' ' if is_english() else ''}{size}"


@dataclass(frozen=True)
class Segment:
    """A part of the bar of promises: `start` and `share` in per cent of its length."""

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
def promise_segments(states: dict[str, int]) -> list[Segment]:
    """The states that any promise is in, in the order given, as parts of a bar that together are 100 per cent."""
    total, start, segments = sum(states.values()), Decimal(0), []
    for state, count in states.items():
        if count:
            share = round(Decimal(count) * 100 / total, 3)
            segments.append(Segment(CommitmentState(state), count, start, share))
            start += share
    return segments


@register.filter
def total(states: dict[str, int]) -> int:
    """How many there are in all states."""
    return sum(states.values())


@register.filter
def unlocalized(number: Decimal) -> str:
    """A number as SVG takes it, whatever the reader's language."""
    return f"{number:f}"
