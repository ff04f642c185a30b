"""What gives released values their meaning is fixed: the rule of every door, beside the triggers of the models."""

from collections.abc import Callable, Iterable, Iterator

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from portal.records.findings import Beside, Context, Finding, Rule
from portal.statistics.models import Check, CheckResult, CheckTerm, Code, Dimension, Observation, Unit
from portal.statistics.models.check import FORMULA
from portal.statistics.models.codelists import UNIT_FIXED

Stored = dict[object, Model]


def fixed(*fields: str) -> Rule:
    """These fields stay as they are stored, if a released value rests on the row; `Stored` is the context."""

    def validate(record: Model, stored: Stored) -> Iterator[Finding]:
        before = stored.get(record.pk)
        for field in fields if before is not None else ():
            column = record._meta.get_field(field).attname
            if getattr(before, column) != getattr(record, column):
                words = _("Released values rest on this, so it cannot change. Create a new entry instead.")
                yield Finding(field, words)

    return validate


def stored_if(rested_on: Callable[[Iterable[Model]], Q]) -> Context:
    """The stored rows on which released values rest, by primary key."""

    def context(records: list[Model], beside: Beside) -> Stored:
        if not records:
            return {}
        rows = type(records[0])._default_manager.filter(pk__in=[record.pk for record in records])
        return {row.pk: row for row in rows.filter(rested_on(rows))}

    return context


def units_rested_on(units: Iterable[Unit]) -> Q:
    """Of figures, and of every other kind of record that names its unit."""
    found = Q(pk__in=Observation.objects.approved().values("series__indicator__unit"))
    for relation in Unit._meta.related_objects:
        if any(field.name == "released_at" for field in relation.related_model._meta.concrete_fields):
            released = relation.related_model._default_manager.approved()
            found |= Q(pk__in=released.values(relation.field.name))
    return found


def dimensions_rested_on(dimensions: Iterable[Dimension]) -> Q:
    return Q(pk__in=[one.pk for one in dimensions if _released(series__dimensions__has_key=one.code)])


def codes_rested_on(codes: Iterable[Code]) -> Q:
    pairs = ((one.pk, {one.dimension_id: one.code}) for one in codes)
    return Q(pk__in=[pk for pk, pair in pairs if _released(series__dimensions__contains=pair)])


def _released(**series: object) -> bool:
    return Observation.objects.approved().filter(**series).exists()


def checks_rested_on(checks: Iterable[Check]) -> Q:
    return Q(pk__in=CheckResult.objects.approved().values("check_rule"))


def terms_rested_on(terms: Iterable[CheckTerm]) -> Q:
    return Q(check_rule__in=CheckResult.objects.approved().values("check_rule"))


UNIT, UNITS = fixed(*UNIT_FIXED), stored_if(units_rested_on)
DIMENSION, DIMENSIONS = fixed("code"), stored_if(dimensions_rested_on)
CODE, CODES = fixed("dimension", "code"), stored_if(codes_rested_on)
CHECK, CHECKS = fixed(*FORMULA), stored_if(checks_rested_on)
TERM, TERMS = fixed("check_rule", "role", "series"), stored_if(terms_rested_on)
