"""The acts on a release as a whole, each a button of its page."""

import datetime as dt

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import Act, ActForm, ReasonsForm
from portal.desk.acts.calendar import CALENDAR_ACTS
from portal.desk.acts.check_reasons import ExplainForm
from portal.desk.acts.comments import AnswerForm
from portal.desk.acts.review import (
    ApproveForm,
    ReturnForm,
    approved_text,
    decided_text,
    decision_form,
    review_context,
    what_becomes_public,
)
from portal.desk.differences import MOST, differences
from portal.publishing import checklist, permissions
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.publishing.summaries import READING_ORDER, Shown, contents_in_words, correctable, rows_of, shown
from portal.records.types import RecordType
from portal.staff.models import ADMINISTRATOR, EDITOR, User
from portal.statistics.actions import can_explain

State = Release.State


class CorrectForm(ReasonsForm):
    """Chooses the figures and other records that the correction begins with."""

    observations = forms.ModelMultipleChoiceField(
        queryset=None,
        label=gettext_lazy("Figures to correct"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        figures = self.release.observations.known_at(timezone.now())
        self.fields["observations"].queryset = figures.for_list().order_by(*READING_ORDER)
        for kind in correctable():
            known = rows_of(kind).known_at(timezone.now()).filter(release=self.release)
            self.fields[kind.name] = forms.ModelMultipleChoiceField(
                known.order_by(*READING_ORDER), label=kind.label, required=False
            )

    def figures(self) -> list:
        """The figures in force, ready to render; `chosen`: whether it is ticked."""
        figures = list(self.fields["observations"].queryset)
        chosen = self._chosen("observations")
        for figure in figures:
            figure.chosen = str(figure.pk) in chosen
        return figures

    def records(self) -> list[tuple[RecordType, list[Shown]]]:
        """The other records in force by type, ready to render; types without any are left out."""
        found = [
            (kind, shown(kind, self.fields[kind.name].queryset, chosen=self._chosen(kind.name)))
            for kind in correctable()
        ]
        return [pair for pair in found if pair[1]]

    def _chosen(self, name: str) -> set[str]:
        return set(self.data.getlist(name)) if self.is_bound else set()

    def clean(self) -> dict:
        cleaned = super().clean()
        names = ["observations", *(kind.name for kind in correctable())]
        if not any(name in self.errors or cleaned.get(name) for name in names):
            self.add_error("observations", _("Choose the figures that are wrong."))
        self.chosen = [record for name in names for record in cleaned.get(name) or ()]
        return cleaned

    def act(self) -> Release:
        return releases.start_correction(
            release=self.release,
            by=self.by,
            records=self.chosen,
            reason_zh=self.cleaned_data["reason_zh"],
            reason_en=self.cleaned_data["reason_en"],
        )


class CompareForm(ActForm):
    """Keeps the rows of a correction although the figures it corrects have changed. `beside`: as the page showed it."""

    def act(self) -> Release:
        seen = self.data.get("beside", "").split()
        return releases.compare_again(release=self.release, by=self.by, seen=seen)


def compare_context(request: HttpRequest, form: CompareForm) -> dict:
    """The rows of the correction beside the figures in force now."""
    return {
        "beside": " ".join(sorted(releases.beside(form.release))),
        "changes": [entry.text for entry in checklist.corrections_are_up_to_date(form.release)],
        "rows": differences(form.release)[:MOST],
    }


def is_outdated(release: Release, _now: dt.datetime) -> bool:
    return release.is_editable and any(checklist.corrections_are_up_to_date(release))


def what_is_withdrawn(form: ReasonsForm) -> str:
    words = {"release": form.release.title, "contents": contents_in_words(form.release)}
    return (
        _(
            "“%(release)s” (%(contents)s) is withdrawn at once: none of it is in force any longer, and the notice with "
            "your reason becomes public. This cannot be undone."
        )
        % words
    )


def _can_answer(user: User, release: Release) -> bool:
    """Editors of every department. The form checks each comment against the department of its row."""
    return bool({EDITOR, ADMINISTRATOR} & user.roles or user.is_superuser)


def _reviews(user: User, release: Release) -> bool:
    return user.reviews_for(release.department_id)


def _is_written_or_submitted(release: Release, now: dt.datetime) -> bool:
    return release.is_editable or release.state == State.SUBMITTED


def _is_public(release: Release, now: dt.datetime) -> bool:
    return release.state == State.APPROVED and release.is_public(now)


#: The acts on the page of the review. A button acts at once.
REVIEW = {
    "may": permissions.can_review,
    "is_open": lambda release, _now: release.state == State.SUBMITTED,
    "page": "desk/review.html",
    "context": review_context,
}
AT_ONCE = {"page": None, "asks": False}

RELEASE_ACTS: list[Act] = [
    Act(
        name="submit",
        label=gettext_lazy("Submit for review"),
        done=gettext_lazy("The release is submitted and waits for a reviewer."),
        may=permissions.belongs_to,
        is_open=lambda release, _now: release.is_editable,
        action=releases.submit,
        **AT_ONCE,
    ),
    Act(
        name="compare",
        label=gettext_lazy("Compare again"),
        done=gettext_lazy("The correction now replaces the figures in force."),
        may=permissions.belongs_to,
        is_open=is_outdated,
        form=CompareForm,
        page="desk/compare.html",
        context=compare_context,
        explanation=gettext_lazy(
            "Another release has changed figures since this correction was begun. Change or remove what is no longer "
            "right; what you keep replaces the figures that are in force now."
        ),
    ),
    Act(
        name="explain",
        label=gettext_lazy("Checks and reasons"),
        done=gettext_lazy("The reasons are saved; the reviewer sees them and can edit them."),
        may=can_explain,
        is_open=_is_written_or_submitted,
        form=ExplainForm,
        page="desk/explain.html",
        explanation=gettext_lazy(
            "A figure that contradicts another is published with a public reason beside it. Write the reason here, "
            "or correct the figure."
        ),
    ),
    Act(
        name="comments",
        label=gettext_lazy("Comments and answers"),
        done=gettext_lazy("Your answers are saved; the reviewer sees them at the next review."),
        may=_can_answer,
        is_open=_is_written_or_submitted,
        form=AnswerForm,
        page="desk/comments.html",
        shown=False,
    ),
    Act(
        name="review",
        label=gettext_lazy("Review and decide"),
        done=decided_text,
        form=decision_form,
        confirm=what_becomes_public,
        **REVIEW,
    ),
    Act(
        name="approve",
        label=gettext_lazy("Approve"),
        done=approved_text,
        form=ApproveForm,
        confirm=what_becomes_public,
        asks=False,
        shown=False,
        **REVIEW,
    ),
    Act(
        name="return",
        label=gettext_lazy("Return to the editors"),
        done=gettext_lazy("The release is returned to its editors."),
        form=ReturnForm,
        asks=False,
        shown=False,
        **REVIEW,
    ),
    Act(
        name="cancel",
        label=gettext_lazy("Cancel the approval"),
        done=gettext_lazy("The approval is cancelled; the release waits for a decision again."),
        may=_reviews,
        is_open=lambda release, now: release.state == State.APPROVED and release.is_under_embargo(now),
        action=releases.cancel_approval,
        grave=True,
        **AT_ONCE,
    ),
    Act(
        name="correct",
        label=gettext_lazy("Correct figures"),
        done=gettext_lazy("A draft correction has been opened: change its figures, then submit it."),
        may=permissions.belongs_to,
        is_open=_is_public,
        form=CorrectForm,
        page="desk/correct_release.html",
        explanation=gettext_lazy(
            "What is public stays as it is. A correction is a release of its own that supersedes the figures "
            "you choose."
        ),
    ),
    Act(
        name="withdraw",
        label=gettext_lazy("Withdraw"),
        done=gettext_lazy("The release is withdrawn; its notice stays public."),
        may=_reviews,
        is_open=_is_public,
        form=ReasonsForm,
        action=releases.withdraw,
        confirm=what_is_withdrawn,
        grave=True,
        explanation=gettext_lazy(
            "From now on none of its figures are in force. The notice stays public with your reason, and "
            "nothing is deleted."
        ),
    ),
    Act(
        name="discard",
        label=gettext_lazy("Delete the draft"),
        done=gettext_lazy("The draft is deleted."),
        may=permissions.belongs_to,
        is_open=lambda release, _now: release.state == State.DRAFT,
        action=releases.delete_draft,
        grave=True,
        deletes=True,
        explanation=gettext_lazy(
            "The draft and everything in it is deleted. The audit trail keeps what it held."
        ),
    ),
    *CALENDAR_ACTS,
]
