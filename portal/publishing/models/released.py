"""The rule of publicity: what is in force when.

A released record is in force in [released_at, superseded_at). Nobody else spells these comparisons.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import connection, models
from django.db.models import Case, Func, Q, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release
from portal.publishing.printed import CheckState, PrintedCheck
from portal.publishing.triggers import (
    closed_with_part,
    frozen_with_release,
    remember_editor,
)
from portal.records.fields import Localized, OpenEndField
from portal.records.history import never_truncated
from portal.web.numbers import is_english

#: Fields that a record takes from its release.
OF_ITS_RELEASE = frozenset({"release", "section", "paragraph", "released_at", "superseded_at"})

RANGE_COLUMNS = "'{released_at,superseded_at}'"

#: Why a row of its own was withdrawn, and when, as JSON; null if it was not, or ended earlier.
ROW_WITHDRAWAL = """
CASE WHEN {table}.superseded_at < 'infinity' THEN (
SELECT jsonb_build_object('reason_zh', r.reason_zh, 'reason_en', r.reason_en, 'correction', r.slug)
FROM portal_rowwithdrawal w JOIN portal_release r ON r.id = w.release_id
WHERE w.record = '{table}' AND w.row_id = {table}.id AND w.released_at = {table}.superseded_at) END
"""


#: SQL for when a correction withdrew the row `mine` of that table; null if none did.
WITHDRAWN_ALONE = """
(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = '{table}' AND w.row_id = mine.id)"""


def is_over(end: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether what ends then, if ever, had ended by that time."""
    return end is not None and end <= at


class ReleasedQuerySet(models.QuerySet):
    """QuerySet words of publicity, shared by all released records."""

    def released(self, at: dt.datetime) -> "ReleasedQuerySet":
        """Every version published by that time, including superseded ones."""
        return self.filter(released_at__lte=at)

    def known_at(self, at: dt.datetime) -> "ReleasedQuerySet":
        """Public and in force at that time: at most one version of each record."""
        return self.filter(released_at__lte=at, superseded_at__gt=at)

    def last_changed_first(self, at: dt.datetime) -> "ReleasedQuerySet":
        """By their publication, supersession or withdrawal, whichever came last by that time, the newest first."""
        last = Case(
            When(release__withdrawn_at__lte=at, then="release__withdrawn_at"),
            When(superseded_at__lte=at, then="superseded_at"),
            default="released_at",
            output_field=models.DateTimeField(),
        )
        return self.order_by(last.desc(), "-pk")

    def in_force_from(self, at: dt.datetime) -> "ReleasedQuerySet":
        """In force at that time or, approved already, at a later one."""
        return self.approved().filter(superseded_at__gt=at)

    def changed_between(self, since: dt.datetime, until: dt.datetime) -> "ReleasedQuerySet":
        """Versions released, superseded or withdrawn after the one time and by the other."""
        released = Q(released_at__gt=since, released_at__lte=until)
        return self.filter(released | Q(superseded_at__gt=since, superseded_at__lte=until))

    def with_neighbours(self) -> "ReleasedQuerySet":
        """Adds `supersedes_id` and `superseded_by_id`, the versions before and after it, and `row_withdrawal`."""
        model = self.model
        table, nullable = model._meta.db_table, {field.attname for field in model._meta.fields if field.null}
        same = same_version(model.version_key, nullable).replace("mine.", f"{table}.") or "false"
        other = f"SELECT other.id FROM {table} other WHERE {same} AND"
        later = f"{other} other.released_at = {table}.superseded_at LIMIT 1"
        sql = {
            "supersedes_id": f"{other} other.superseded_at = {table}.released_at LIMIT 1",
            "superseded_by_id": f"CASE WHEN {table}.superseded_at < 'infinity' THEN ({later}) END",
        }
        id_field = models.BigIntegerField()
        known = self.annotate(**{name: RawSQL(one, [], id_field) for name, one in sql.items()})  # noqa: S611 - our own SQL
        return known.with_withdrawal()

    def with_withdrawal(self) -> "ReleasedQuerySet":
        """Adds `row_withdrawal`: the correction that withdrew this row alone, with its reason; null if none did."""
        sql = ROW_WITHDRAWAL.format(table=self.model._meta.db_table)
        return self.annotate(row_withdrawal=RawSQL(sql, [], models.JSONField()))  # noqa: S611 - our own SQL

    def in_force_first(self) -> "ReleasedQuerySet":
        """Versions of one thing: the one in force, then the others, the last first."""
        return self.order_by("-superseded_at", "-released_at", "-pk")

    def approved(self) -> "ReleasedQuerySet":
        """Records of approved releases, including releases under embargo."""
        return self.filter(released_at__isnull=False)


