"""Choices of foreign keys, limited by the official's rights in forms and autocompletes alike."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.http import HttpRequest

from portal.publishing import permissions
from portal.records.registry import choice_limit, record_types
from portal.staff.models import User


def for_field(field: ForeignKey | ManyToManyField, user: User) -> QuerySet:
    """The rows that the official may choose in that field."""
    limit = choice_limit(field.model, field.name)
    if limit is not None:
        return limit(user)
    rows = field.remote_field.model._default_manager.all()
    return permissions.for_user(rows, user) if rows.model in record_types else rows


def asked_field(request: HttpRequest) -> ForeignKey | None:
    """The field for which an autocomplete asks; None where the request is none of an autocomplete."""
    asked = [request.GET.get(key) for key in ("app_label", "model_name", "field_name")]
    if not all(asked):
        return None
    try:
        return apps.get_model(asked[0], asked[1])._meta.get_field(asked[2])
    except (LookupError, FieldDoesNotExist):
        return None
