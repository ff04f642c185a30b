"""Reviewers' comments on rows of a release, and the boxes in which editors answer them."""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.acts.act import ActForm
from portal.publishing import permissions
from portal.publishing.actions import comments
from portal.publishing.models import Comment, Release
from portal.staff.models import User


class AnswerForm(ActForm):
    """A box for each comment that waits and is theirs to answer; empty ones are left for later. `row`: on that alone.

    What somebody else has answered since the page was shown is passed on, too, and refused.
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

    def words(self) -> list[forms.BoundField]:
        """The boxes stand with their comments."""
        return []

    def clean(self) -> dict:
        cleaned = super().clean()
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Answer at least one of them."))
        return cleaned

    def act(self) -> Release:
        answers = {int(name.removeprefix("answer-")): text for name, text in self.cleaned_data.items()}
        comments.answer(release=self.release, by=self.by, answers=answers)
        return self.release


@dataclass(frozen=True)
class RowComments:
    """What was commented on one row, for its page. `form`: where answers are written; None once it is decided."""

    waiting: list[Comment]
    answered: list[Comment]
    form: AnswerForm | None
    release: Release


def comments_on(row: Model | None, user: User) -> RowComments | None:
    """The comments on a row of a release that the official may read; None where there are none."""
    release = getattr(row, "release", None)
    if not isinstance(release, Release) or not permissions.for_user(about(row), user).exists():
        return None
    form = AnswerForm(subject=release, by=user, row=row)
    is_open = bool(form.fields) and (release.is_editable or release.state == Release.State.SUBMITTED)
    waiting = [comment for comment in form.comments if comment.answered_at is None]
    answered = [comment for comment in form.comments if comment.answered_at is not None]
    return RowComments(waiting, answered, form if is_open else None, release)


def about(row: Model) -> QuerySet[Comment]:
    """The comments on that row."""
    kind = ContentType.objects.get_for_model(row)
    return Comment.objects.filter(release=row.release_id, content_type=kind, object_id=row.pk)


def comments_of(release: Release, row: Model | None = None) -> list[Comment]:
    """Those that wait first; each with the address of its row, while there is one. `row`: those on that alone."""
    rows = release.comments.all() if row is None else about(row)
    found = list(rows.for_list().select_related("release").order_by("answered_at", "at", "id"))
    found.sort(key=lambda comment: comment.answered_at is not None)
    there = _rows_there(found) if row is None else ()
    for comment in found:
        model = comment.content_type.model_class()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        known = (model, comment.object_id) in there
        comment.address = reverse(name, args=[comment.object_id]) if known and _has_page(model) else ""
    return found


def _has_page(model: type) -> bool:
    from django.contrib import admin

    return admin.site.is_registered(model)


def _rows_there(found: Collection[Comment]) -> set[tuple[type, int]]:
    """Which of the rows are still there, by one query for each kind."""
    wanted: dict[type, set[int]] = {}
    for comment in found:
        wanted.setdefault(comment.content_type.model_class(), set()).add(comment.object_id)
    return {
        (model, number)
        for model, numbers in wanted.items()
        for number in model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True)
    }
