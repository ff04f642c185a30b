"""The preview of a workbook, computed at once or by a background job."""

from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from django.core.files import File
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.desk.workbooks.dry_run import Foresight, foresee
from portal.publishing.models import Release
from portal.records.cell_errors import Problem
from portal.records.columns import Column, Number
from portal.records.registry import sheet_named
from portal.spreadsheets.actions import MOST_FORESEEN, preview_workbook
from portal.spreadsheets.comparing import OnProgress, unwatched
from portal.spreadsheets.reading import RawSheet
from portal.spreadsheets.report import Change, LoadReport, SheetReport, with_headings
from portal.staff.models import User

#: So many errors and changes of a sheet are shown; how many more there are is said.
MOST_ERRORS, MOST_CHANGES = 1000, 200


@dataclass(frozen=True)
class SheetPreview:
    """A sheet of the preview, with as many of its changes as are shown."""

    report: SheetReport
    changes: list[tuple[int, str, str, str, Decimal | None]]
    added: list[str]
    gone: list[str]
    more: int

    @classmethod
    def of(cls, report: SheetReport) -> "SheetPreview":
        columns = {column.code: column for column in sheet_named(report.sheet).columns}
        shown = [
            (c.row, capfirst(columns[c.column].label), c.before, c.after, share(columns[c.column], c))
            for c in report.changes[:MOST_CHANGES]
        ]
        hidden = sum(max(0, len(one) - MOST_CHANGES) for one in (report.changes, report.added, report.gone))
        counts = replace(report, changes=[], added=[], gone=[])
        return cls(counts, shown, report.added[:MOST_CHANGES], report.gone[:MOST_CHANGES], hidden)

    @classmethod
    def restored(cls, kept: dict) -> "SheetPreview":
        changes = [(*cells, Decimal(share) if share else None) for *cells, share in kept["changes"]]
        return cls(**kept | {"report": SheetReport(**kept["report"]), "changes": changes})


@dataclass(frozen=True)
class Preview:
    """A report in words, no longer than it is shown, so that it can be kept."""

    errors: list[str]
    error_count: int
    sheets: list[SheetPreview]
    is_changed: bool
    foreseen: Foresight | None

    @classmethod
    def of(cls, report: LoadReport) -> "Preview":
        return cls(
            [with_headings(problem) for problem in report.errors[:MOST_ERRORS]],
            len(report.errors),
            [SheetPreview.of(sheet) for sheet in report.sheets],
            report.is_changed,
            report.foreseen,
        )

    @classmethod
    def restored(cls, kept: dict) -> "Preview":
        foreseen = Foresight(**kept["foreseen"]) if kept["foreseen"] else None
        sheets = [SheetPreview.restored(sheet) for sheet in kept["sheets"]]
        return cls(**kept | {"sheets": sheets, "foreseen": foreseen})

    def to_keep(self) -> dict:
        """As JSON can hold it."""
        return asdict(self)

    @property
    def more_errors(self) -> int:
        return self.error_count - len(self.errors)

    @property
    def is_loadable(self) -> bool:
        """Whether there is anything to load, and nothing against it."""
        return self.is_changed and not self.error_count


def share(column: Column, change: Change) -> Decimal | None:
    """By how many per cent a number changes, to one decimal; None for words, and where there was none or zero."""
    if not isinstance(column, Number) or not (change.before and change.after):
        return None
    before, after = Decimal(change.before), Decimal(change.after)
    return ((after - before) / abs(before) * 100).quantize(Decimal("0.1")) if before else None


def looked_at(
    workbook: File | list[RawSheet],
    release: Release | None,
    by: User,
    *,
    most_foreseen: float = MOST_FORESEEN,
    on_progress: OnProgress = unwatched,
) -> LoadReport:
    """The preview of a workbook; on the page of a release it has to be of that one."""
    report = preview_workbook(
        workbook=workbook, by=by, look=foresee, most_foreseen=most_foreseen, on_progress=on_progress
    )
    if release is not None and report.sheets and report.release != release:
        wrong = _("The workbook is not of this release: its address has to be %(slug)s.") % {
            "slug": release.slug
        }
        report.errors.insert(0, Problem("Release", wrong, column="slug"))
    return report
