"""Columns that refer to rows of other sheets by code."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext as _

from portal.records.cell_errors import BadCell
from portal.records.columns import Column, Value
from portal.records.lookups import Known, Target


class Reference(Column):
    """The code of one row."""

    default = ""

    def __init__(self, code: str, to: Target, **options: object) -> None:
        super().__init__(code, **options)
        self.to = to

    def bind(self, model: type[models.Model]) -> None:
        super().bind(model)
        self.default = ""
        self.related = (self.field_name,)

    @property
    def path(self) -> str:
        return f"{self.field_name}__{self.to.by}"

    def read(self, text: str, lookup: Known) -> str:
        return known_code(text, self.to, lookup)

    def get(self, instance: models.Model) -> str:
        target = getattr(instance, self.field_name)
        return getattr(target, self.to.by) if target is not None else ""

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: Known) -> None:
        code = values[self.code]
        setattr(instance, self.field.attname, lookup.pk(self.to, code) if code else None)

    def fill(self, row: models.Model, values: Mapping[str, Value], lookup: Known) -> None:
        code = values[self.code]
        setattr(row, self.field_name, lookup.instance(self.to, code) if code else None)

    def allowed(self) -> str:
        return _("the code of an existing row: %(what)s") % {"what": self.to.label}


class References(Column):
    """The codes of several rows, separated by semicolons. Fills a many-to-many field, or an array of codes."""

    def __init__(self, code: str, to: Target, **options: object) -> None:
        super().__init__(code, **options)
        self.to = to

    def bind(self, model: type[models.Model]) -> None:
        super().bind(model)
        self.default = ()
        self.many = self.field.many_to_many
        self.prefetched = (self.field_name,) if self.many else ()

    def read(self, text: str, lookup: Known) -> tuple[str, ...]:
        codes = [known_code(part.strip(), self.to, lookup) for part in text.split(";") if part.strip()]
        return tuple(sorted(set(codes))) if self.many else tuple(dict.fromkeys(codes))

    def show(self, value: tuple[str, ...]) -> str:
        return ";".join(value)

    def get(self, instance: models.Model) -> tuple[str, ...]:
        stored = getattr(instance, self.field_name)
        return tuple(sorted(getattr(row, self.to.by) for row in stored.all())) if self.many else tuple(stored)

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: Known) -> None:
        if not self.many:
            setattr(instance, self.field_name, list(values[self.code]))

    def link(self, rows: Iterable[tuple[models.Model, Mapping[str, Value]]], lookup: Known) -> None:
        """Write the many-to-many pairs of saved instances, replacing any earlier ones."""
        through = self.field.remote_field.through
        here, there = self.field.m2m_field_name(), self.field.m2m_reverse_field_name()
        rows = list(rows)
        through.objects.filter(**{f"{here}__in": [instance.pk for instance, _values in rows]}).delete()
        through.objects.bulk_create(
            through(**{f"{here}_id": instance.pk, f"{there}_id": lookup.pk(self.to, code)})
            for instance, values in rows
            for code in values[self.code]
        )

    def allowed(self) -> str:
        return _("codes of existing rows, separated by semicolons (;): %(what)s") % {"what": self.to.label}


def known_code(text: str, to: Target, lookup: Known) -> str:
    """The text, if it is a code that may be referred to. Raises BadCell with the closest codes."""
    if text in lookup.codes(to):
        return text
    raise BadCell(
        _("unknown (%(what)s); %(choose)s") % {"what": to.label, "choose": lookup.suggestion(text, to)}
    )
