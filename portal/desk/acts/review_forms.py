"""Forms of a reviewer's decision on a release."""

import datetime as dt

from django import forms
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm, words
from portal.desk.acts.calendar_fields import LOCAL, CalendarWords, proposed_time, time_field
from portal.desk.acts.check_reasons import ReasonBoxes
from portal.desk.differences import BOX, commentable
from portal.desk.keys import key_of
from portal.publishing.actions import comments, releases
from portal.publishing.models import Release
from portal.records.errors import WrongState

State = Release.State


class DecisionForm(ActForm):
    """A decision on what the reviewer has seen: not on what was returned and submitted again since."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen_state(self.release)

    @transaction.atomic
    def act(self) -> Release:
        current = Release.objects.select_for_update().filter(pk=self.release.pk).first()
        if (
            current is not None
            and current.state == State.SUBMITTED
            and seen_state(current) != self.cleaned_data["seen"]
        ):
            raise WrongState(
                _("The release was changed and submitted again since you opened it. Look at it once more.")
            )
        return self.decide()

    def decide(self) -> Release:
        raise NotImplementedError


def seen_state(release: Release) -> str:
    return release.submitted_at.isoformat() if release.submitted_at else ""


class ReturnForm(DecisionForm):
    """Why it goes back, and what is commented on single rows: `comment:<model>:<number>` in what was posted."""

    reason = words(gettext_lazy("What has to be changed"))

    def comments_typed(self) -> dict[str, str]:
        """What was typed, by the name of its box."""
        typed = self.data.items() if self.is_bound else ()
        return {name: text.strip() for name, text in typed if name.startswith(BOX) and text.strip()}

    def clean(self) -> dict:
        cleaned = super().clean()
        self.new_comments = new_comments(self.release, self.comments_typed())
        if len(self.new_comments) < len(self.comments_typed()):
            raise forms.ValidationError(_("A row you commented on no longer exists. Please check again."))
        return cleaned

    def decide(self) -> Release:
        comments.add(release=self.release, by=self.by, comments=self.new_comments)
        return releases.return_to_editors(
            release=self.release, by=self.by, reason=self.cleaned_data["reason"]
        )


def new_comments(release: Release, typed: dict[str, str]) -> list[comments.NewComment]:
    """The comments with their rows; what names no row of the release is left out. One query for each kind of row."""
    wanted: dict[type[Model], dict[int, str]] = {}
    for name, text in typed.items():
        label, _mark, number = name.removeprefix(BOX).partition(":")
        model, key = commentable(label), key_of(number)
        if model is not None and key is not None:
            wanted.setdefault(model, {})[key] = text
    return [
        comments.NewComment(row, texts[row.pk])
        for model, texts in wanted.items()
        for row in model.objects.filter(release=release, pk__in=texts).order_by("pk")
    ]


class ApproveForm(ReasonBoxes, CalendarWords, DecisionForm):
    """Now, or at a time in Beijing time, proposed is ten the next morning; with a reason for each failed check."""

    refused_at = "at"
    when = forms.ChoiceField(
        choices=[("now", gettext_lazy("now")), ("at", gettext_lazy("at a time"))],
        widget=forms.HiddenInput,
        initial="now",
    )
    at = time_field(gettext_lazy("Time of release"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].initial = proposed_time(self.release, self.former)
        if self.release.published_on is None:
            self.fields["at"].widget.attrs["min"] = timezone.localtime().strftime(LOCAL)

    def done(self, following: Release | None) -> str:
        if following.is_public(timezone.now()):
            return _("The release is approved and public.")
        local = timezone.localtime(following.released_at)
        return _("The release is approved. It becomes public on %(time)s, Beijing time.") % {
            "time": local.strftime("%Y-%m-%d %H:%M")
        }

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say when the release becomes public."))
        self.require_reasons(at=self._at(cleaned))
        self.require_change(self._at(cleaned))
        return cleaned

    def decide(self) -> Release:
        return releases.approve(
            release=self.release,
            by=self.by,
            at=self._at(self.cleaned_data),
            reasons=self.reasons(),
            announce=self.cleaned_data["announce"],
            change=self.change,
        )

    def _at(self, cleaned: dict) -> dt.datetime | None:
        return cleaned.get("at") if cleaned.get("when") == "at" else None
