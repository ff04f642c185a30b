"""Releases: acts of publishing, with their signatures."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing.models.release_queries import ReleaseQuerySet
from portal.publishing.triggers import RELEASE_TRIGGERS, WORKFLOW_COLUMNS, remember_editor
from portal.records.errors import WrongState
from portal.records.fields import Localized, code_validator, signed_by
from portal.records.history import audited, never_truncated
from portal.records.search_index import Searched, in_both
from portal.staff.models import Department
from portal.web.data_version import release_change

SIGNATURES = ("printed_title", "first_editor", "responsible_editor")
SEARCHED = Searched(
    titles=in_both("title"), texts=(*in_both("summary", "issuing_body"), "index_number", *SIGNATURES)
)


@audited
class Release(models.Model):
    """One act of publishing: an article, a press conference, a statistical return, a correction.

    Public means released_at <= now, and nothing else. Two people sign it: one submits, another decides.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PRESS_CONFERENCE = "press_conference", _("press conference")
        STATISTICAL_RETURN = "statistical_return", _("statistical return")
        CORRECTION = "correction", _("correction")

    #: Kinds that reproduce a document; every row needs a locator in it.
    DOCUMENTS = (Kind.ARTICLE, Kind.PRESS_CONFERENCE)

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for review")
        RETURNED = "returned", _("returned to its editors")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Decision(models.TextChoices):
        APPROVE = "approve", _("approved")
        RETURN = "return", _("returned")

    class Disclosure(models.TextChoices):
        ACTIVE = "active", _("disclosed proactively")
        ON_REQUEST = "on_request", _("disclosed on request")

    class Validity(models.TextChoices):
        VALID = "valid", _("in force")
        EXPIRED = "expired", _("no longer in force")

    slug = models.CharField(_("address"), max_length=80, unique=True, validators=[code_validator])
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="releases",
        verbose_name=_("publishing department"),
    )
    title_zh = models.CharField(_("title (Chinese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=300)
    title = Localized("title")
    summary_zh = models.TextField(_("summary (Chinese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    summary = Localized("summary")

    index_number = models.CharField(_("index number"), max_length=80, blank=True)
    disclosure = models.CharField(_("manner of disclosure"), max_length=12, choices=Disclosure, blank=True)
    issuing_body_zh = models.CharField(_("issuing body (Chinese)"), max_length=200, blank=True)
    issuing_body_en = models.CharField(_("issuing body (English)"), max_length=300, blank=True)
    issuing_body = Localized("issuing_body")
    category_zh = models.CharField(_("content category (Chinese)"), max_length=100, blank=True)
    category_en = models.CharField(_("content category (English)"), max_length=200, blank=True)
    category = Localized("category")
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    validity = models.CharField(_("validity"), max_length=8, choices=Validity, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    published_on = models.DateField(
        _("first published on"),
        null=True,
        blank=True,
        help_text=_("Only for a document that was published elsewhere before it was entered here."),
    )
    published_on_estimated = models.BooleanField(_("that date is estimated"), default=False)
    source_document = models.CharField(_("source document"), max_length=120, blank=True)
    source_url = models.URLField(
        _("address of the source"),
        max_length=500,
        blank=True,
        help_text=_("Where the document can be read as it was published."),
    )
    printed_title = models.CharField(_("title as printed"), max_length=300, blank=True)
    first_editor = models.CharField(_("editor, first review"), max_length=60, blank=True)
    responsible_editor = models.CharField(_("responsible editor"), max_length=60, blank=True)
    note_zh = models.TextField(_("note (Chinese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    note = Localized("note")

    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    reason_zh = models.TextField(_("reason of the correction (Chinese)"), blank=True)
    reason_en = models.TextField(_("reason of the correction (English)"), blank=True)
    reason = Localized("reason")
    #: Of a correction: when its rows were last compared with the versions in force, which are the ones it corrects.
    compared_at = models.DateTimeField(_("compared with the public figures"), null=True, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    submitted_by = signed_by(_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True, editable=False)
    decided_by = signed_by(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decision_reason = models.TextField(_("reason for returning"), blank=True, editable=False)
    released_at = models.DateTimeField(_("released at"), null=True, editable=False, db_index=True)
    withdrawn_by = signed_by(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason_zh = models.TextField(
        _("reason of the withdrawal (Chinese)"), blank=True, editable=False
    )
    withdrawal_reason_en = models.TextField(
        _("reason of the withdrawal (English)"), blank=True, editable=False
    )
    withdrawal_reason = Localized("withdrawal_reason")

    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="portal.ReleaseEditor",
        related_name="edited_releases",
    )

    objects = ReleaseQuerySet.as_manager()
    searched = SEARCHED

    class Meta:
        ordering = ("-id",)
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = [SEARCHED.index("release_search")]
        constraints = [
            models.CheckConstraint(
                name="release_submission_whole",
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="release_decision_whole",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="release_withdrawal_whole",
                condition=Q(
                    withdrawn_by__isnull=True,
                    withdrawn_at__isnull=True,
                    withdrawal_reason_zh="",
                )
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawal_reason_zh="")),
            ),
            models.CheckConstraint(
                name="release_state_follows_decision",
                condition=Q(
                    state__in=["draft", "submitted"],
                    decision="",
                    released_at__isnull=True,
                    withdrawn_at__isnull=True,
                )
                | (
                    Q(
                        state="returned",
                        decision="return",
                        released_at__isnull=True,
                        withdrawn_at__isnull=True,
                    )
                    & ~Q(decision_reason="")
                )
                | Q(
                    state="approved",
                    decision="approve",
                    released_at__isnull=False,
                    withdrawn_at__isnull=True,
                )
                | Q(
                    state="withdrawn",
                    decision="approve",
                    released_at__isnull=False,
                    withdrawn_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="release_source_is_a_web_page",
                condition=Q(source_url="") | Q(source_url__regex=r"^https?://[^/\s]+(/\S*)?$"),
                violation_error_message=_("The address of the source begins with http:// or https://."),
            ),
            models.CheckConstraint(
                name="release_submitted_unless_draft",
                condition=Q(state="draft") | Q(submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="release_withdrawn_after_release",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("released_at")),
            ),
            models.CheckConstraint(
                name="release_correction_has_reason",
                condition=(Q(kind="correction", corrects__isnull=False) & ~Q(reason_zh="") & ~Q(reason_en=""))
                | (~Q(kind="correction") & Q(corrects__isnull=True, reason_zh="", reason_en="")),
                violation_error_message=_(
                    "A correction names the release that it corrects and its reason in both languages; "
                    "no other release does."
                ),
            ),
            models.CheckConstraint(
                name="release_only_corrections_compared",
                condition=Q(kind="correction") | Q(compared_at__isnull=True),
            ),
        ]
        triggers = [
            *RELEASE_TRIGGERS,
            remember_editor("(part ->> 'id')::bigint", ignoring=WORKFLOW_COLUMNS),
            release_change(),
            never_truncated(),
        ]

    def __str__(self) -> str:
        return self.title

    def is_known_with(self, other: "Release") -> bool:
        """Whether it is public whenever the other one is."""
        return bool(self.released_at and other.released_at and self.released_at <= other.released_at)

    @property
    def is_signed(self) -> bool:
        """Whether its source names an editor."""
        return bool(self.first_editor or self.responsible_editor)

    @property
    def is_editable(self) -> bool:
        """Whether its content may still be changed."""
        return self.state in {self.State.DRAFT, self.State.RETURNED}

    @property
    def author(self) -> str:
        """The author of its entries in feeds: the issuing body, or else the publishing department."""
        return self.issuing_body or self.department.name

    @property
    def earlier_day(self) -> dt.date | None:
        """The day of first publication elsewhere, if it became public here on another day."""
        day = self.published_on
        return day if day and self.released_at and day != timezone.localdate(self.released_at) else None

    @property
    def is_document(self) -> bool:
        """Whether it reproduces a document, so that every row needs a locator in it."""
        return self.kind in self.DOCUMENTS

    @property
    def original(self) -> "Release":
        """The release at the beginning of a chain of corrections; itself if it corrects none."""
        return self.corrects.original if self.corrects_id else self

    @property
    def just_before(self) -> dt.datetime:
        """The last moment before it became public."""
        return self.released_at - dt.timedelta(microseconds=1)

    def locked(self, *states: str) -> Self:
        """The current row, locked until the transaction ends. Raises WrongState unless it is in one of these states."""
        current = Release.objects.select_for_update().filter(pk=self.pk).first()
        if current is None:
            raise WrongState(gettext("The release no longer exists."))
        if current.state not in states:
            state = current.get_state_display()
            raise WrongState(gettext("Not possible: the release is now %(state)s.") % {"state": state})
        return current

    @cached_property
    def departments_in(self) -> frozenset[int]:
        """Ids of departments that have handed in their contributions, cached on this instance."""
        parts = self.contributions.filter(state="submitted") if self.pk else ()
        return frozenset(part.department_id for part in parts)

    def has_contribution_of(self, department_id: int | None) -> bool:
        """Whether the department's contribution is in, so that its rows are read-only. Never so for the publisher."""
        return department_id not in (None, self.department_id) and department_id in self.departments_in

    def is_public(self, at: dt.datetime) -> bool:
        """Whether it had been published by that time, withdrawn since or not."""
        return self.released_at is not None and self.released_at <= at

    def is_under_embargo(self, at: dt.datetime) -> bool:
        """Whether it is approved for a later time."""
        return self.released_at is not None and self.released_at > at

    def is_withdrawn(self, at: dt.datetime) -> bool:
        """Whether it was withdrawn by that time."""
        return self.withdrawn_at is not None and self.withdrawn_at <= at
