"""Large workbooks, which take longer than anybody waits for a page: looked at and loaded in the background."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release import Release


class WorkbookJobQuerySet(models.QuerySet):
    def running(self) -> "WorkbookJobQuerySet":
        """Those that have not ended, be it that no worker has begun with them."""
        return self.filter(state=WorkbookJob.State.RUNNING)


class WorkbookJob(models.Model):
    """A workbook that is being looked at or loaded in the background: how far that is, and what came of it.

    Whoever uploaded it sees the job, nobody else. What a load changes is recorded like any other load; the job itself
    is not, and is thrown away with its file after a day. `rows` are those of the workbook, `done` and `total` those of
    the stage; total is null where nobody can say. The work itself is in portal/desk/workbook_jobs.py.
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
    # Without a constraint: that would wait for the lock which a load holds on the release from beginning to end.
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
