"""Withdrawals of single rows, for what was stated under a wrong key and so cannot be superseded."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.models.release import Release
from portal.publishing.models.released import (
    ReleasedQuerySet,
    ReleasedRecord,
    record_models,
    released_triggers,
)
from portal.records.history import audited
from portal.staff.models import Department

#: Results of checks are in force while their figures are (`CheckResultQuerySet.known_at`), so none is withdrawn by
#: itself; nor is a withdrawal.
NEVER_ALONE = ("portal_checkresult", "portal_rowwithdrawal")

#: The correction withdraws rows of the release that it corrects, as long as they are stated there.
OF_WHAT_IS_CORRECTED = pgtrigger.Trigger(
    name="withdraws_from_what_it_corrects",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    declare=[("stated", "boolean")],
    func="""
    IF NEW.record !~ '^[a-z_]+$' OR to_regclass(NEW.record) IS NULL THEN
        RAISE EXCEPTION 'withdrawal of a row: % is no record', NEW.record USING ERRCODE = 'check_violation';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I mine JOIN portal_release r ON r.corrects_id = mine.release_id
                    WHERE mine.id = $1 AND r.id = $2 AND mine.released_at IS NOT NULL)', NEW.record)
        INTO stated USING NEW.row_id, NEW.release_id;
    IF NOT stated THEN
        RAISE EXCEPTION 'withdrawal of a row: only a correction, of what its release has stated'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)

ENDS_THE_RANGE = pgtrigger.Trigger(
    name="ends_the_range_of_its_row",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Q(new__released_at__isnull=False),
    declare=[("ended", "boolean")],
    func="""
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1 AND superseded_at <= $2)', NEW.record)
        INTO ended USING NEW.row_id, NEW.released_at;
    IF NOT ended THEN
        RAISE EXCEPTION 'withdrawal of a row: row % of % is still in force', NEW.row_id, NEW.record
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
    """,
)


class RowWithdrawalQuerySet(ReleasedQuerySet):
    """QuerySet words for withdrawals of rows."""

    def rows_of(self, release: Release, model: type[ReleasedRecord]) -> models.QuerySet:
        """The numbers of the rows of a model that the release withdraws."""
        return self.filter(release=release, record=model._meta.db_table).values("row_id")


@audited
class RowWithdrawal(ReleasedRecord):
    """A correction takes back one row of the release that it corrects, and states nothing in its place.

    For a row whose key is wrong, such as money under another word: no later version has the same key, so that none can
    supersede it. The row is in force until the correction is released, and stays readable with the reason.
    """

    as_printed = note = ""

    record = models.CharField(gettext_lazy("table of the row"), max_length=63)
    row_id = models.BigIntegerField(gettext_lazy("number of the row"))
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("department of the row"),
    )

    objects = RowWithdrawalQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = gettext_lazy("withdrawal of a row")
        verbose_name_plural = gettext_lazy("withdrawals of rows")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "record", "row_id"], name="row_withdrawn_once_in_release"
            ),
            models.CheckConstraint(
                name="row_withdrawal_of_no_result",
                condition=~models.Q(record__in=NEVER_ALONE),
                violation_error_message=gettext_lazy(
                    "The result of a check ends with its figures; withdraw the figure."
                ),
            ),
        ]
        indexes = [models.Index(fields=["record", "row_id"], name="withdrawal_of_row")]
        triggers = [
            *released_triggers("portal_rowwithdrawal", (), department="(part ->> 'department_id')::bigint"),
            OF_WHAT_IS_CORRECTED,
            ENDS_THE_RANGE,
        ]

    def __str__(self) -> str:
        return _("Withdrawn: %(title)s") % {"title": self.withdrawn}

    @property
    def withdrawn(self) -> ReleasedRecord | None:
        """The row."""
        model = {model._meta.db_table: model for model in record_models()}.get(self.record)
        return model and model._default_manager.filter(pk=self.row_id).first()
