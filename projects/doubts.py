"""Which reports of progress are asked about before they are saved: falls, jumps, and steps back.

None of them is wrong by itself: works are undone, plans change, projects are given up. A note says so.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from portal.web.numbers import exact
from projects.models import Stage
from projects.models.stages import GIVEN_UP, steps_of
from projects.progress_form import Last, Row

Doubt = tuple[str, str]
WHOLE = Decimal(100)


def doubts(
    row: Row, kind: str, *, stage: str, percent: Decimal | None, quantity: Decimal | None
) -> Iterator[Doubt]:
    """Column and words of everything that a note has to explain in what is about to be reported of a row."""
    yield from _of_stage(stage, row.last.get("stage"), kind)
    if percent is not None:
        yield from _of_percent(percent, row.last.get("percent"))
    if quantity is not None:
        planned = row.item.planned_quantity if row.item else None
        yield from _of_quantity(quantity, row.last.get("quantity"), planned)


def _of_stage(stage: str, last: Last | None, kind: str) -> Iterator[Doubt]:
    if not stage or (last and last.value == stage):
        return
    steps = steps_of(kind)
    if stage in GIVEN_UP:
        yield "stage", _("Say in the note why it ends here.")
    elif last and (last.value in GIVEN_UP or steps.index(Stage(stage)) < steps.index(Stage(last.value))):
        yield (
            "stage",
            _("A step back from %(last)s. If that is right, say why in the note.") % {"last": told(last)},
        )


def _of_percent(percent: Decimal, last: Last | None) -> Iterator[Doubt]:
    if last and percent < last.value:
        yield "percent", less_than(last)
    elif last and percent - last.value > settings.PROGRESS_JUMP:
        yield "percent", jump_from(last, percent - last.value)


def _of_quantity(quantity: Decimal, last: Last | None, planned: Decimal | None) -> Iterator[Doubt]:
    if last and quantity < last.value:
        yield "quantity", less_than(last)
    elif planned and quantity > planned:
        more = _("More than the planned %(planned)s. If that is right, say why in the note.")
        yield "quantity", more % {"planned": exact(planned)}
    elif last and planned and (points := (quantity - last.value) / planned * WHOLE) > settings.PROGRESS_JUMP:
        yield "quantity", jump_from(last, points)


def less_than(last: Last) -> str:
    return _("Less than before: %(last)s. If that is right, say why in the note.") % {"last": told(last)}


def jump_from(last: Last, points: Decimal) -> str:
    """More percentage points at once than are usual."""
    words = _(
        "%(points)s percentage points more than before: %(last)s. If that is right, say how in the note."
    )
    return words % {"points": exact(points.quantize(Decimal("0.1"))), "last": told(last)}


def told(last: Last) -> str:
    """What was last reported, and as at which day: “60 (2022-05-31)”."""
    value = exact(last.value) if isinstance(last.value, Decimal) else Stage(last.value).label
    return dated(value, last.as_at)


def dated(value: str, day: dt.date) -> str:
    """A value with the day that it is of."""
    return _("%(value)s (%(day)s)") % {"value": value, "day": day.isoformat()}
