"""Why a release is published although a check fails: two boxes a failure, for editors in advance and for reviewers."""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import checks
from portal.actions import explanations
from portal.admin.act_forms import ActForm
from portal.figures import attach_breakdowns
from portal.models import CheckResult, Release, User

LANGUAGES = {
    "zh": gettext_lazy("Reason, as the public will read it (Chinese)"),
    "en": gettext_lazy("Reason, as the public will read it (English)"),
}


class ReasonBoxes(forms.Form):
    """Boxes for the failed checks of `release`, filled with what was given before. `results`: all outcomes now."""

    def __init__(self, *args, release: Release, **kwargs) -> None:
        super().__init__(*args, release=release, **kwargs)
        self.results = checks.outcomes(release)
        attach_breakdowns(result.series for result in self.results)
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
                attach_breakdowns([result.series])
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


class ExplainForm(ReasonBoxes, ActForm):
    """What editors write in advance; the reviewer finds it and may amend it. Empty boxes are left for later."""

    def act(self, by: User) -> Release:
        return explanations.explain(release=self.release, by=by, reasons=self.reasons())
