"""Reviewers' comments on rows of a release, and the boxes in which editors answer them."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm
from portal.desk.pages import change_address
from portal.publishing import permissions
from portal.publishing.actions import comments
from portal.publishing.models import Comment, Release
from portal.staff.models import User


class AnswerForm(ActForm):
    """A box for each comment that the official may answer; empty boxes can wait. `row`: only the comments on that row.

    An answer to a comment that somebody else has answered since is passed on to the action, which refuses it.
    """

    def __init__(self, *args, row: Model | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.comments = comments_of(self.release, row)
        for comment in self.comments:
            waits, name = comment.answered_at is None, f"answer-{comment.pk}"
            if (waits or name in self.data) and comments.can_answer(self.by, comment):
                self.fields[name] = forms.CharField(
                    label=gettext_lazy("Your answer"), required=False, widget=forms.Textarea({"rows": 2})
                )
                comment.box = self[name] if waits else None

    def clean(self) -> dict:
        cleaned = super().clean()
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Answer at least one of them."))
        return cleaned

    def act(self) -> None:
        answers = {int(name.removeprefix("answer-")): text for name, text in self.cleaned_data.items()}
        comments.answer(release=self.release, by=self.by, answers=answers)


@dataclass(frozen=True)
class RowComments:
    """The comments on one row, for its page. `form`: the boxes for answers; None once the release is decided."""

    waiting: list[Comment]
    answered: list[Comment]
    form: AnswerForm | None
    release: Release


def comments_on(row: Model | None, user: User) -> RowComments | None:
    """The comments on a row that the official may read; None if there are none."""
    release = getattr(row, "release", None)
    if not isinstance(release, Release) or not permissions.for_user(_comments_on(row), user).exists():
        return None
    form = AnswerForm(subject=release, by=user, row=row)
    is_open = bool(form.fields) and (release.is_editable or release.state == Release.State.SUBMITTED)
    waiting = [comment for comment in form.comments if comment.answered_at is None]
    answered = [comment for comment in form.comments if comment.answered_at is not None]
    return RowComments(waiting, answered, form if is_open else None, release)


def _comments_on(row: Model) -> QuerySet[Comment]:
    kind = ContentType.objects.get_for_model(row)
    return Comment.objects.filter(release=row.release_id, content_type=kind, object_id=row.pk)


def comments_of(release: Release, row: Model | None = None) -> list[Comment]:
    """The comments on a release, or on one row: unanswered ones first, each with the `address` of its row, if any."""
    rows = release.comments.all() if row is None else _comments_on(row)
    found = list(rows.for_list().select_related("release").order_by("answered_at", "at", "id"))
    found.sort(key=lambda comment: comment.answered_at is not None)
    wanted: dict[type, set[int]] = {}
    for comment in found if row is None else ():
        wanted.setdefault(comment.content_type.model_class(), set()).add(comment.object_id)
    existing = {
        (model, stored.pk): stored
        for model, keys in wanted.items()
        if admin.site.is_registered(model)
        for stored in model._base_manager.filter(pk__in=keys).only("pk")
    }
    for comment in found:
        stored = existing.get((comment.content_type.model_class(), comment.object_id))
        comment.address = change_address(stored) if stored else ""
    return found
