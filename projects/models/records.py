"""What releases state about projects besides progress: funding, milestones, beneficiaries, commitments, documents."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.commitments.models import Commitment
from portal.publishing.models import Attachment, ReleasedRecord
from portal.publishing.models.released import known_once, released_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.statistics.fields import amount_field, qualifier_field
from portal.statistics.models import Unit
from portal.web.data_version import falls_due
from projects.models.undertaking import OF_UNDERTAKING, ProjectRecord, Undertaking

FUNDING_KEY = ("undertaking_id", "source", "kind")


class FundingSource(models.TextChoices):
    """Where money comes from; `TOTAL` is the whole amount."""

    TOTAL = "total", pgettext_lazy("of money", "total")
    GOVERNMENT = "government", pgettext_lazy("source of money", "government")
    SOCIETY = "society", pgettext_lazy("source of money", "society")
    PROPERTY = "property", pgettext_lazy("source of money", "property management")
    RESIDENTS = "residents", pgettext_lazy("source of money", "residents")
    OTHER = "other", pgettext_lazy("source of money", "other sources")


class FundingKind(models.TextChoices):
    """What a document calls an amount of money, and no more than that: money invested has not been said to be paid.

    概算 and 估算 are estimated, 计划投资 and 预算 planned, 造价 is the cost, 投入, 总投资 and 出资 are invested, 补助
    is subsidised, 支付, 拨付 and 发放 are paid.
    """

    ESTIMATED = "estimated", pgettext_lazy("of money", "estimated")
    PLANNED = "planned", pgettext_lazy("of money", "planned")
    COST = "cost", pgettext_lazy("of money", "cost")
    INVESTED = "invested", pgettext_lazy("of money", "invested")
    SUBSIDISED = "subsidised", pgettext_lazy("of money", "subsidised")
    PAID = "paid", pgettext_lazy("of money", "paid")


#: Words for shares that together bear a cost or an investment.
BORNE = (FundingKind.COST, FundingKind.INVESTED, FundingKind.SUBSIDISED)


@audited
class Funding(ProjectRecord):
    """An amount in yuan (CNY) under the word that was printed for it: the whole, or the share of one source."""

    version_key = FUNDING_KEY
    printed_numbers = ("amount",)

    source = models.CharField(_("source of money"), max_length=10, choices=FundingSource)
    kind = models.CharField(
        _("what the money is"),
        max_length=10,
        choices=FundingKind,
        help_text=_("The word that the document prints; money that is only said to be invested is not paid."),
    )
    amount = amount_field(_("amount in yuan"))
    qualifier = qualifier_field()

    class Meta:
        ordering = ("undertaking", "kind", "id")
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "source", "kind"],
                name="funding_once_in_release",
                violation_error_message=_("The release already states the money from this source."),
            ),
            models.CheckConstraint(
                name="funding_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("An amount of money is not negative."),
            ),
            models.CheckConstraint(name="funding_kind_known", condition=Q(kind__in=FundingKind.values)),
            models.CheckConstraint(
                name="funding_subsidy_has_source",
                condition=~Q(kind="subsidised", source="total"),
                violation_error_message=_(
                    "A subsidy is the share of a source, not the whole cost: name the source."
                ),
            ),
            known_once("funding_known_once", "undertaking", "source", "kind"),
        ]
        triggers = released_triggers("projects_funding", FUNDING_KEY, department=OF_UNDERTAKING)

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.get_source_display()} ({self.get_kind_display()})"


MILESTONE_KEY = ("undertaking_id", "code")


@audited
class Milestone(ProjectRecord):
    """A step with a date: due, and met.

    A later release may state it again; the slip is measured from the first due date.
    """

    version_key = MILESTONE_KEY

    class Kind(models.TextChoices):
        APPROVAL = "approval", pgettext_lazy("kind of milestone", "approval")
        DESIGN = "design", pgettext_lazy("kind of milestone", "design")
        START = "start", pgettext_lazy("kind of milestone", "start of works")
        COMPLETION = "completion", pgettext_lazy("kind of milestone", "completion")
        HANDOVER = "handover", pgettext_lazy("kind of milestone", "handover")
        OTHER = "other", pgettext_lazy("kind of milestone", "other")

    #: Kinds that finish a project.
    ENDS = (Kind.COMPLETION, Kind.HANDOVER)

    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=300)
    name = Localized("name")
    due = models.DateField(_("due"), null=True, blank=True)
    due_printed_zh = models.CharField(_("due, as stated (Chinese)"), max_length=100, blank=True)
    due_printed_en = models.CharField(_("due, as stated (English)"), max_length=200, blank=True)
    due_printed = Localized("due_printed")
    is_met = models.BooleanField(_("met"), default=False)
    met_on = models.DateField(_("met on"), null=True, blank=True)

    class Meta:
        ordering = ("undertaking", "due", "id")
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "code"],
                name="milestone_once_in_release",
                violation_error_message=_("The release already has a milestone of this code."),
            ),
            models.CheckConstraint(
                name="milestone_met_on_when_met",
                condition=Q(met_on=None) | Q(is_met=True),
                violation_error_message=_("Only a milestone that was met has the day of it."),
            ),
            known_once("milestone_known_once", "undertaking", "code"),
        ]
        triggers = [
            *released_triggers("projects_milestone", MILESTONE_KEY, department=OF_UNDERTAKING),
            falls_due(),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.name}"


BENEFIT_KEY = ("undertaking_id", "unit_id", "kind")


@audited
class Benefit(ProjectRecord):
    """Beneficiaries, planned or reached: households, people, buildings or square metres."""

    version_key = BENEFIT_KEY
    printed_numbers = ("value",)

    class Kind(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of beneficiaries", "planned")
        ACTUAL = "actual", pgettext_lazy("of beneficiaries", "reached")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("planned or reached"), max_length=7, choices=Kind)
    value = amount_field(_("value"))
    qualifier = qualifier_field()

    class Meta:
        ordering = ("undertaking", "kind", "id")
        verbose_name = _("beneficiaries")
        verbose_name_plural = _("beneficiaries")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "unit", "kind"],
                name="benefit_once_in_release",
                violation_error_message=_("The release already states this number of beneficiaries."),
            ),
            models.CheckConstraint(
                name="benefit_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A number of beneficiaries is not negative."),
            ),
            known_once("benefit_known_once", "undertaking", "unit", "kind"),
        ]
        triggers = released_triggers("projects_benefit", BENEFIT_KEY, department=OF_UNDERTAKING)

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.unit} ({self.get_kind_display()})"


COMMITMENT_KEY = ("undertaking_id", "commitment_id")


@audited
class ProjectCommitment(ReleasedRecord):
    """A commitment about an undertaking, made by the same release or by an earlier one."""

    version_key = COMMITMENT_KEY

    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, related_name="commitments", verbose_name=_("project or programme")
    )
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, related_name="undertakings", verbose_name=_("commitment")
    )

    class Meta:
        ordering = ("undertaking", "id")
        verbose_name = _("commitment of a project")
        verbose_name_plural = _("commitments of projects")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "undertaking", "commitment"], name="project_commitment_once_in_release"
            ),
            known_once("project_commitment_known_once", "undertaking", "commitment"),
        ]
        triggers = released_triggers("projects_projectcommitment", COMMITMENT_KEY, department=OF_UNDERTAKING)

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.commitment}"


@audited
class ProjectDocument(ReleasedRecord):
    """An attachment of the release that is about an undertaking: a drawing, a photograph, a plan."""

    class Kind(models.TextChoices):
        PHOTO = "photo", pgettext_lazy("kind of document", "photograph")
        PLAN = "plan", pgettext_lazy("kind of document", "plan")
        DRAWING = "drawing", pgettext_lazy("kind of document", "drawing")
        REPORT = "report", pgettext_lazy("kind of document", "report")
        CONTRACT = "contract", pgettext_lazy("kind of document", "contract")
        OTHER = "other", pgettext_lazy("kind of document", "other document")

    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, related_name="documents", verbose_name=_("project or programme")
    )
    attachment = models.ForeignKey(
        Attachment, models.CASCADE, related_name="undertakings", verbose_name=_("attachment")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)

    class Meta:
        ordering = ("undertaking", "id")
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")
        constraints = [
            models.UniqueConstraint(fields=["undertaking", "attachment"], name="project_document_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_the_same_release",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF (SELECT a.release_id FROM portal_attachment a WHERE a.id = NEW.attachment_id)
                   IS DISTINCT FROM NEW.release_id THEN
                    RAISE EXCEPTION 'document of a project: the attachment belongs to another release'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            *released_triggers("projects_projectdocument", (), department=OF_UNDERTAKING),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.attachment}"
