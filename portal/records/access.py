"""Whose the rows of a record are: which officials see them, and which edit them."""

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
    """Whose the rows of a model are; `portal.publishing.permissions` answers questions about single rows from it.

    `department`: lookups of the department that a row belongs to, the first that leads anywhere counts; none
    means that only administrators edit. `release`: lookup of the release that a row is part of. `contributes`: whether
    such a row gives its department a part in that release. `appears_in`: lookups of the releases whose readers need
    the row. `public`: which rows everybody on the staff may see at a time; by default those whose release is public,
    or all where there is none. `edited` and `seen`: by which roles.
    """

    department: tuple[str, ...] = ()
    release: str = ""
    contributes: bool = False
    appears_in: tuple[str, ...] = ()
    public: Callable[[dt.datetime], Q] | None = None
    edited: frozenset[str] = frozenset({EDITOR, ADMINISTRATOR})
    seen: frozenset[str] = frozenset({EDITOR, REVIEWER, HEAD, ADMINISTRATOR})


def nothing_public(_at: dt.datetime) -> Q:
    """For `Access.public`: only those whom the rows concern see them."""
    return Q(pk__in=[])


def released_rows(model: type[Model]) -> Callable[[dt.datetime], Q]:
    """For `Access.public`: the rows that the model's QuerySet calls released."""
    return lambda at: Q(pk__in=model._default_manager.released(at).values("pk"))


def public_rows(model: type[Model]) -> Callable[[dt.datetime], Q]:
    """For `Access.public`: the rows that the model's QuerySet calls public."""
    return lambda at: Q(pk__in=model._default_manager.public(at).values("pk"))
