"""Who among the officials may see, edit and decide on what.

A row belongs to one department, or to none and then to the administrators. Officials see what is their
department's, every part of a release that it publishes or contributes to, and whatever is public; they edit
only what is theirs. Each record declares its `Access`; lists, forms, choices, actions and exports all ask the same
words.
"""

import datetime as dt
from functools import cache

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.publishing.models import Contribution, Release, Section
from portal.records.registry import access_of, record_types
from portal.staff.models import Department, User


def may_edit(user: User, row: Model) -> bool:
    """Whether the official may change or delete the row: it is theirs, and not handed in, submitted or released."""
    return belongs_to(user, row) and is_open(row)


def is_open(row: Model) -> bool:
    """Whether the row may still change: its release is being written, and its department's part is not in yet."""
    access = access_of(type(row))
    release = row if isinstance(row, Release) else _follow(row, access.release)
    return release is None or (release.is_editable and not release.has_part_of(department_of(row)))


def may_add(user: User, row: Model) -> bool:
    """Whether the official may add the row. A publisher also lays out the sections that others then fill."""
    if may_edit(user, row):
        return True
    if not isinstance(row, Section) or row.release_id is None:
        return False
    return may_edit(user, row.release) and is_open(row)


def belongs_to(user: User, row: Model) -> bool:
    """Whether the official's work includes the row, whatever state its release is in."""
    access = access_of(type(row))
    if not access.edited & user.roles and not (user.is_superuser and access.edited):
        return False
    return user.edits_for(department_of(row))


def may_review(user: User, release: Release) -> bool:
    """Whether the official may decide on it: a reviewer of the publishing department who had no hand in it."""
    return (
        user.reviews_for(release.department_id)
        and release.submitted_by_id != user.pk
        and not release.editors.filter(pk=user.pk).exists()
    )


def department_of(row: Model) -> int | None:
    """The department that a row belongs to; None means the administrators."""
    found = (_follow(row, path) for path in access_of(type(row)).department)
    return next((department for department in found if department is not None), None)


def _follow(row: Model, path: str) -> object:
    """What a lookup leads to from the row; None if it leads nowhere."""
    value = row if path else None
    for name in path.split("__") if path else ():
        value = getattr(value, name, None)
    return value


def for_user(queryset: QuerySet, user: User, at: dt.datetime | None = None) -> QuerySet:
    """The rows that an official may see at a time (now): their department's, and what is public."""
    if not (user.is_active and user.is_staff):
        return queryset.none()
    if user.is_administrator:
        return queryset
    at = at or timezone.now()
    model = queryset.model
    unpublished = Release.objects.exclude(
        pk__in=Release.objects.released(at).values("pk")
    )  # the rest is public
    return queryset.filter(_own(model, user, unpublished) | _public(model, at))


def own(queryset: QuerySet, user: User) -> QuerySet:
    """The rows that concern an official's work: of the department, and of releases that it has a part in."""
    return (
        queryset
        if user.is_administrator
        else queryset.filter(_own(queryset.model, user, Release.objects.all()))
    )


def theirs(queryset: QuerySet, user: User) -> QuerySet:
    """The rows that belong to the official's department; to an administrator, all."""
    return queryset if user.is_administrator else queryset.filter(_belonging(queryset.model, user))


def rows_in(release: Release, department_id: int) -> list[QuerySet]:
    """What a department has entered in a release, by model. Of sections those alone that say something."""
    found = []
    for model, record_type in record_types.items():
        access = record_type.access
        if access.release == "release" and access.edited and not model._meta.proxy:
            rows = model._default_manager.filter(belonging(model, department_id), release=release)
            found.append(rows.exclude(summary_zh="") if model is Section else rows)
    return found


def _belonging(model: type[Model], user: User) -> Q:
    return belonging(model, user.department_id)


def belonging(model: type[Model], department_id: int | None) -> Q:
    """The same as `department_of`, for the database."""
    paths = access_of(model).department
    found, before = Q(pk__in=[]), Q()
    for path in paths if department_id else ():
        found |= before & Q(**{path: department_id})
        before &= Q(**{f"{path}__isnull": True})
    return found


def _own(model: type[Model], user: User, among: QuerySet[Release]) -> Q:
    """What is the department's, what is part of releases in which it has a part, and what appears in these `among`."""
    access, department = access_of(model), user.department_id
    if not access.seen & user.roles:
        return Q(pk__in=[])
    mine = _belonging(model, user)
    if department is None:
        return mine
    if model is Release:
        return mine | _contributed(department)
    if access.release:
        mine |= Q(**{f"{access.release}__in": own(Release.objects.all(), user)})
    for path in access.appears_in:
        mine |= Q(pk__in=model._default_manager.filter(**{f"{path}__in": own(among, user)}).values("pk"))
    return mine


@cache
def _contributed(department_id: int) -> Q:
    """Releases to which the department contributes sections, figures or whatever else apps let it contribute.

    It follows from the rules alone, is asked for in every list, and takes milliseconds to put together.
    """
    found = Q(pk__in=[])
    for model, record_type in record_types.items():
        access = record_type.access
        if access.contributes:
            rows = model._default_manager.filter(
                belonging(model, department_id), **{access.release: OuterRef("pk")}
            )
            found |= Q(Exists(rows))
    return found


def _public(model: type[Model], at: dt.datetime) -> Q:
    access = access_of(model)
    if access.public is not None:
        return access.public(at)
    if access.release:
        return Q(**{f"{access.release}__in": Release.objects.released(at)})
    return ~Q(pk__in=[])


def own_departments(user: User) -> QuerySet:
    """The departments for which an official may enter something."""
    rows = Department.objects.all()
    return rows if user.is_administrator else rows.filter(pk=user.department_id)


def open_releases(user: User) -> QuerySet:
    """Those in which the official may enter something: the department's part is not in yet."""
    found = own(Release.objects.editable(), user)
    if user.is_administrator:
        return found
    handed_in = Contribution.objects.filter(department=user.department_id, state=Contribution.State.SUBMITTED)
    return found.exclude(pk__in=handed_in.values("release"))


def open_sections(user: User) -> QuerySet:
    """The sections of those."""
    return Section.objects.filter(release__in=open_releases(user)).select_related("release")


def open_own_releases(user: User) -> QuerySet:
    """Those that the official's department publishes."""
    return theirs(open_releases(user), user)


def published_releases_of_own(user: User) -> QuerySet:
    """Those that the official's department may correct."""
    rows = Release.objects.released(timezone.now())
    return rows if user.is_administrator else rows.filter(department=user.department_id)


#: Choices of every record that officials enter into a release.
IN_OPEN_RELEASE = {"release": open_releases, "section": open_sections}
