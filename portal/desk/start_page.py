"""The desk: what waits for an official, on the first page of the admin. Each block asks what the rights ask.

Every block is one count and one read of its first rows, with all that they show: as many queries for one row as for a
thousand.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.commitments.models import Commitment, CommitmentState
from portal.desk.acts.contributions import part_state
from portal.desk.pages import change_address, embargo_text
from portal.desk.return_sheet import sheet_address
from portal.publishing.models import Contribution, Release
from portal.records.registry import declared
from portal.staff.models import EDITOR, HEAD, REVIEWER, User
from portal.statistics.models import Indicator

#: Rows that a block shows; the rest are in the list that it links to.
FIRST = 5
State = Release.State


@dataclass(frozen=True)
class Entry:
    """One row of a block: what it is, where it is worked on, and what there is to know. `state`: class of its badge.

    `sheet`: where its figures are entered all at once.
    """

    title: str
    address: str
    detail: str = ""
    badge: str = ""
    state: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Block:
    """What waits of one kind. `entries` are the first of `count`; `more` is the list that holds them all."""

    code: str
    title: str
    count: int
    more: str
    entries: list[Entry] = field(default_factory=list)


def block_of(
    code: str, title: str, rows: QuerySet, more: str, entry: Callable[[object], Entry]
) -> Block | None:
    """The block of these rows; None where there are none."""
    count = rows.count()
    return Block(code, title, count, more, [entry(row) for row in rows[:FIRST]]) if count else None


def desk_of(user: User) -> list[Block]:
    """Everything that waits for the official, the most pressing first."""
    now = timezone.now()
    return [block for build in (*OWN, *declared("DESK_BLOCKS")) if (block := build(user, now)) is not None]


def within(rows: QuerySet, user: User, path: str = "department") -> QuerySet:
    """The rows of the official's department; for an administrator, of all."""
    if user.is_administrator:
        return rows
    return rows.filter(**{path: user.department_id}) if user.department_id else rows.none()


def writes(user: User) -> bool:
    """Whether drafts and parts are the official's concern."""
    return user.is_administrator or user.has_role(EDITOR) or user.has_role(HEAD)


def list_address(model: str, user: User, path: str = "department__id__exact", **query: str) -> str:
    """A list of the admin, filtered; of the department, unless the official has all."""
    if not user.is_administrator:
        query[path] = str(user.department_id)
    return reverse(f"admin:{model}_changelist", query=query)


def day(value: dt.date | dt.datetime) -> str:
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    return date_format(value, "Y-m-d")


def _returned(user: User, now: dt.datetime) -> Block | None:
    if not writes(user):
        return None
    rows = within(Release.objects.filter(state=State.RETURNED), user)
    unanswered = Count("comments", filter=Q(comments__answered_at__isnull=True))
    more = list_address("portal_release", user, state__exact=State.RETURNED)
    rows = rows.select_related("department").annotate(unanswered=unanswered).order_by("decided_at")

    def entry(release: Release) -> Entry:
        asked = release.unanswered
        words = _("comments without an answer: %(count)d") % {"count": asked} if asked else ""
        sheet = _sheet(user, release)
        address = change_address(release)
        return Entry(release.title, address, release.decision_reason, words, "returned", sheet)

    return block_of("returned", _("Returned to you"), rows, more, entry)


def _asked(user: User, now: dt.datetime) -> Block | None:
    if not writes(user):
        return None
    rows = (
        within(Contribution.objects.open(), user).for_list().order_by(F("due_at").asc(nulls_last=True), "id")
    )
    more = list_address("portal_contribution", user, state__in="missing,returned")

    def entry(part: Contribution) -> Entry:
        sheet = sheet_address(part.release, part.department) if user.edits_for(part.department_id) else ""
        return replace(_part(part, now), sheet=sheet)

    return block_of("asked", _("Contributions requested from your department"), rows, more, entry)


def _sheet(user: User, release: Release) -> str:
    """The address of the sheet of the publisher's own figures, for whoever may fill it."""
    return sheet_address(release, release.department) if user.edits_for(release.department_id) else ""


