"""The rule of publicity: what is in force when.

A released record is in force in [released_at, superseded_at). Nobody else spells these comparisons.
"""

import datetime as dt
from collections.abc import Collection
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.triggers import (
    closed_with_part,
    frozen_with_release,
    known_range_follows_releases,
    remember_editor,
)
from portal.records.fields import Localized, OpenEndField
from portal.records.history import never_truncated

#: Fields that a record takes from its release.
OF_ITS_RELEASE = frozenset({"release", "section", "paragraph", "released_at", "superseded_at"})

RANGE_COLUMNS = "'{released_at,superseded_at}'"


class ReleasedQuerySet(models.QuerySet):
    """QuerySet words of publicity, shared by all released records."""

    def released(self, at: dt.datetime) -> "ReleasedQuerySet":
        """Every version published by that time, including superseded ones."""
        return self.filter(released_at__lte=at)

    def known_at(self, at: dt.datetime) -> "ReleasedQuerySet":
        """Public and in force at that time: at most one version of each record."""
        return self.filter(released_at__lte=at, superseded_at__gt=at)

    def approved(self) -> "ReleasedQuerySet":
        """Of approved releases, those still under embargo included."""
        return self.filter(released_at__isnull=False)


class TstzRange(Func):
    """PostgreSQL's tstzrange(lower, upper), lower end included."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ReleasedRecord(models.Model):
    """A record that becomes public with its release and is never rewritten, only superseded.

    A subclass lists in `version_key` the columns that make two rows versions of the same thing (empty: no later
    versions), and takes its constraints and triggers from `truths()`.
    """

    version_key: tuple[str, ...] = ()

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
        return self.superseded_at if self.superseded_at and self.superseded_at <= at else None

    def is_known_at(self, at: dt.datetime) -> bool:
        """Whether `known_at` would select it; for versions loaded together."""
        return self.released_at is not None and self.released_at <= at and not self.superseded_by(at)

    @property
    def stated(self) -> dict[str, object]:
        """Its values by column, without release and locator."""
        fields = self._meta.concrete_fields
        own = (field for field in fields if not field.primary_key and field.name not in OF_ITS_RELEASE)
        return {field.attname: getattr(self, field.attname) for field in own}

    @property
    def locator(self) -> str:
        """Section and paragraph in the document, such as “3.1 ¶2”; empty if not given."""
        if self.section is None:
            return ""
        return f"{self.section.number} ¶{self.paragraph}" if self.paragraph else self.section.number


class PrintedRecord(ReleasedRecord):
    """A released record that a document may state in words: `as_printed` keeps its token, damaged or not."""

    as_printed = models.CharField(_("as printed"), max_length=120, blank=True)
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")

    class Meta:
        abstract = True

    @property
    def record(self) -> Self:
        """Itself: a bare record is read like a row that holds one beside what follows from other records."""
        return self


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


def released_triggers(
    table: str,
    version_key: tuple[str, ...],
    *,
    nullable: Collection[str] = (),
    department: str = "",
    **frozen: str,
) -> list:
    """The triggers of a table of released records. `nullable`: nullable columns of the key.

    `department`: SQL for the department of a row, as in `closed_with_part`; none for records without a department.
    """
    return [
        frozen_with_release(**frozen),
        *([closed_with_part(department)] if department else []),
        known_range_follows_releases(table, version_key, nullable),
        remember_editor(ignoring=RANGE_COLUMNS),
        never_truncated(),
    ]
