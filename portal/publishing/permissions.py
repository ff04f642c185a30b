"""Row permissions of officials: who may see, edit and decide on what.

A row belongs to one department, or to the administrators. Officials see their department's rows, all parts of releases
that it publishes or contributes to, and everything public; they edit only their department's rows. Each record declares
its `Access`; lists, forms, choices, actions and exports all use the same QuerySet words.
"""

import datetime as dt
from functools import cache

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from portal.publishing.models import Contribution, Release, Section
from portal.records.access import nothing_public
from portal.records.registry import access_of, record_types
from portal.staff.models import Department, User


def can_edit(user: User, row: Model) -> bool:
    """Whether the official may change or delete the row: it is theirs, and not handed in, submitted or released."""
    return belongs_to(user, row) and is_open(row)


def is_open(row: Model) -> bool:
    """Whether the row may still change: its release is a draft, and its department's contribution is not in yet."""
    access = access_of(type(row))
    release = row if isinstance(row, Release) else _follow(row, access.release)
    return release is None or (release.is_editable and not release.has_contribution_of(department_of(row)))


def can_add(user: User, row: Model) -> bool:
    """Whether the official may add the row. A publisher also sets up the sections that others fill in."""
    if can_edit(user, row):
        return True
    if not isinstance(row, Section) or row.release_id is None:
        return False
    return can_edit(user, row.release) and is_open(row)


def belongs_to(user: User, row: Model) -> bool:
    """Whether the row belongs to the official's work, whatever the state of its release."""
    access = access_of(type(row))
    if not access.edited & user.roles and not (user.is_superuser and access.edited):
        return False
    return user.edits_for(department_of(row))


def can_review(user: User, release: Release) -> bool:
    """Whether the official may decide on it: a reviewer of the publishing department who did not edit it."""
    return (
        user.reviews_for(release.department_id)
        and release.submitted_by_id != user.pk
        and not release.editors.filter(pk=user.pk).exists()
    )


def department_of(row: Model) -> int | None:
    """The department of a row; None means the administrators."""
    found = (_follow(row, path) for path in access_of(type(row)).department)
    return next((department for department in found if department is not None), None)


def _follow(row: Model, path: str) -> object:
    """The value of a lookup from the row; None if a relation is empty."""
    value = row if path else None
    for name in path.split("__") if path else ():
        value = getattr(value, name, None)
    return value


def for_user(queryset: QuerySet, user: User, at: dt.datetime | None = None) -> QuerySet:
    """The rows that an official may see at a time (by default now): their department's, and public ones."""
    if not (user.is_active and user.is_staff):
        return queryset.none()
    if user.is_administrator:
        return queryset
    at = at or timezone.now()
    return queryset.filter(_own(queryset.model, user, at) | _public(queryset.model, at))


def visible_to(user: User, queryset: QuerySet) -> QuerySet:
    """`for_user` for a model of any kind: rows without rules of access are everybody's to see and choose."""
    return for_user(queryset, user) if queryset.model in record_types else queryset


def own(queryset: QuerySet, user: User) -> QuerySet:
    """The rows that concern an official's work: of the department, and of releases that it contributes to."""
    return queryset if user.is_administrator else queryset.filter(_own(queryset.model, user))


def theirs(queryset: QuerySet, user: User) -> QuerySet:
    """The rows of the official's department; all rows for an administrator."""
    return (
        queryset if user.is_administrator else queryset.filter(belonging(queryset.model, user.department_id))
    )


def rows_in(release: Release, department_id: int) -> list[QuerySet]:
    """The rows of a department in a release, by model; empty sections are left out."""
    found = []
    for model, record_type in record_types.items():
        access = record_type.access
        if access.release == "release" and access.edited and not model._meta.proxy:
            rows = model._default_manager.filter(belonging(model, department_id), release=release)
            found.append(rows.exclude(summary_zh="") if model is Section else rows)
    return found


def belonging(model: type[Model], department_id: int | None) -> Q:
    """`department_of` as a database condition."""
    paths = access_of(model).department
    found, before = Q(pk__in=[]), Q()
    for path in paths if department_id else ():
        found |= before & Q(**{path: department_id})
        before &= Q(**{f"{path}__isnull": True})
    return found


