"""Links from an undertaking to commitments, documents and photographs released elsewhere."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.commitments.models import Commitment
from portal.publishing.models import Attachment, ReleasedRecord
from portal.publishing.models.released import known_once, released_triggers
from portal.records.history import audited
from projects.models.record import OF_UNDERTAKING
from projects.models.undertaking import Undertaking

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
