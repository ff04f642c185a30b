"""A release as readers will see it, before it is public: for reviewers and pre-release readers."""

import copy
import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone

from portal.publishing.models import Announcement, Release
from portal.publishing.summaries import in_review
from portal.site.details.release import ReleaseDetail


def release_as_public(release: Release) -> dict[str, Any]:
    """What `releases/body.html` shows of a release, as if it were public: everything in it, whatever the ranges say.

    Also `records`: (label, records shown) for each kind of record that apps add to it, which the public finds on the
    pages of these apps. The release in it is a copy that carries the time at which it is expected; never save it.
    """
    at = expected_at(release)
    shown = copy.copy(release)
    shown.released_at, shown.decided_at = at, release.decided_at or at
    return {
        "at": at,
        "release": shown,
        "detail": replace(ReleaseDetail.unpublished(release, at), release=shown),
        "records": [(kind.label, records) for kind, records in in_review(release)],
    }


def expected_at(release: Release) -> dt.datetime:
    """When it becomes public as far as that is known: as approved, as announced, or else now."""
    now = timezone.now()
    if release.released_at is not None:
        return release.released_at
    announced = Announcement.objects.standing(now).filter(release=release, scheduled_for__gt=now).first()
    return announced.scheduled_for if announced else now
