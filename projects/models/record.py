"""The base of released records about an undertaking."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import PrintedRecord
from projects.models.undertaking import Undertaking

#: SQL for the department of a record, as `closed_with_part` asks.
OF_UNDERTAKING = (
    "(SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)"
)


class ProjectRecord(PrintedRecord):
    """Something that a release states about a programme or project."""

    undertaking = models.ForeignKey(
        Undertaking, models.PROTECT, related_name="%(class)ss", verbose_name=_("project or programme")
    )

    class Meta:
        abstract = True
