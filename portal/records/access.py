"""Row access: which officials see the rows of a record, and which edit them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q

#: Roles, as `portal.staff.models` names their groups.
EDITOR, REVIEWER, HEAD, ADMINISTRATOR = "editor", "reviewer", "head", "administrator"
NOBODY: frozenset[str] = frozenset()
ADMINISTRATORS = frozenset({ADMINISTRATOR})
HEADS = frozenset({HEAD, ADMINISTRATOR})


@dataclass(frozen=True)
class Access:
    """Which officials see and edit the rows of a model. `portal.publishing.permissions` applies it to single rows.

    `department`: lookups from a row to its department; the first one that yields a department counts. With none, only
    administrators edit. `release`: the lookup to the row's release. `contributes`: whether such a row makes its
    department a contributor to that release. `appears_in`: lookups to releases whose readers need the row. `public`:
    the rows that all staff may see at a given time; by default those with a public release, or all rows of a model
    without releases. `edited` and `seen`: the roles that edit and see the rows.
    """

    department: tuple[str, ...] = ()
    release: str = ""
    contributes: bool = False
    appears_in: tuple[str, ...] = ()
    public: Callable[[dt.datetime], Q] | None = None
    edited: frozenset[str] = frozenset({EDITOR, ADMINISTRATOR})
    seen: frozenset[str] = frozenset({EDITOR, REVIEWER, HEAD, ADMINISTRATOR})


def nothing_public(_at: dt.datetime) -> Q:
    """For `Access.public`: nothing is public; only the officials concerned see the rows."""
    return Q(pk__in=[])


def released_rows(model: type[Model]) -> Callable[[dt.datetime], Q]:
    """For `Access.public`: rows matched by the QuerySet word `released`."""
    return lambda at: Q(pk__in=model._default_manager.released(at).values("pk"))


def public_rows(model: type[Model]) -> Callable[[dt.datetime], Q]:
    """For `Access.public`: rows matched by the QuerySet word `public`."""
    return lambda at: Q(pk__in=model._default_manager.public(at).values("pk"))
