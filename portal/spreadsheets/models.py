"""Background jobs for large workbooks, which take longer than a page may."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release


class WorkbookJobQuerySet(models.QuerySet):
    def running(self) -> "WorkbookJobQuerySet":
        """Jobs not finished, including those not yet started."""
        return self.filter(state=WorkbookJob.State.RUNNING)


class WorkbookJob(models.Model):
    """A background preview or load of a workbook, with its progress and outcome.

    Only the official who uploaded the workbook sees the job. A load is audited like any other; the job itself is not,
    and is deleted with its file after a day. `rows` counts the workbook's rows, `done` and `total` those of the current
    stage; total is null if unknown. The work itself is in portal/desk/workbooks/jobs.py.
    """

    class Kind(models.TextChoices):
        PREVIEW = "preview", _("preview")
        LOAD = "load", _("load")

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    class Stage(models.TextChoices):
        WAITING = "waiting", _("Waiting for another workbook")
        READING = "reading", _("Reading the file")
        COMPARING = "comparing", _("Comparing with what the portal holds")
        TRYING = "trying", _("Trying the rows out")
        FORESEEING = "foreseeing", _("Foreseeing which checks would fail")
        LOADING = "loading", _("Loading")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # No constraint: checking it would wait for the lock that a load holds on the release throughout.
    release = models.ForeignKey(Release, models.CASCADE, null=True, related_name="+", db_constraint=False)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = WorkbookJobQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("job of a workbook")
        verbose_name_plural = _("jobs of workbooks")
        constraints = [
            models.CheckConstraint(
                name="workbook_job_ends_once",
                condition=Q(state="running", finished_at__isnull=True)
                | (~Q(state="running") & Q(finished_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
