"""Progress reporting for workbooks."""

from collections.abc import Callable

#: Callback: the stage (a code of WorkbookJob.Stage), rows done, and their total or None if unknown.
OnProgress = Callable[[str, int, int | None], None]


def unwatched(stage: str, done: int, total: int | None) -> None:
    """The default: report nothing."""


class Progress:
    """Counts the rows of one stage. A row may be counted in parts."""

    def __init__(self, on_progress: OnProgress, stage: str, total: int) -> None:
        self.on_progress, self.stage, self.total = on_progress, stage, total
        self.reach(0)

    def add(self, rows: float) -> None:
        self.reach(self.done + rows)

    def reach(self, rows: float) -> None:
        self.done = rows
        self.on_progress(self.stage, min(round(rows), self.total), self.total)
