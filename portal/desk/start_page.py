"""The first page of the admin: what waits for the official, in blocks.

Every block is one count and one query for its first rows, whatever their number.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.commitments.models import Commitment
from portal.commitments.states import UNANSWERED, CommitmentState
from portal.desk.acts.contributions import contribution_state
from portal.desk.pages import change_address, embargo_text
from portal.desk.return_sheet import sheet_address
from portal.publishing.models import Contribution, Opening, Release
from portal.records.registry import declared
from portal.staff.models import EDITOR, HEAD, REVIEWER, Department, User
from portal.statistics.models import Indicator

#: Rows that a block shows; the rest are in the list that it links to.
FIRST = 5
State = Release.State


@dataclass(frozen=True)
class Entry:
    """One row of a block. `state`: the class of its badge; `sheet`: the address of its return sheet."""

    title: str
    address: str
    detail: str = ""
    badge: str = ""
    state: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Block:
    """One kind of work that waits. `entries` are the first of `count`; `more`: the address of the whole list."""

    code: str
    title: str
    count: int
    more: str
    entries: list[Entry] = field(default_factory=list)


def block_of(
    code: str, title: str, rows: QuerySet, more: str, entry: Callable[[object], Entry]
) -> Block | None:
    """The block of these rows; None if there are none."""
    count = rows.count()
    return Block(code, title, count, more, [entry(row) for row in rows[:FIRST]]) if count else None


def desk_of(user: User) -> list[Block]:
    """All blocks of the official, the most urgent first."""
    now = timezone.now()
    return [block for build in (*BLOCKS, *declared("DESK_BLOCKS")) if (block := build(user, now)) is not None]


def within(rows: QuerySet, user: User, path: str = "department") -> QuerySet:
    """The rows of the official's department; all rows for an administrator."""
    if user.is_administrator:
        return rows
    return rows.filter(**{path: user.department_id}) if user.department_id else rows.none()


def list_address(model: str, user: User, path: str = "department__id__exact", **query: str) -> str:
    """A filtered list of the admin; for an administrator, of all departments."""
    if not user.is_administrator:
        query[path] = str(user.department_id)
    return reverse(f"admin:{model}_changelist", query=query)


def day(value: dt.date | dt.datetime) -> str:
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    return date_format(value, "Y-m-d")


def _writes(user: User) -> bool:
    return user.is_administrator or user.has_role(EDITOR) or user.has_role(HEAD)


def _sheet(user: User, release: Release, department: Department) -> str:
    """The return sheet of the department, if the official may fill it in."""
    return sheet_address(release, department) if user.edits_for(department.pk) else ""


def _returned(user: User, now: dt.datetime) -> Block | None:
    if not _writes(user):
        return None
    unanswered = Count("comments", filter=Q(comments__answered_at__isnull=True))
    rows = within(Release.objects.filter(state=State.RETURNED), user)
    rows = rows.select_related("department").annotate(unanswered=unanswered).order_by("decided_at")

    def entry(release: Release) -> Entry:
        count = release.unanswered
        badge = _("comments without an answer: %(count)d") % {"count": count} if count else ""
        sheet = _sheet(user, release, release.department)
        return Entry(
            release.title, change_address(release), release.decision_reason, badge, "returned", sheet
        )

    more = list_address("portal_release", user, state__exact=State.RETURNED)
    return block_of("returned", _("Returned to you"), rows, more, entry)


def _contribution_entry(contribution: Contribution, now: dt.datetime, title: str, sheet: str = "") -> Entry:
    state, label = contribution_state(contribution, now)
    due = _("wanted by %(time)s") % {"time": day(contribution.due_at)} if contribution.due_at else ""
    return Entry(title, f"{change_address(contribution.release)}#contributions", due, label, state, sheet)


def _requested(user: User, now: dt.datetime) -> Block | None:
    if not _writes(user):
        return None
    rows = within(Contribution.objects.open(), user).for_list()
    rows = rows.order_by(F("due_at").asc(nulls_last=True), "id")

    def entry(contribution: Contribution) -> Entry:
        release = contribution.release
        sheet = _sheet(user, release, contribution.department)
        return _contribution_entry(contribution, now, release.title, sheet)

    more = list_address("portal_contribution", user, state__in="missing,returned")
    return block_of("asked", _("Contributions requested from your department"), rows, more, entry)


