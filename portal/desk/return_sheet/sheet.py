"""What a return sheet asks, saves and finds wrong: a row for each series of the department, for one period."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.desk.grid import who_changed
from portal.desk.return_sheet.forms import FigureForm
from portal.publishing import permissions
from portal.publishing.documents import DOCUMENTS
from portal.publishing.models import Release
from portal.records.errors import Refused
from portal.records.optimistic_locking import EditConflict, ValidationFailed
from portal.staff.models import Department, User
from portal.statistics.actions import figures
from portal.statistics.models import Observation, Series
from portal.statistics.return_form import Span, as_text, sheet_of
from portal.statistics.templatetags.portal_figures import plain_figure


@dataclass
class ReturnSheet:
    """What one page asks: a row for each series of the department, in a release, for a period."""

    release: Release
    department: Department
    span: Span
    rows: list[FigureForm]

    @classmethod
    def of(
        cls,
        release: Release,
        department: Department,
        span: Span,
        data: QueryDict | None = None,
        only: set[int] | None = None,
    ) -> "ReturnSheet":
        sections = list(release.sections.all()) if release.kind in DOCUMENTS else []
        rows = sheet_of(release, department, span, only)
        forms = [FigureForm(data, row=row, release=release, sections=sections) for row in rows]
        return cls(release, department, span, forms)

    @property
    def is_document(self) -> bool:
        return self.release.kind in DOCUMENTS

    @property
    def wrong(self) -> list[FigureForm]:
        """The rows in which something is wrong."""
        return [form for form in self.rows if form.errors]

    @property
    def address(self) -> str:
        return sheet_address(self.release, self.department, self.span)

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.rows])  # noqa: C419 - each says what is wrong

    def save(self, by: User) -> figures.SavedCounts:
        return figures.fill_sheet(
            release=self.release,
            department=self.department,
            span=self.span,
            rows={form.row.code: form.entered() for form in self.rows},
            by=by,
        )

    def show(self, refusal: Refused) -> None:
        """Put what the action found beside the cells."""
        forms = {form.row.code: form for form in self.rows}
        if isinstance(refusal, ValidationFailed):
            for code, finding in refusal.findings:
                forms[code].report(finding)
        if isinstance(refusal, EditConflict):
            who = who_changed(Observation, refusal.rows.values())
            for code, figure in refusal.rows.items():
                forms[code].overtaken(as_text(figure), _in_words(figure, forms[code].row.series, who))

    def errors(self) -> dict[str, dict[str, list[str]]]:
        """By series and column what is wrong, for scripts."""
        self.is_valid()
        for form in self.rows:
            if not form.errors:
                entered = form.entered()
                if entered.is_touched:
                    for finding in figures.check_row(form.row, entered, self.release, self.span):
                        form.report(finding)
        return {
            form.row.code: {name or "": list(said) for name, said in form.errors.items()}
            for form in self.rows
        }


def _in_words(figure: Observation | None, series: Series, who: dict[int, str]) -> str:
    """What somebody else has made of a row meanwhile."""
    if figure is None:
        return _("Somebody else has emptied this row meanwhile. Saving again puts yours in its place.")
    figure.series = series
    return _("%(who)s has saved this row meanwhile: %(what)s. Saving again puts yours in its place.") % {
        "who": who.get(figure.pk) or _("Somebody else"),
        "what": " · ".join(filter(None, (plain_figure(figure), figure.note))) or "—",
    }


def sheet_address(release: Release, department: Department, span: Span | None = None) -> str:
    query = {"start": span.start.isoformat(), "end": span.end.isoformat()} if span else {}
    return reverse("admin:portal_release_return", args=[release.pk, department.pk], query=query)


def sheets_for(user: User, release: Release) -> list[tuple[Department, str]]:
    """The sheets of a release that the official fills: of departments that publish it or were asked for a part."""
    if not release.is_editable:
        return []
    parts = release.contributions.select_related("department")
    owners = {release.department_id: release.department} | {
        part.department_id: part.department for part in parts
    }
    if user.department_id and user.department_id not in owners:
        owners[user.department_id] = user.department
    return [
        (owner, sheet_address(release, owner))
        for owner in owners.values()
        if user.edits_for(owner.pk) and permissions.own(Release.objects.filter(pk=release.pk), user).exists()
    ]
