"""Who is acting, through which door: recorded by the database with every change made inside."""

from contextlib import AbstractContextManager

import pghistory

from portal.models import Release, User


def acting(
    by: User, *, action: str, door: str = "", release: Release | None = None
) -> AbstractContextManager:
    """Everything written inside is recorded with this actor and action, and whoever edits a release becomes its editor.

    `door` says where the change came in: form, workbook, command, api.
    """
    about = {"user": by.pk, "action": action, "door": door, "release": release.slug if release else None}
    return pghistory.context(**{name: value for name, value in about.items() if value})
