"""Reasons for publishing despite a failed check: two boxes a failure, filled in by editors or reviewers."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm
from portal.desk.differences import MOST
from portal.publishing.models import Release
from portal.records.errors import Invalid
from portal.statistics import checks
from portal.statistics.actions import explanations
from portal.statistics.models import CheckResult

LANGUAGES = {
    "zh": gettext_lazy("Reason, as the public will read it (Chinese)"),
    "en": gettext_lazy("Reason, as the public will read it (English)"),
}


class ReasonBoxes(ActForm):
    """Boxes for the failed checks of `release`, filled with what was given before. `results`: all outcomes now."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.results = checks.outcomes(self.release)
        self.failures: list[CheckResult] = []
        for result in self.results:
            if not result.passed and self.asks_about(result):
                self._ask_about(result)

    def asks_about(self, _failure: CheckResult) -> bool:
        """Whether whoever fills the form in is asked about this failure."""
        return True

    def words(self) -> list[forms.BoundField]:
        """All fields but the boxes, which stand with their failures."""
        boxes = {box.name for failure in self.failures for box in failure.boxes}
        return [field for field in self.visible_fields() if field.name not in boxes]

    def reasons(self) -> dict[str, tuple[str, str]]:
        """What was given, in Chinese and English, by the key of the failure."""
        return {
            failure.key: tuple(self.cleaned_data.get(box_name(failure, code), "") for code in LANGUAGES)
            for failure in self.failures
        }

    def require_reasons(self, *, at: dt.datetime | None) -> None:
        """Put an error at every empty box. Failures that only show at the time of release get their boxes here."""
        known = {failure.key for failure in self.failures}
        later = checks.outcomes(self.release, at=at) if at else []
        for result in later:
            if not result.passed and result.key not in known:
                self._ask_about(result)
        for failure in self.failures:
            for code in LANGUAGES:
                self._require(box_name(failure, code))

    def _require(self, name: str) -> None:
        self.cleaned_data.setdefault(name, (self[name].data or "").strip())
        if not self.cleaned_data[name]:
            self.add_error(name, _("The check fails: say why the figure is published all the same."))

    def _ask_about(self, failure: CheckResult) -> None:
        self.failures.append(failure)
        for code, label in LANGUAGES.items():
            self.fields[box_name(failure, code)] = forms.CharField(
                label=label,
                required=False,
                initial=getattr(failure, f"reason_{code}"),
                widget=forms.Textarea({"rows": 2}),
            )
        failure.boxes = [self[box_name(failure, code)] for code in LANGUAGES]


def box_name(failure: CheckResult, language: str) -> str:
    """Name of the field for the reason of a failure in that language."""
    return f"reason_{language}:{failure.key}"


class ExplainForm(ReasonBoxes):
    """What editors write in advance; the reviewer finds it and may amend it. Empty boxes are left for later.

    Each is asked about the failures that are theirs to explain. `is_whole`: whether that is all of them. The boxes
    carry along what stood in them, so that nobody overwrites what another department wrote meanwhile.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_whole = self.by.edits_for(self.release.department_id)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def asks_about(self, failure: CheckResult) -> bool:
        return explanations.explains(self.by, self.release, failure.departments)

    def seen(self) -> dict[str, tuple[str, str]]:
        """What stood in the boxes when they were shown, by the key of the failure."""
        return {
            failure.key: tuple(self.data.get(box.html_initial_name, "") for box in failure.boxes)
            for failure in self.failures
        }

    def act(self) -> Release:
        try:
            return explanations.explain(
                release=self.release, by=self.by, reasons=self.reasons(), seen=self.seen()
            )
        except Invalid:
            self._show_what_stands_now()
            raise

    def _show_what_stands_now(self) -> None:
        """Carry along what is stored by now: whoever saves again has read of it."""
        self.data = self.data.copy()
        for result in checks.outcomes(self.release):
            for code in LANGUAGES:
                name = f"initial-{box_name(result, code)}"
                if name in self.data:
                    self.data[name] = getattr(result, f"reason_{code}")


def failures_now(release: Release) -> list[CheckResult]:
    """The checks that fail as it stands, ready to show, while reasons for them may be written.

    A very large release is not searched for every page: it shows what failed when it was last evaluated.
    """
    if not (release.is_editable or release.state == Release.State.SUBMITTED):
        return []
    few = release.observations.count() <= MOST
    if not few:
        return _stored(release)
    return [result for result in checks.outcomes(release) if not result.passed]


def _stored(release: Release) -> list[CheckResult]:
    stored = list(
        release.checkresults.failed().for_list().prefetch_related("observations__series__indicator")
    )
    for failure in stored:
        failure.departments = {figure.series.indicator.department_id for figure in failure.observations.all()}
    return stored