def _review(user: User, now: dt.datetime) -> Block | None:
    """Only the releases that the official may decide on."""
    if user.department_id is None or not user.reviews_for(user.department_id):
        return None
    rows = Release.objects.filter(state=State.SUBMITTED, department=user.department_id)
    rows = rows.exclude(submitted_by=user).exclude(editors=user).select_related("submitted_by")

    def entry(release: Release) -> Entry:
        address = reverse("admin:portal_release_review", args=[release.pk])
        words = {"who": release.submitted_by, "time": day(release.submitted_at)}
        return Entry(release.title, address, _("submitted by %(who)s on %(time)s") % words)

    query = {"state__exact": State.SUBMITTED, "department__id__exact": user.department_id}
    more = reverse("admin:portal_release_changelist", query=query)
    return block_of("review", _("To review"), rows.order_by("submitted_at"), more, entry)


def _drafts(user: User, now: dt.datetime) -> Block | None:
    if not _writes(user):
        return None
    rows = within(Release.objects.filter(state=State.DRAFT), user)
    rows = rows.select_related("department").order_by("-pk")

    def entry(release: Release) -> Entry:
        sheet = _sheet(user, release, release.department)
        return Entry(release.title, change_address(release), release.get_kind_display(), sheet=sheet)

    more = list_address("portal_release", user, state__exact=State.DRAFT)
    return block_of("drafts", _("Drafts of your department"), rows, more, entry)


def _awaited(user: User, now: dt.datetime) -> Block | None:
    if not (_writes(user) or user.has_role(REVIEWER)):
        return None
    rows = within(Contribution.objects.open(), user, "release__department").for_list()
    rows = rows.order_by(F("due_at").asc(nulls_last=True), "id")

    def entry(contribution: Contribution) -> Entry:
        title = f"{contribution.department.name} · {contribution.release.title}"
        return _contribution_entry(contribution, now, title)

    path = "release__department__id__exact"
    more = list_address("portal_contribution", user, path, state__in="missing,returned")
    return block_of("awaited", _("Contributions your releases are waiting for"), rows, more, entry)


def _scheduled(user: User, now: dt.datetime) -> Block | None:
    rows = within(Release.objects.under_embargo(now), user).order_by("released_at")

    def entry(release: Release) -> Entry:
        return Entry(release.title, change_address(release), embargo_text(release), state="embargo")

    since = timezone.localtime(now).isoformat(" ")
    more = list_address("portal_release", user, state__exact=State.APPROVED, released_at__gte=since)
    return block_of("scheduled", _("Scheduled"), rows, more, entry)


def _commitments(user: User, now: dt.datetime) -> Block | None:
    rows = within(Commitment.objects.pressing(now), user).order_by(F("due_now").asc(nulls_last=True), "code")

    def entry(commitment: Commitment) -> Entry:
        due = _("due %(day)s") % {"day": day(commitment.due_now)} if commitment.due_now else ""
        is_due = commitment.state in UNANSWERED
        badge = CommitmentState(commitment.state).label if is_due else _("due soon")
        state = "late" if commitment.state == CommitmentState.SILENT else "missing"
        return Entry(commitment.title, change_address(commitment), due, badge, state)

    more = list_address("portal_commitment", user, pressing="yes")
    return block_of("promised", _("Commitments due soon or without an outcome"), rows, more, entry)


def _overdue_figures(user: User, now: dt.datetime) -> Block | None:
    rows = within(Indicator.objects.overdue(now), user).order_by("expected_by", "code")

    def entry(indicator: Indicator) -> Entry:
        words = {"day": day(indicator.expected_by), "last": day(indicator.last_end)}
        detail = _("expected by %(day)s; the last is of %(last)s") % words
        return Entry(indicator.name, change_address(indicator), detail, _("overdue"), "late")

    more = list_address("portal_indicator", user, next="overdue")
    return block_of("expected", _("Figures that are overdue"), rows, more, entry)


def _opening(user: User, now: dt.datetime) -> Block | None:
    """For administrators, until the portal is opened."""
    if not user.is_administrator or Opening.is_done():
        return None
    address = reverse("admin:opening")
    detail = _("documents of earlier days can still be entered as of their days")
    return Block(
        "opening", _("The portal is not open yet"), 1, address, [Entry(_("Open the portal"), address, detail)]
    )


BLOCKS = (
    _opening,
    _returned,
    _requested,
    _review,
    _drafts,
    _awaited,
    _scheduled,
    _commitments,
    _overdue_figures,
)
