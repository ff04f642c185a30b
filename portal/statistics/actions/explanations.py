"""Reasons for failed checks, written by editors before the review.

The publisher's editors may write any of them; those of a contributing department, the reasons for failures of its own
figures. That contribution may be handed in already: often a check fails only once another department's figures arrive.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.models import Release, ReleaseEditor
from portal.records.errors import Invalid, NotAllowed
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics import checks
from portal.statistics.models import CheckResult

State = Release.State

#: Reasons in Chinese and English, by the key of the result.
Reasons = Mapping[str, tuple[str, str]]


def can_explain(by: User, release: Release) -> bool:
    """Whether the official may explain failures of the release: an editor of a department involved in it."""
    if by.edits_for(release.department_id):
        return True
    contributes = permissions.own(Release.objects.filter(pk=release.pk), by)
    return by.edits_for(by.department_id) and contributes.exists()


def explains(by: User, release: Release, departments: Collection[int]) -> bool:
    """Whether that official may explain a failure of figures from these departments."""
    return by.edits_for(release.department_id) or by.department_id in departments


@transaction.atomic
def explain(*, release: Release, by: User, reasons: Reasons, seen: Reasons | None = None) -> Release:
    """Save why figures are published despite failed checks; either language may be left for later.

    `seen`: the reasons shown when these were written. Unchanged reasons stay as they are now; overwriting somebody
    else's newer text is Invalid. Reasons stay as long as the failure is the same. Writing them counts as editing the
    release, because the public reads them.
    """
    release = release.locked(State.DRAFT, State.RETURNED, State.SUBMITTED)
    if not can_explain(by, release):
        raise NotAllowed(
            _("Only editors of the publishing department or of a contributing one may explain failed checks.")
        )
    with acting(by, action="explain", release=release):
        checks.evaluate(release)
        failures = [failure for failure in release.checkresults.failed() if failure.key in reasons]
        _refuse_others(failures, release, by)
        for failure in failures:
            _write(failure, reasons[failure.key], seen and seen.get(failure.key))
        CheckResult.objects.bulk_update(failures, ["reason_zh", "reason_en"])
        if failures:
            ReleaseEditor.objects.get_or_create(release=release, user=by, defaults={"since": timezone.now()})
    return release


def _refuse_others(failures: list[CheckResult], release: Release, by: User) -> None:
    if by.edits_for(release.department_id):
        return
    theirs = set(release.checkresults.concerning(by.department_id).values_list("key", flat=True))
    if any(failure.key not in theirs for failure in failures):
        raise NotAllowed(_("Your department may only explain failed checks of its own figures."))


def _write(failure: CheckResult, given: tuple[str, str], seen: tuple[str, str] | None) -> None:
    """Save the reasons. Invalid if they would replace a text the official has not seen."""
    for number, name in enumerate(("reason_zh", "reason_en")):
        words, stored = plain(given[number]), plain(getattr(failure, name))
        before = plain(seen[number]) if seen else stored
        if words == before:
            continue
        if stored not in (before, words):
            raise Invalid(
                _(
                    "%(check)s: somebody else has written here since you opened this: “%(words)s”. "
                    "Saving again replaces it with the text below."
                )
                % {"check": failure, "words": stored}
            )
        setattr(failure, name, words)


def plain(words: str) -> str:
    """The text as stored, with plain line breaks; browsers submit CRLF."""
    return words.replace("\r\n", "\n").strip()
