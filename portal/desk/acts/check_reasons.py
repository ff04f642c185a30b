"""Reasons for publishing despite a failed check: two boxes a failure, filled in by editors or reviewers."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm
from portal.desk.differences import MOST
from portal.publishing.models import Release
from portal.statistics import checks
from portal.statistics.actions import can_explain_failure, explain
from portal.statistics.models import CheckResult

LANGUAGES = {
    "zh": gettext_lazy("Reason, as the public will read it (Chinese)"),
    "en": gettext_lazy("Reason, as the public will read it (English)"),
}


def box_name(failure: CheckResult, language: str) -> str:
    """The name of the field for the reason of a failure in one language."""
    return f"reason_{language}:{failure.key}"


class ReasonBoxes(ActForm):
    """Boxes for the failed checks of the release, with the reasons given before. `results`: all outcomes.

    Hidden boxes hold the reasons as they were shown, so that nobody overwrites what somebody else has written since.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.results = checks.outcomes(self.release)
        self.failures: list[CheckResult] = []
        for result in self.results:
            if not result.passed and self.asks_about(result):
                self._add_boxes(result)

    def asks_about(self, _failure: CheckResult) -> bool:
        """Whether the official is asked about this failure."""
        return True

    def reasons(self) -> dict[str, tuple[str, str]]:
        """The reasons in Chinese and English, by the key of the failure."""
        return {
            failure.key: tuple(self.cleaned_data.get(box_name(failure, code), "") for code in LANGUAGES)
            for failure in self.failures
        }

    def seen_reasons(self) -> dict[str, tuple[str, str]]:
        """The reasons that were shown, by the key of the failure."""
        return {
            failure.key: tuple(self.data.get(self._seen_name(failure, code), "") for code in LANGUAGES)
            for failure in self.failures
        }

    def refused(self) -> None:
        """Whoever saves again has seen what is stored now."""
        self.data = self.data.copy()
        for result in checks.outcomes(self.release):
            for code in LANGUAGES:
                if self._seen_name(result, code) in self.data:
                    self.data[self._seen_name(result, code)] = getattr(result, f"reason_{code}")

    def _seen_name(self, failure: CheckResult, language: str) -> str:
        return self.add_initial_prefix(box_name(failure, language))

    def require_reasons(self, *, at: dt.datetime | None) -> None:
        """Put an error at every empty box. Checks that fail only at the time of release get their boxes here."""
        known = {failure.key for failure in self.failures}
        for result in checks.outcomes(self.release, at=at) if at else ():
            if not result.passed and result.key not in known:
                self._add_boxes(result)
        for box in (box for failure in self.failures for box in failure.boxes):
            self.cleaned_data.setdefault(box.name, (box.data or "").strip())
            if not self.cleaned_data[box.name]:
                self.add_error(box.name, _("The check fails: say why the figure is published all the same."))

    def _add_boxes(self, failure: CheckResult) -> None:
        self.failures.append(failure)
        for code, label in LANGUAGES.items():
            self.fields[box_name(failure, code)] = forms.CharField(
                label=label,
                required=False,
                initial=getattr(failure, f"reason_{code}"),
                widget=forms.Textarea({"rows": 2}),
                show_hidden_initial=True,
            )
        failure.boxes = [self[box_name(failure, code)] for code in LANGUAGES]


class ExplainForm(ReasonBoxes):
    """Reasons written in advance by editors, each about the failures of their department; empty boxes can wait.

    `is_whole`: whether all failures are theirs.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_whole = self.by.edits_for(self.release.department_id)

    def asks_about(self, failure: CheckResult) -> bool:
        return can_explain_failure(self.by, self.release, failure.departments)

    def act(self) -> Release:
        return explain(release=self.release, by=self.by, reasons=self.reasons(), seen=self.seen_reasons())


def failures_now(release: Release) -> list[CheckResult]:
    """The failed checks of a release, ready to render, while reasons may still be given.

    A very large release is not checked on every page view: it shows the results stored last.
    """
    if not (release.is_editable or release.state == Release.State.SUBMITTED):
        return []
    if release.observations.count() <= MOST:
        return [result for result in checks.outcomes(release) if not result.passed]
    stored = list(
        release.checkresults.failed().for_list().prefetch_related("observations__series__indicator")
    )
    for failure in stored:
        failure.departments = {figure.series.indicator.department_id for figure in failure.observations.all()}
    return stored