def _public(model: type[Model], at: dt.datetime) -> Q:
    access = access_of(model)
    if access.public is nothing_public:
        return Q(pk__in=[])
    return Q(pk__in=_with(_public_rows(model), at=at)) if access.public or access.release else ~Q(pk__in=[])


def _own(model: type[Model], user: User, at: dt.datetime | None = None) -> Q:
    """Rows of the department, parts of releases that it contributes to, and rows that appear in these.

    With a time, releases published by then may be left out: what appears in them is public.
    """
    access, department = access_of(model), user.department_id
    if not access.seen & user.roles:
        return Q(pk__in=[])
    mine = belonging(model, department)
    if department is None:
        return mine
    if model is Release:
        return mine | Q(pk__in=_with(_releases_of_department(), department))
    if access.release:
        mine |= Q(**{f"{access.release}__in": _with(_releases_of_department(), department)})
    if access.appears_in:
        mine |= Q(pk__in=_with(_appearing(model, unpublished=at is not None), department, at))
    return mine


# Every list, form and choice of the desk asks these. Building and compiling one takes longer than the rest of its
# query, so each is compiled once, for any department and time.

Compiled = tuple[str, tuple[object, ...]]
#: Stand for the department and the time in what is compiled.
DEPARTMENT, MOMENT = -1, dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def _with(compiled: Compiled, department: int | None = DEPARTMENT, at: dt.datetime | None = MOMENT) -> RawSQL:
    sql, values = compiled
    given = {DEPARTMENT: department, MOMENT: at}
    return RawSQL(sql, [given.get(value, value) for value in values])  # noqa: S611 - from our own queries


@cache
def _public_rows(model: type[Model]) -> Compiled:
    access = access_of(model)
    public = access.public or (lambda at: Q(**{f"{access.release}__in": Release.objects.released(at)}))
    return model._base_manager.filter(public(MOMENT)).values("pk").query.sql_with_params()


@cache
def _releases_of_department() -> Compiled:
    """Releases that the department publishes, or contributes sections, figures or other records to."""
    published = Release._base_manager.filter(belonging(Release, DEPARTMENT)).values("pk")
    contributed = [
        model._base_manager.filter(belonging(model, DEPARTMENT)).values(record_type.access.release)
        for model, record_type in record_types.items()
        if record_type.access.contributes
    ]
    return published.union(*contributed).query.sql_with_params()


@cache
def _appearing(model: type[Model], *, unpublished: bool) -> Compiled:
    """Rows that appear in releases of the department."""
    releases = Release.objects.filter(pk__in=_with(_releases_of_department()))
    if unpublished:
        releases = releases.exclude(pk__in=Release.objects.released(MOMENT).values("pk"))
    each = [model._base_manager.order_by().values_list("pk", path) for path in access_of(model).appears_in]
    found, values = each[0].union(*each[1:], all=True).query.sql_with_params()
    among, more = releases.order_by().values("pk").query.sql_with_params()
    sql = f"SELECT found.row FROM ({found}) AS found (row, release) WHERE found.release IN ({among})"  # noqa: S608
    return sql, (*values, *more)


def own_departments(user: User) -> QuerySet:
    """The departments for which an official may enter rows."""
    rows = Department.objects.all()
    return rows if user.is_administrator else rows.filter(pk=user.department_id)


def open_releases(user: User) -> QuerySet:
    """Releases in which the official may enter rows: the department's contribution is not in yet."""
    found = own(Release.objects.editable(), user)
    if user.is_administrator:
        return found
    handed_in = Contribution.objects.filter(department=user.department_id, state=Contribution.State.SUBMITTED)
    return found.exclude(pk__in=handed_in.values("release"))


def open_sections(user: User) -> QuerySet:
    """Sections of the open releases."""
    return Section.objects.filter(release__in=open_releases(user)).select_related("release")


def open_own_releases(user: User) -> QuerySet:
    """Open releases that the official's department publishes."""
    return theirs(open_releases(user), user)


def correctable_releases(user: User) -> QuerySet:
    """Public releases that the official's department may correct."""
    rows = Release.objects.released(timezone.now())
    return rows if user.is_administrator else rows.filter(department=user.department_id)


#: Choices in every record that officials enter in a release.
IN_OPEN_RELEASE = {"release": open_releases, "section": open_sections}
