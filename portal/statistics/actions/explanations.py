"""Reasons for failed checks, written by editors before a reviewer decides.

The publisher's editors write any of them; those of a department that contributes, the reasons for failures into which
its own figures went. That part may be handed in already: often a check fails only once another's figures are there.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import permissions
from portal.publishing.actions.locking import locked
from portal.publishing.models import Release, ReleaseEditor
from portal.records.errors import Invalid, NotAllowed
from portal.staff.audit import acting
from portal.staff.models import User
from portal.statistics import checks
from portal.statistics.models import CheckResult

State = Release.State

#: Reasons in Chinese and English, by the key of the result.
Reasons = Mapping[str, tuple[str, str]]


def may_explain(by: User, release: Release) -> bool:
    """Whether the official explains failures of the release at all: an editor of a department with a part in it."""
    if by.edits_for(release.department_id):
        return True
    contributes = permissions.own(Release.objects.filter(pk=release.pk), by)
    return by.edits_for(by.department_id) and contributes.exists()


def explains(by: User, release: Release, departments: Collection[int]) -> bool:
    """Whether that official explains a failure into which figures of these departments went."""
    return by.edits_for(release.department_id) or by.department_id in departments


@transaction.atomic
def explain(*, release: Release, by: User, reasons: Reasons, seen: Reasons | None = None) -> Release:
    """Keep why figures stand although checks fail; either language may wait.

    `seen`: the reasons that stood there when these were written. What is still the same is left as it is now, and
    what somebody else has written meanwhile is Invalid. The reasons stay as long as the failure is the same. Whoever
    writes them is an editor of the release: the public reads these words.
    """
    release = locked(release, State.DRAFT, State.RETURNED, State.SUBMITTED)
    if not may_explain(by, release):
        raise NotAllowed(
            _("Only editors of the publishing department, or of one that contributes, explain failed checks.")
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
        raise NotAllowed(_("Your department explains only the failed checks that its own figures go into."))


def _write(failure: CheckResult, given: tuple[str, str], seen: tuple[str, str] | None) -> None:
    """Put the words with the failure. Invalid where they would take the place of words that nobody has seen."""
    for number, name in enumerate(("reason_zh", "reason_en")):
        words, stored = plain(given[number]), plain(getattr(failure, name))
        before = plain(seen[number]) if seen else stored
        if words == before:
            continue
        if stored not in (before, words):
            raise Invalid(
                _(
                    "%(check)s: somebody else has written here since you opened this: “%(words)s”. "
                    "Saving again puts what stands below in its place."
                )
                % {"check": failure, "words": stored}
            )
        setattr(failure, name, words)


def plain(words: str) -> str:
    """As it is kept: browsers end lines in two characters."""
    return words.replace("\r\n", "\n").strip()
