"""Which recorded changes an official may see: those of their department's rows, deleted ones included."""

from functools import cached_property

from django.db.models import Model, Q, QuerySet

from portal.desk.audit.entries import row_key
from portal.publishing import permissions
from portal.publishing.models import Release
from portal.records.registry import access_of
from portal.staff.models import User


class Reach:
    """Which recorded changes an official may read."""

    def __init__(self, user: User) -> None:
        self.user = user

    def of(self, events: QuerySet) -> QuerySet:
        """Of these changes of one table those that the official may read."""
        if self.user.is_administrator:
            return events
        model, key = events.model, row_key(events.model)
        living = permissions.own(model.pgh_tracked_model._base_manager.all(), self.user).values("pk")
        gone = _deleted(model).filter(self._concerned(model)).values(key)
        return events.filter(Q(**{f"{key}__in": living}) | Q(**{f"{key}__in": gone}))

    def _concerned(self, model: type[Model]) -> Q:
        """The same as `rights.own`, by what a deleted row held last.

        Where its release is gone too, that concerns its publishing department alone.
        """
        rule, department = access_of(model.pgh_tracked_model), self.user.department_id
        found, before = Q(pk__in=[]), Q()
        if department is None or not rule.seen & self.user.roles:
            return found
        for path in rule.department:
            found |= before & _leads(model, path, department)
            before &= Q(**{f"{path.partition('__')[0]}__isnull": True})
        if rule.release:
            found |= _leads(model, f"{rule.release}__department_id", department)
            found |= _in_release(model, rule.release, self._releases)
        return found

    @cached_property
    def _releases(self) -> list[int]:
        """Those in which the department has a part; asked once for all tables."""
        return list(permissions.own(Release.objects.all(), self.user).values_list("pk", flat=True))


def _deleted(model: type[Model]) -> QuerySet:
    """One change for each row that is gone: the one that recorded what it held last."""
    return model.objects.filter(pgh_label="delete")


def _in_release(model: type[Model], path: str, releases: list[int]) -> Q:
    """Whether the lookup leads to one of these releases, all of which are still there."""
    name, _, rest = path.partition("__")
    if not rest:
        return Q(**{f"{name}__in": releases})
    target = model._meta.get_field(name).related_model
    return Q(**{f"{name}__in": target._base_manager.filter(**{f"{rest}__in": releases}).values("pk")})


def _leads(model: type[Model], path: str, department: int) -> Q:
    """Whether the lookup leads from a recorded row to the department, through rows that may be gone themselves."""
    name, _, rest = path.partition("__")
    if not rest:
        return Q(**{name: department})
    target = model._meta.get_field(name).related_model
    found = Q(**{f"{name}__in": target._base_manager.filter(**{rest: department}).values("pk")})
    if events := getattr(target, "pgh_event_model", None):
        gone = _deleted(events).filter(_leads(events, rest, department))
        found |= Q(**{f"{name}__in": gone.values(row_key(events))})
    return found