def _part(part: Contribution, now: dt.datetime, *, named: bool = False) -> Entry:
    state, words = part_state(part, now)
    wanted = _("wanted by %(time)s") % {"time": day(part.due_at)} if part.due_at else ""
    title = f"{part.department.name} · {part.release.title}" if named else part.release.title
    return Entry(title, f"{change_address(part.release)}#parts", wanted, words, state)


def _review(user: User, now: dt.datetime) -> Block | None:
    """Only what the official may decide on."""
    if user.department_id is None or not user.reviews_for(user.department_id):
        return None
    rows = Release.objects.filter(state=State.SUBMITTED, department=user.department_id)
    rows = rows.exclude(submitted_by=user).exclude(editors=user).select_related("submitted_by")
    more = reverse(
        "admin:portal_release_changelist",
        query={"state__exact": State.SUBMITTED, "department__id__exact": user.department_id},
    )

    def entry(release: Release) -> Entry:
        address = reverse("admin:portal_release_review", args=[release.pk])
        words = {"who": release.submitted_by, "time": day(release.submitted_at)}
        return Entry(release.title, address, _("submitted by %(who)s on %(time)s") % words)

    return block_of("review", _("To review"), rows.order_by("submitted_at"), more, entry)


def _drafts(user: User, now: dt.datetime) -> Block | None:
    if not writes(user):
        return None
    rows = (
        within(Release.objects.filter(state=State.DRAFT), user).select_related("department").order_by("-pk")
    )
    more = list_address("portal_release", user, state__exact=State.DRAFT)

    def entry(release: Release) -> Entry:
        sheet = _sheet(user, release)
        return Entry(release.title, change_address(release), release.get_kind_display(), sheet=sheet)

    return block_of("drafts", _("Drafts of your department"), rows, more, entry)


def _awaited(user: User, now: dt.datetime) -> Block | None:
    if not (writes(user) or user.has_role(REVIEWER)):
        return None
    rows = within(Contribution.objects.open(), user, "release__department").for_list()
    rows = rows.order_by(F("due_at").asc(nulls_last=True), "id")
    more = list_address(
        "portal_contribution", user, "release__department__id__exact", state__in="missing,returned"
    )
    title = _("Contributions your releases are waiting for")
    return block_of("awaited", title, rows, more, lambda part: _part(part, now, named=True))


def _scheduled(user: User, now: dt.datetime) -> Block | None:
    rows = within(Release.objects.under_embargo(now), user)
    since = timezone.localtime(now).isoformat(" ")
    more = list_address("portal_release", user, state__exact=State.APPROVED, released_at__gte=since)

    def entry(release: Release) -> Entry:
        return Entry(release.title, change_address(release), embargo_text(release), state="embargo")

    return block_of("scheduled", _("Scheduled"), rows.order_by("released_at"), more, entry)


def _promised(user: User, now: dt.datetime) -> Block | None:
    rows = within(Commitment.objects.pressing(now), user).order_by(F("due_now").asc(nulls_last=True), "code")
    more = list_address("portal_commitment", user, pressing="yes")

    def entry(commitment: Commitment) -> Entry:
        address = reverse("admin:portal_commitment_change", args=[commitment.pk])
        due = _("due %(day)s") % {"day": day(commitment.due_now)} if commitment.due_now else ""
        silent = commitment.state == CommitmentState.SILENT
        words = CommitmentState(commitment.state).label if silent else _("due soon")
        return Entry(commitment.title, address, due, words, "late" if silent else "missing")

    return block_of("promised", _("Commitments due soon or silent"), rows, more, entry)


def _expected(user: User, now: dt.datetime) -> Block | None:
    rows = within(Indicator.objects.overdue(now), user).order_by("expected_by", "code")
    more = list_address("portal_indicator", user, next="overdue")

    def entry(indicator: Indicator) -> Entry:
        words = {"day": day(indicator.expected_by), "last": day(indicator.last_end)}
        detail = _("expected by %(day)s; the last is of %(last)s") % words
        address = reverse("admin:portal_indicator_change", args=[indicator.pk])
        return Entry(indicator.name, address, detail, _("overdue"), "late")

    return block_of("expected", _("Figures that are overdue"), rows, more, entry)


OWN = (
    _returned,
    _asked,
    _review,
    _drafts,
    _awaited,
    _scheduled,
    _promised,
    _expected,
)
