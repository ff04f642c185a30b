"""What describes the record: rows with a name or a meaning that officials change on a day and for a reason."""

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.records.access import Access
from portal.records.columns import Column, Date, texts
from portal.records.fields import Localized, Named
from portal.records.findings import Finding, readable
from portal.web.data_version import public_change

#: The columns that say why a description changed, and since when.
REASON = ("change_reason_zh", "change_reason_en")
CHANGE = ("change_day", *REASON)


class Described(Named):
    """A row whose description is public, and whose changes are.

    `described`: the fields whose change is listed in public with its day and reason; a text by its stem. The database
    keeps former names, by which the row is still found. `described_rows`: those of the fields that list other rows of
    the model, each with the field whose values it lists.
    """

    described: tuple[str, ...] = ("name",)
    described_rows: ClassVar[dict[str, str]] = {}

    former_names = ArrayField(models.CharField(max_length=300), default=list, blank=True, editable=False)
    change_day = models.DateField(
        gettext_lazy("in effect since"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The day on which the last change took effect; empty if that is not known."),
    )
    change_reason_zh = models.TextField(
        gettext_lazy("reason of the last change (Chinese)"),
        blank=True,
        help_text=gettext_lazy("Published with the change of a name or a meaning."),
    )
    change_reason_en = models.TextField(gettext_lazy("reason of the last change (English)"), blank=True)
    change_reason = Localized("change_reason")

    class Meta:
        abstract = True


def described_columns(model: type[Described]) -> dict[str, str]:
    """The columns of the described fields of a model, each with the name of its field."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    names = [
        name for stem in model.described for name in (stem, f"{stem}_zh", f"{stem}_en") if name in fields
    ]
    return {fields[name].column: name for name in names}


def changes() -> tuple[Column, ...]:
    """The columns of a sheet that say since when and why a description changed."""
    return (Date("change_day"), *texts(*REASON))


def described_triggers(when: str = "true") -> list[pgtrigger.Trigger]:
    """The triggers of such a model: former names, and the log. `when` is SQL that tells whether `{row}` is public."""
    return [
        pgtrigger.Trigger(
            name="former_names_stay",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            func=f"""
            NEW.former_names := OLD.former_names;
            IF (NEW.name_zh, NEW.name_en) <> (OLD.name_zh, OLD.name_en) AND {when.format(row="OLD")} THEN
                NEW.former_names := array(
                    SELECT DISTINCT name FROM unnest(OLD.former_names || ARRAY[OLD.name_zh, OLD.name_en]::text[]) name
                    WHERE name NOT IN (NEW.name_zh, NEW.name_en) ORDER BY name);
            END IF;
            RETURN NEW;
            """,  # noqa: S608 - our own words
        ),
        public_change(when=when),
    ]


def reasons_missing(records: list[models.Model], access: Access, at: dt.datetime) -> Iterator[list[Finding]]:
    """For each row, the findings about a public description that changes without a reason of its own."""
    stored = _public(records, access, at) if records and issubclass(type(records[0]), Described) else {}
    for record in records:
        before = stored.get(record.pk)
        yield list(_missing(before, record)) if before is not None else []


def _public(records: list[Described], access: Access, at: dt.datetime) -> dict[object, Described]:
    """Those of the rows that are public, as they are stored, by primary key."""
    rows = type(records[0])._default_manager.filter(access.public(at) if access.public else models.Q())
    return {row.pk: row for row in rows.filter(pk__in=[record.pk for record in records]).distinct()}


def _missing(before: Described, record: Described) -> Iterator[Finding]:
    fields = map(before._meta.get_field, described_columns(type(record)).values())
    pairs = readable(
        (field.attname for field in fields), lambda name: (getattr(before, name), getattr(record, name))
    )
    given = readable([record], lambda row: (row.change_reason_zh, row.change_reason_en))
    if not given or all(was == is_now for was, is_now in pairs):
        return
    if not all(given[0]):
        yield Finding(REASON[0], _("A public name or meaning changes: say why, for the public."))
    elif given[0] == (before.change_reason_zh, before.change_reason_en):
        yield Finding(REASON[0], _("This is the reason of the last change: say why it changes now."))
