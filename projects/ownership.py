"""Whose the rows of the app are, as the rights of the portal ask."""

import datetime as dt

from django.db.models import Q

from portal.publishing.models import ReleasedRecord
from portal.publishing.permissions import ADMINISTRATORS, NOBODY, Rule, register
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Category,
    Programme,
    Project,
    Undertaking,
    UndertakingArea,
    UndertakingIndicator,
    UndertakingState,
)


def _public(at: dt.datetime) -> Q:
    return Q(pk__in=Undertaking.objects.released(at).values("pk"))


def _of_public(at: dt.datetime) -> Q:
    return Q(undertaking__in=Undertaking.objects.released(at))


def _records_of(model: type[ReleasedRecord]) -> str:
    """The name under which an undertaking has its records of that kind."""
    return model._meta.get_field("undertaking").remote_field.get_accessor_name()


def register_rights() -> None:
    """An undertaking and what is reported of it belong to its department."""
    register(Category, Rule(edited=ADMINISTRATORS))
    releases = tuple(f"{_records_of(model)}__release" for model in ABOUT_UNDERTAKINGS)
    for model in (Undertaking, Programme, Project):
        register(model, Rule(("department_id",), appears_in=releases, public=_public))
    for model in ABOUT_UNDERTAKINGS:
        register(model, Rule(("undertaking__department_id",), "release", contributes=True))
    for model in (UndertakingArea, UndertakingIndicator):
        register(
            model,
            Rule(("undertaking__department_id",), public=_of_public, edited=NOBODY),
        )
    register(
        UndertakingState,
        Rule(
            ("undertaking__department_id",),
            public=_of_public,
            edited=NOBODY,
        ),
    )
