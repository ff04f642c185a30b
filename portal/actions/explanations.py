"""Reasons for failed checks, written by editors before a reviewer decides."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import checks
from portal.actions.errors import NotAllowed
from portal.actions.locking import locked
from portal.audit import acting
from portal.models import CheckResult, Release, ReleaseEditor, User

State = Release.State


@transaction.atomic
def explain(*, release: Release, by: User, reasons: Mapping[str, tuple[str, str]]) -> Release:
    """Keep why figures stand although checks fail, by the key of the result, in Chinese and English; either may wait.

    The reasons stay as long as the failure is the same. Whoever writes them is an editor of the release: the public
    reads these words.
    """
    release = locked(release, State.DRAFT, State.RETURNED, State.SUBMITTED)
    if not by.edits_for(release.department_id):
        raise NotAllowed(_("Only an editor of the publishing department explains failed checks."))
    with acting(by, action="explain", release=release):
        checks.evaluate(release)
        failures = [failure for failure in release.checkresults.failed() if failure.key in reasons]
        for failure in failures:
            failure.reason_zh, failure.reason_en = (words.strip() for words in reasons[failure.key])
        CheckResult.objects.bulk_update(failures, ["reason_zh", "reason_en"])
        if failures:
            ReleaseEditor.objects.get_or_create(release=release, user=by, defaults={"since": timezone.now()})
    return release
