"""What officials can do with a release as a whole; each act is a button on its page."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import Act, ActForm, ReasonsForm
from portal.desk.acts.calendar import CALENDAR_ACTS
from portal.desk.acts.check_reasons import ExplainForm
from portal.desk.acts.comments import AnswerForm
from portal.desk.acts.review import ApproveForm, ReturnForm, review_context
from portal.publishing import permissions
from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.publishing.summaries import READING_ORDER, Shown, correctable, rows_of, shown
from portal.records.types import RecordType
from portal.staff.models import ADMINISTRATOR, EDITOR, User
from portal.statistics.actions import explanations

State = Release.State


class SubmitForm(ActForm):
    def act(self) -> Release:
        return releases.submit(release=self.release, by=self.by)


class CancelForm(ActForm):
    def act(self) -> Release:
        return releases.cancel_approval(release=self.release, by=self.by)


class DiscardForm(ActForm):
    def act(self) -> None:
        releases.delete_draft(release=self.release, by=self.by)


class WithdrawForm(ReasonsForm):
    def act(self) -> Release:
        return releases.withdraw(release=self.release, by=self.by, **self.cleaned_data)


class CorrectForm(ReasonsForm):
    """Chooses the figures, and the records of apps, that the correction begins with."""

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

    def words(self) -> list[forms.BoundField]:
        """What is chosen stands in tables above."""
        return [self["reason_zh"], self["reason_en"]]

    def figures(self) -> list:
        """The figures in force, ready to show, each knowing whether it is `chosen`."""
        figures = list(self.fields["observations"].queryset)
        chosen = self._chosen("observations")
        for figure in figures:
            figure.chosen = str(figure.pk) in chosen
        return figures

    def records(self) -> list[tuple[RecordType, list[Shown]]]:
        """The records of apps that are in force, ready to show; kinds that the release has none of are left out."""
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
        reasons = {name: self.cleaned_data[name] for name in ("reason_zh", "reason_en")}
        return releases.start_correction(release=self.release, by=self.by, records=self.chosen, **reasons)


def _publishes(user: User, release: Release) -> bool:
    return permissions.belongs_to(user, release)


def _can_answer(user: User, release: Release) -> bool:
    """Editors of every department that has a part in it; whose row it is, is asked for each answer."""
    return bool({EDITOR, ADMINISTRATOR} & user.roles or user.is_superuser)


def _decides(user: User, release: Release) -> bool:
    return user.reviews_for(release.department_id)


def _is_public(release: Release, now: dt.datetime) -> bool:
    return release.state == State.APPROVED and release.is_public(now)


def _is_under_embargo(release: Release, now: dt.datetime) -> bool:
    return release.state == State.APPROVED and release.is_under_embargo(now)


def _is_submitted(release: Release, now: dt.datetime) -> bool:
    return release.state == State.SUBMITTED


#: The page on which a release is approved or returned.
REVIEW = {"page": "desk/review.html", "context": review_context}

RELEASE_ACTS: list[Act] = [
    Act(
        "submit",
        gettext_lazy("Submit for review"),
        gettext_lazy("The release is submitted and waits for a reviewer."),
        SubmitForm,
        _publishes,
        lambda release, _now: release.is_editable,
        page=None,
        asks=False,
    ),
    Act(
        "explain",
        gettext_lazy("Checks and reasons"),
        gettext_lazy("The reasons are kept; the reviewer finds them and may amend them."),
        ExplainForm,
        explanations.can_explain,
        lambda release, _now: release.is_editable or release.state == State.SUBMITTED,
        page="desk/explain.html",
        explanation=gettext_lazy(
            "A figure that contradicts another is published with a reason that the public reads beside it. Write "
            "it here, or mend the figure."
        ),
    ),
    Act(
        "comments",
        gettext_lazy("Comments and answers"),
        gettext_lazy("Your answers are kept; the reviewer finds them at the next review."),
        AnswerForm,
        _can_answer,
        lambda release, _now: release.is_editable or release.state == State.SUBMITTED,
        page="desk/comments.html",
        shown=False,
    ),
    Act(
        "review",
        gettext_lazy("Review and decide"),
        "",
        ApproveForm,
        permissions.can_review,
        _is_submitted,
        **REVIEW,
    ),
    Act(
        "approve",
        gettext_lazy("Approve"),
        gettext_lazy("The release is approved."),
        ApproveForm,
        permissions.can_review,
        _is_submitted,
        **REVIEW,
        asks=False,
        shown=False,
    ),
    Act(
        "return",
        gettext_lazy("Return to the editors"),
        gettext_lazy("The release is returned to its editors."),
        ReturnForm,
        permissions.can_review,
        _is_submitted,
        **REVIEW,
        asks=False,
        shown=False,
    ),
    Act(
        "cancel",
        gettext_lazy("Cancel the approval"),
        gettext_lazy("The approval is cancelled; the release waits for a decision again."),
        CancelForm,
        _decides,
        _is_under_embargo,
        page=None,
        asks=False,
        grave=True,
    ),
    Act(
        "correct",
        gettext_lazy("Correct figures"),
        gettext_lazy("A correction is opened as a draft: change its figures, then submit it."),
        CorrectForm,
        _publishes,
        _is_public,
        page="desk/correct_release.html",
        explanation=gettext_lazy(
            "What is public stays as it is. A correction is a release of its own that supersedes the figures "
            "you choose."
        ),
    ),
    Act(
        "withdraw",
        gettext_lazy("Withdraw"),
        gettext_lazy("The release is withdrawn; its notice stays public."),
        WithdrawForm,
        _decides,
        _is_public,
        grave=True,
        explanation=gettext_lazy(
            "From now on none of its figures are in force. The notice stays public with your reason, and "
            "nothing is deleted."
        ),
    ),
    Act(
        "discard",
        gettext_lazy("Delete the draft"),
        gettext_lazy("The draft is deleted."),
        DiscardForm,
        _publishes,
        lambda release, _now: release.state == State.DRAFT,
        grave=True,
        explanation=gettext_lazy(
            "The draft and everything in it is deleted. The audit trail keeps what it held."
        ),
    ),
    *CALENDAR_ACTS,
]
