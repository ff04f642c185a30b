"""What an official may choose from: the limits of rights upon every foreign key, in forms and autocompletes alike."""

from collections.abc import Callable

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from portal.publishing import permissions
from portal.publishing.models import Contribution, Release, Section
from portal.staff.models import Department, User
from portal.statistics.models import Indicator, Series

Limit = Callable[[User], QuerySet]

#: Narrower limits than what the official may see, by “Model.field”. An app adds its own.
limits: dict[str, Limit] = {}


def for_field(field: ForeignKey | ManyToManyField, user: User) -> QuerySet:
    """The rows that the official may choose in that field."""
    limit = limits.get(f"{field.model.__name__}.{field.name}")
    if limit is not None:
        return limit(user)
    rows = field.remote_field.model._default_manager.all()
    return permissions.for_user(rows, user) if rows.model in permissions.rules else rows


def asked_field(request: HttpRequest) -> ForeignKey | None:
    """The field for which an autocomplete asks; None where the request is none of an autocomplete."""
    asked = [request.GET.get(key) for key in ("app_label", "model_name", "field_name")]
    if not all(asked):
        return None
    try:
        return apps.get_model(asked[0], asked[1])._meta.get_field(asked[2])
    except (LookupError, FieldDoesNotExist):
        return None


def own_departments(user: User) -> QuerySet:
    rows = Department.objects.all()
    return rows if user.is_administrator else rows.filter(pk=user.department_id)


def open_releases(user: User) -> QuerySet:
    """Those in which the official may enter something: the department's part is not in yet."""
    found = permissions.own(Release.objects.editable(), user)
    if user.is_administrator:
        return found
    handed_in = Contribution.objects.filter(department=user.department_id, state=Contribution.State.SUBMITTED)
    return found.exclude(pk__in=handed_in.values("release"))


def open_sections(user: User) -> QuerySet:
    return Section.objects.filter(release__in=open_releases(user)).select_related("release")


def _published_releases_of_own(user: User) -> QuerySet:
    rows = Release.objects.released(timezone.now())
    return rows if user.is_administrator else rows.filter(department=user.department_id)


def _own_indicators(user: User) -> QuerySet:
    return permissions.theirs(Indicator.objects.all(), user)


def _own_series(user: User) -> QuerySet:
    return permissions.theirs(Series.objects.all(), user)


limits |= {
    "Release.department": own_departments,
    "Release.corrects": _published_releases_of_own,
    "Indicator.department": own_departments,
    "Facility.department": own_departments,
    "Series.indicator": _own_indicators,
    "Observation.series": _own_series,
    "Section.release": lambda user: permissions.theirs(open_releases(user), user),
    "Attachment.release": lambda user: permissions.theirs(open_releases(user), user),
}
for _part in ("Question", "Observation", "Commitment", "CommitmentUpdate"):
    limits |= {f"{_part}.release": open_releases, f"{_part}.section": open_sections}
