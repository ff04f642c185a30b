"""Reviewers' comments on rows of a release, and the editors' answers."""

from collections.abc import Collection, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.models import Comment, Release
from portal.records.errors import Conflict, Invalid, NotAllowed
from portal.staff.audit import acting
from portal.staff.models import User

State = Release.State
LONGEST_NAME = Comment._meta.get_field("row").max_length


@transaction.atomic
def add(*, release: Release, by: User, comments: Collection[tuple[Model, str]]) -> list[Comment]:
    """Comment on rows of a submitted release: each with its text. The reviewer does not become an editor of it."""
    release = release.locked(State.SUBMITTED)
    if not permissions.can_review(by, release):
        raise NotAllowed(
            _(
                "Only a reviewer or the head of the publishing department who did not edit the "
                "release may comment on rows."
            )
        )
    if any(row.release_id != release.pk for row, _text in comments):
        raise Invalid(_("A comment must be on a row of the release."))
    with acting(by, action="comment", release=release):
        return [
            Comment.objects.create(
                release=release,
                content_type=ContentType.objects.get_for_model(row),
                object_id=row.pk,
                row=str(row)[:LONGEST_NAME],
                text=text.strip(),
                by=by,
                at=timezone.now(),
            )
            for row, text in comments
            if text.strip()
        ]


@transaction.atomic
def answer(*, release: Release, by: User, answers: Mapping[int, str]) -> int:
    """Answer comments by id; returns their number. The first answer stays: a second one is a Conflict."""
    release = release.locked(State.DRAFT, State.RETURNED, State.SUBMITTED)
    given = {number: text.strip() for number, text in answers.items() if text.strip()}
    with acting(by, action="answer", release=release):
        for comment in release.comments.filter(pk__in=given).order_by("pk"):
            if not can_answer(by, comment):
                raise NotAllowed(
                    _(
                        "Only editors of the publishing department, or of the department of the row, "
                        "may answer."
                    )
                )
            if comment.answered_at is not None:
                raise Conflict(
                    _("%(name)s has already answered this: %(row)s")
                    % {"name": comment.answered_by, "row": comment.row}
                )
            comment.answer, comment.answered_by, comment.answered_at = given[comment.pk], by, timezone.now()
            comment.save()
    return len(given)


def can_answer(user: User, comment: Comment) -> bool:
    """Whether the comment concerns the official's work: the release or the row belongs to their department."""
    if user.edits_for(comment.release.department_id):
        return True
    model = comment.content_type.model_class()
    row = model._base_manager.filter(pk=comment.object_id).first() if comment.object_id else None
    return row is not None and user.edits_for(permissions.department_of(row))
