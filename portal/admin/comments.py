"""What reviewers remarked on rows of a release, and the boxes in which editors answer."""

from collections.abc import Collection

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.actions import comments
from portal.admin.act_forms import ActForm
from portal.models import Comment, Release, User


class AnswerForm(ActForm):
    """A box for each remark that waits; empty boxes are left for later."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.comments = comments_of(self.release)
        for comment in self.comments:
            if comment.answered_at is None:
                self.fields[f"answer-{comment.pk}"] = forms.CharField(
                    label=gettext_lazy("Your answer"), required=False, widget=forms.Textarea({"rows": 2})
                )
                comment.box = self[f"answer-{comment.pk}"]

    def words(self) -> list[forms.BoundField]:
        """The boxes stand with their remarks."""
        return []

    def clean(self) -> dict:
        cleaned = super().clean()
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Answer at least one of them."))
        return cleaned

    def act(self, by: User) -> Release:
        answers = {int(name.removeprefix("answer-")): text for name, text in self.cleaned_data.items()}
        comments.answer(release=self.release, by=by, answers=answers)
        return self.release


def comments_of(release: Release) -> list[Comment]:
    """Those that wait first; each with the address of its row, while there is one."""
    found = list(release.comments.for_list().order_by("answered_at", "at", "id"))
    found.sort(key=lambda comment: comment.answered_at is not None)
    there = _rows_there(found)
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
