"""A chart for templates: sentence, drawings, legend and table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.statistics.charts.marks import LARGE, NARROW, WIDE, Frame, Mark, Scene


@dataclass(frozen=True)
class ChartRow:
    """A row of the table under a chart. `kind` is “actual” or “target”, `note` a note."""

    name: str
    period: str
    kind: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart to show. `key` is unique on its page; `card` draws it small, if that is useful."""

    kind: str
    key: str
    title: str
    sentence: str
    draw: Callable[[Frame], Scene]
    rows: Sequence[ChartRow]
    legend: Sequence[tuple[Mark, str]] = ()
    notes: Sequence[str] = ()
    card: Callable[[], Scene] | None = None

    @property
    def scenes(self) -> list[Scene]:
        """Narrow and wide drawings; CSS shows the one that fits."""
        return [self.draw(NARROW), self.draw(WIDE)]

    @property
    def large_scenes(self) -> list[Scene]:
        """For care mode."""
        return [self.draw(LARGE)]

    @property
    def card_scene(self) -> Scene | None:
        return self.card() if self.card else None

    @property
    def has_names(self) -> bool:
        return any(row.name for row in self.rows)

    @property
    def has_notes(self) -> bool:
        return any(row.note for row in self.rows)