class TstzRange(Func):
    """PostgreSQL's tstzrange(lower, upper), lower end included."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ReleasedRecord(models.Model):
    """A record that becomes public with its release and is never rewritten, only superseded.

    A subclass lists in `version_key` the columns that make two rows versions of the same thing (empty: no later
    versions), and takes its triggers from `released_triggers`.
    """

    version_key: tuple[str, ...] = ()
    #: Fields with the numbers that `as_printed` prints.
    printed_numbers: tuple[str, ...] = ()
    #: SQL condition for rows that are in force from the time of their release on.
    starts_with_release = "true"
    row_withdrawal: dict[str, str] | None = None

    release = models.ForeignKey(
        "portal.Release",
        models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("release"),
    )
    section = models.ForeignKey(
        "portal.Section",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
    )
    paragraph = models.PositiveSmallIntegerField(_("paragraph"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, editable=False)
    superseded_at = OpenEndField(_("superseded"), editable=False)

    objects = ReleasedQuerySet.as_manager()

    class Meta:
        abstract = True

    def superseded_by(self, at: dt.datetime) -> dt.datetime | None:
        """When it was superseded or withdrawn, as far as public at that time."""
        return self.superseded_at if is_over(self.superseded_at, at) else None

    def is_withdrawn_alone(self, at: dt.datetime) -> bool:
        """Whether a correction had withdrawn this row by that time; needs `with_withdrawal`."""
        return bool(self.row_withdrawal) and self.superseded_by(at) is not None

    def is_withdrawn(self, at: dt.datetime) -> bool:
        """Whether it, alone or with its release, had been withdrawn by that time; needs `with_withdrawal`."""
        return self.is_withdrawn_alone(at) or self.release.is_withdrawn(at)

    @property
    def withdrawn_at(self) -> dt.datetime | None:
        """When it, or else its release, was withdrawn, if ever; needs `with_withdrawal`."""
        return self.superseded_at if self.row_withdrawal else self.release.withdrawn_at

    @property
    def withdrawal_reason(self) -> str:
        """Why it, or else its release, was withdrawn; needs `with_withdrawal`."""
        if not self.row_withdrawal:
            return self.release.withdrawal_reason
        return self.row_withdrawal["reason_en" if is_english() else "reason_zh"]

    def is_known_at(self, at: dt.datetime) -> bool:
        """Whether `known_at` would select it; for versions loaded together."""
        return self.released_at is not None and self.released_at <= at and not self.superseded_by(at)

    def is_later_than(self, other: "ReleasedRecord") -> bool:
        """Whether it became public after the other."""
        return self.released_at > other.released_at

    def is_under_embargo(self, at: dt.datetime) -> bool:
        """Whether its release is approved for a later time."""
        return self.released_at is not None and self.released_at > at

    @property
    def record(self) -> Self:
        """Itself, so that serializers read a record and a row with derived values alike."""
        return self

    @property
    def stated(self) -> dict[str, object]:
        """Its values by column, without release and locator."""
        fields = self._meta.concrete_fields
        own = (field for field in fields if not field.primary_key and field.name not in OF_ITS_RELEASE)
        return {field.attname: getattr(self, field.attname) for field in own}

    @property
    def contradictions(self) -> dict[str, str]:
        """In words, each number that is not the printed one, by field. The note says why it is published so.

        A reading marked as uncertain says itself that it may not be what was printed.
        """
        failed = (one for one in self.printed_checks if one.state == CheckState.CONTRADICTION)
        return {one.field: one.summary for one in failed}

    @property
    def printed_checks(self) -> list[PrintedCheck]:
        """Each of its numbers against its printed token; by the row alone, so nothing of it is stored."""
        values = ((field, getattr(self, field)) for field in self.printed_numbers)
        numbers = {field: Decimal(value) for field, value in values if value is not None}
        if not numbers or not self.as_printed:
            return []
        checks = (PrintedCheck(self, field, value) for field, value in numbers.items())
        return [check for check in checks if check.is_comparable]

    @property
    def printed_state(self) -> str:
        """The worst state of these checks; empty if the document prints no number."""
        return min((check.state for check in self.printed_checks), default="")

    @property
    def locator(self) -> str:
        """Section and paragraph in the document, such as “3.1 ¶2”; empty if not given."""
        if self.section is None:
            return ""
        return f"{self.section.number} ¶{self.paragraph}" if self.paragraph else self.section.number


class PrintedRecord(ReleasedRecord):
    """A released record that a document may print: `as_printed` is the printed token, errors included."""

    as_printed = models.CharField(_("as printed"), max_length=120, blank=True)
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")

    class Meta:
        abstract = True


def known_once(name: str, *key: str | tuple[models.Expression, str]) -> ExclusionConstraint:
    """Versions of the same thing never overlap. Checked at commit, because approval changes several ranges."""
    same = [(k, RangeOperators.EQUAL) if isinstance(k, str) else k for k in key]
    return ExclusionConstraint(
        name=name,
        expressions=[
            *same,
            (TstzRange("released_at", "superseded_at"), RangeOperators.OVERLAPS),
        ],
        condition=Q(released_at__isnull=False),
        deferrable=models.Deferrable.DEFERRED,
    )


def same_version(version_key: tuple[str, ...], nullable: Collection[str]) -> str:
    """SQL condition for `mine` and `other` being versions of the same thing; empty without versions.

    Uses plain equality wherever a column is NOT NULL, because only that can use an index.
    """
    return " AND ".join(
        f"other.{name} {'IS NOT DISTINCT FROM' if name in nullable else '='} mine.{name}"
        for name in version_key
    )


def known_range_follows_releases(
    table: str, version_key: tuple[str, ...], nullable: Collection[str], start: str = "r.released_at"
) -> pgtrigger.Trigger:
    """At commit, a row's validity range must match its releases.

    It starts with the release, or at `start` (SQL), and ends with the next version under the same key, or the
    withdrawal of its release or of the row alone, whichever is earlier. So no statement can open, close or extend a
    range by itself.
    """
    same = same_version(version_key, nullable) or "false"
    return pgtrigger.Trigger(
        name="known_range_follows_releases",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__released_at__isnull=False),
        func=f"""
        IF EXISTS (
            SELECT 1 FROM {table} mine JOIN portal_release r ON r.id = mine.release_id
            WHERE mine.id = NEW.id AND (
                mine.released_at IS DISTINCT FROM {start}
                OR mine.superseded_at IS DISTINCT FROM LEAST(
                    r.withdrawn_at,
                    (SELECT min(other.released_at) FROM {table} other
                     WHERE {same} AND other.released_at > mine.released_at),
                    {WITHDRAWN_ALONE.format(table=table)},
                    'infinity'))
        ) THEN
            RAISE EXCEPTION '{table}: the known range of row % does not follow from the releases', NEW.id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
        """,
    )


def released_triggers(
    table: str,
    version_key: tuple[str, ...],
    *,
    nullable: Collection[str] = (),
    department: str = "",
    start: str = "r.released_at",
    **frozen: str,
) -> list:
    """The triggers of a table of released records. `nullable`: nullable columns of the key.

    `department`: SQL for the department of a row, as in `closed_with_part`; none for records without a department.
    """
    return [
        frozen_with_release(**frozen),
        *([closed_with_part(department)] if department else []),
        known_range_follows_releases(table, version_key, nullable, start),
        remember_editor(ignoring=RANGE_COLUMNS),
        never_truncated(),
    ]


@dataclass(frozen=True)
class Version:
    """One released version of a record: in force, replaced by a later release, or withdrawn with its own."""

    record: ReleasedRecord
    ended_at: dt.datetime | None = None
    successor: Release | None = None

    @classmethod
    def of(cls, record: ReleasedRecord, later: ReleasedRecord | None, at: dt.datetime, **fields: Any) -> Self:
        """The version as of that time, given its successor."""
        ended_at = record.superseded_by(at)
        replaced = ended_at is not None and later is not None and later.released_at == ended_at
        return cls(record, ended_at, later.release if replaced else None, **fields)

    @property
    def withdrawal_reason(self) -> str:
        return self.record.withdrawal_reason

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_at is not None and self.successor is None


def record_models() -> list[type[ReleasedRecord]]:
    """Every model of released records, of whichever app."""
    found, waiting = [], list(ReleasedRecord.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if not model._meta.abstract:
            found.append(model)
    return sorted(found, key=lambda model: model._meta.label)


def kinds_in(release: Release, candidates: Collection[type[models.Model]]) -> list[type[models.Model]]:
    """The models that have rows in the release, usually a few of many; one query."""
    asked = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT FROM {model._meta.db_table} WHERE release_id = %(release)s)"
        for place, model in enumerate(candidates)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, {"release": release.pk})
        held = {place for (place,) in cursor.fetchall()}
    return [model for place, model in enumerate(candidates) if place in held]
