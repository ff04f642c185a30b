"""What can be done with a release as a whole, each by a button on its page; portal.actions does it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import rights
from portal.actions import releases
from portal.actions.errors import WrongState
from portal.admin.records import READING_ORDER, RecordKind, Shown, correctable, shown
from portal.figures import attach_breakdowns
from portal.models import Observation, Release, User

State = Release.State


class ActForm(forms.Form):
    """What an official must say to act. `act` does it, or raises Refused.

    `subject`: the field at which a refusal of what was entered is shown; None for above them all.
    """

    subject: str | None = None

    def __init__(self, *args, release: Release, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.release = release

    def words(self) -> list[forms.BoundField]:
        """The fields that stand below one another, each with its label."""
        return self.visible_fields()

    def act(self, by: User) -> Release | None:
        """Do it. Gives the release to show next, or None for the list."""
        raise NotImplementedError

    def done(self, following: Release | None) -> str:
        """What to say when it is done; empty for the words of the act."""
        return ""


def words(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": 3}))


class SubmitForm(ActForm):
    def act(self, by: User) -> Release:
        return releases.submit(release=self.release, by=by)


class CancelForm(ActForm):
    def act(self, by: User) -> Release:
        return releases.cancel_approval(release=self.release, by=by)


class DiscardForm(ActForm):
    def act(self, by: User) -> None:
        releases.delete_draft(release=self.release, by=by)


class ReasonsForm(ActForm):
    reason_zh = words(gettext_lazy("Reason, as the public will read it (Chinese)"))
    reason_en = words(gettext_lazy("Reason, as the public will read it (English)"))


class WithdrawForm(ReasonsForm):
    def act(self, by: User) -> Release:
        return releases.withdraw(release=self.release, by=by, **self.cleaned_data)


class CorrectForm(ReasonsForm):
    """Chooses the figures, and the records of apps, that the correction begins with."""

    observations = forms.ModelMultipleChoiceField(
        Observation.objects.none(),
        label=gettext_lazy("Figures to correct"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        figures = Observation.objects.known_at(timezone.now()).filter(release=self.release)
        self.fields["observations"].queryset = figures.for_list().order_by(*READING_ORDER)
        for kind in correctable():
            known = kind.rows().known_at(timezone.now()).filter(release=self.release)
            self.fields[kind.name] = forms.ModelMultipleChoiceField(
                known.order_by(*READING_ORDER), label=kind.label, required=False
            )

    def words(self) -> list[forms.BoundField]:
        """What is chosen stands in tables above."""
        return [self["reason_zh"], self["reason_en"]]

    def figures(self) -> list[Observation]:
        """The figures in force, ready to show, each knowing whether it is `chosen`."""
        figures = list(self.fields["observations"].queryset)
        attach_breakdowns(figure.series for figure in figures)
        chosen = self._chosen("observations")
        for figure in figures:
            figure.chosen = str(figure.pk) in chosen
        return figures

    def records(self) -> list[tuple[RecordKind, list[Shown]]]:
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

    def act(self, by: User) -> Release:
        reasons = {name: self.cleaned_data[name] for name in ("reason_zh", "reason_en")}
        return releases.start_correction(release=self.release, by=by, records=self.chosen, **reasons)


class DecisionForm(ActForm):
    """A decision on what the reviewer has seen: not on what was returned and submitted again since."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, release: Release, **kwargs) -> None:
        super().__init__(*args, release=release, **kwargs)
        self.fields["seen"].initial = seen_state(release)

    @transaction.atomic
    def act(self, by: User) -> Release:
        current = Release.objects.select_for_update().filter(pk=self.release.pk).first()
        if (
            current is not None
            and current.state == State.SUBMITTED
            and seen_state(current) != self.cleaned_data["seen"]
        ):
            raise WrongState(
                _("The release was changed and submitted again since you opened it. Look at it once more.")
            )
        return self.decide(by)

    def decide(self, by: User) -> Release:
        raise NotImplementedError


def seen_state(release: Release) -> str:
    return release.submitted_at.isoformat() if release.submitted_at else ""


