"""Milestones: what is due when, and when it was met."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.publishing.models.released import known_once, released_triggers
from portal.records.fields import Localized, code_validator
from portal.records.history import audited
from portal.web.data_version import falls_due
from projects.models.record import OF_UNDERTAKING, ProjectRecord

VERSION_KEY = ("undertaking_id", "code")


@audited
class Milestone(ProjectRecord):
    """A step with a date: due, and met.

    A later release states it anew; how far it slipped is measured from the first due date.
    """

    version_key = VERSION_KEY

    class Kind(models.TextChoices):
        APPROVAL = "approval", pgettext_lazy("kind of milestone", "approval")
        DESIGN = "design", pgettext_lazy("kind of milestone", "design")
        START = "start", pgettext_lazy("kind of milestone", "start of works")
        COMPLETION = "completion", pgettext_lazy("kind of milestone", "completion")
        HANDOVER = "handover", pgettext_lazy("kind of milestone", "handover")
        OTHER = "other", pgettext_lazy("kind of milestone", "other")

    #: Kinds by which an undertaking is finished.
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
            *released_triggers("projects_milestone", VERSION_KEY, department=OF_UNDERTAKING),
            falls_due(),
        ]

    def __str__(self) -> str:
        return f"{self.undertaking} · {self.name}"