class ReturnForm(DecisionForm):
    reason = words(gettext_lazy("What has to be changed"))

    def decide(self, by: User) -> Release:
        return releases.return_to_editors(release=self.release, by=by, reason=self.cleaned_data["reason"])


class ApproveForm(DecisionForm):
    """Now, or at a time in Beijing time; proposed is ten o'clock the next morning."""

    subject = "at"
    when = forms.ChoiceField(
        choices=[("now", gettext_lazy("now")), ("at", gettext_lazy("at a time"))],
        widget=forms.HiddenInput,
        initial="now",
    )
    at = forms.DateTimeField(
        label=gettext_lazy("Time of release"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, release: Release, **kwargs) -> None:
        super().__init__(*args, release=release, **kwargs)
        now = timezone.localtime()
        self.fields["at"].initial = (now + dt.timedelta(days=1)).replace(hour=10, minute=0, second=0)
        if release.published_on is None:
            self.fields["at"].widget.attrs["min"] = now.strftime("%Y-%m-%dT%H:%M")

    def done(self, following: Release | None) -> str:
        if following.released_at <= timezone.now():
            return _("The release is approved and public.")
        local = timezone.localtime(following.released_at)
        return _("The release is approved. It becomes public on %(time)s, Beijing time.") % {
            "time": local.strftime("%Y-%m-%d %H:%M")
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when the release becomes public."))
        return cleaned

    def decide(self, by: User) -> Release:
        at = self.cleaned_data["at"] if self.cleaned_data["when"] == "at" else None
        return releases.approve(release=self.release, by=by, at=at)


@dataclass(frozen=True)
class Act:
    """One button: who may press it, in which state it is there, and what it asks for first.

    `page`: template of the page that asks (None: the button acts at once). `shown`: whether it is a button of its
    own, or part of another act's page.
    """

    name: str
    label: str
    done: str
    form: type[ActForm]
    may: Callable[[User, Release], bool]
    is_open: Callable[[Release, dt.datetime], bool]
    page: str | None = "admin/portal/release/act.html"
    shown: bool = True
    grave: bool = False
    explanation: str = ""


def _publishes(user: User, release: Release) -> bool:
    return rights.belongs_to(user, release)


def _decides(user: User, release: Release) -> bool:
    return user.reviews_for(release.department_id)


def _is_public(release: Release, now: dt.datetime) -> bool:
    return release.state == State.APPROVED and release.released_at <= now


def _is_under_embargo(release: Release, now: dt.datetime) -> bool:
    return release.state == State.APPROVED and release.released_at > now


def _is_submitted(release: Release, now: dt.datetime) -> bool:
    return release.state == State.SUBMITTED


REVIEW_PAGE = "admin/portal/release/review.html"

ACTS = {
    act.name: act
    for act in (
        Act(
            "submit",
            gettext_lazy("Submit for review"),
            gettext_lazy("The release is submitted and waits for a reviewer."),
            SubmitForm,
            _publishes,
            lambda release, _now: release.is_editable,
            page=None,
        ),
        Act(
            "review",
            gettext_lazy("Review and decide"),
            "",
            ApproveForm,
            rights.may_review,
            _is_submitted,
            page=REVIEW_PAGE,
        ),
        Act(
            "approve",
            gettext_lazy("Approve"),
            gettext_lazy("The release is approved."),
            ApproveForm,
            rights.may_review,
            _is_submitted,
            page=REVIEW_PAGE,
            shown=False,
        ),
        Act(
            "return",
            gettext_lazy("Return to the editors"),
            gettext_lazy("The release is returned to its editors."),
            ReturnForm,
            rights.may_review,
            _is_submitted,
            page=REVIEW_PAGE,
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
            grave=True,
        ),
        Act(
            "correct",
            gettext_lazy("Correct figures"),
            gettext_lazy("A correction is opened as a draft: change its figures, then submit it."),
            CorrectForm,
            _publishes,
            _is_public,
            page="admin/portal/release/correct.html",
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
    )
}


def acts_for(user: User, release: Release, now: dt.datetime) -> list[Act]:
    """The buttons that this official has on the page of this release."""
    return [
        act for act in ACTS.values() if act.shown and act.is_open(release, now) and act.may(user, release)
    ]
