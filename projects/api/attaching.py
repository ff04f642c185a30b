"""What answers show of many rows beside the rows themselves, fetched for all of them at once.

Each function gives back what it was given, and asks the same number of queries for any number of rows.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from portal.commitments.models import Commitment
from portal.publishing.models import Release
from portal.statistics.models import Indicator
from projects.detail.funding import Account, money_of
from projects.detail.milestones import Deadline
from projects.detail.programme_summary import roll_up
from projects.detail.status import attach_standings, newest_first, standings_of
from projects.detail.work_items import works_of
from projects.models import (
    ABOUT_UNDERTAKINGS,
    Benefit,
    Funding,
    Milestone,
    ProgressReport,
    ProjectCommitment,
    ProjectDocument,
    Undertaking,
    UndertakingState,
    WorkItem,
)

NAMED = ("undertaking__programme", "release", "section")


def undertakings_of(states: Iterable[UndertakingState], at: dt.datetime) -> list[Undertaking]:
    """The undertakings of states, as a list shows them."""
    return _attach_listed(standings_of(states, at), at)


def attach_states(undertakings: Iterable[Undertaking], at: dt.datetime) -> list[Undertaking]:
    """Undertakings with their `state`, None where nothing of them is in force; and what else a list shows."""
    return _attach_listed(attach_standings(undertakings, at), at)


def _attach_listed(undertakings: list[Undertaking], at: dt.datetime) -> list[Undertaking]:
    """Undertakings that have a `standing`, with what of it a list shows, `last_release` and `public_predecessor`."""
    for one in undertakings:
        one.state = one.standing.state
        one.is_late = one.state is not None and one.state.is_late
        one.silent_since = one.standing.silent_since
    releases = last_releases(undertakings, at)
    before = {one.predecessor_id for one in undertakings if one.predecessor_id}
    predecessors = Undertaking.objects.released(at).in_bulk(before)
    for one in undertakings:
        one.last_release = releases.get(one.pk)
        one.public_predecessor = predecessors.get(one.predecessor_id)
    return undertakings


def last_releases(undertakings: list[Undertaking], at: dt.datetime) -> dict[int, Release]:
    """By undertaking the newest release of which something about it is in force; two queries."""
    times = {one.state.reported_at for one in undertakings if one.state}
    first, *others = (
        model.objects.known_at(at)
        .filter(undertaking__in=[one.pk for one in undertakings if one.state], released_at__in=times)
        .order_by()
        .values_list("undertaking_id", "released_at", "release_id")
        for model in ABOUT_UNDERTAKINGS
    )
    newest = {one.pk: one.state.reported_at for one in undertakings if one.state}
    found = sorted(set(first.union(*others, all=True))) if newest else []
    chosen = {undertaking: release for undertaking, time, release in found if newest[undertaking] == time}
    releases = Release.objects.in_bulk(set(chosen.values()))
    return {undertaking: releases[release] for undertaking, release in chosen.items()}


def attach_items(reports: Iterable[ProgressReport], at: dt.datetime) -> list[ProgressReport]:
    """Reports with the `item` that they are about, in its newest version, or None; one query."""
    reports = list(reports)
    of_items = {one.undertaking_id for one in reports if one.work_item}
    items = WorkItem.objects.released(at).filter(undertaking__in=of_items).order_by("released_at", "pk")
    newest = {(item.undertaking_id, item.code): item for item in items}
    for one in reports:
        one.item = newest.get((one.undertaking_id, one.work_item))
    return reports


def attach_works(items: Iterable[WorkItem], at: dt.datetime) -> list[WorkItem]:
    """Work items with their `work`: what is done of them by the newest reports; one query."""
    items = list(items)
    known = ProgressReport.objects.known_at(at).filter(undertaking__in={one.undertaking_id for one in items})
    reports = defaultdict(list)
    for report in newest_first(known.exclude(work_item="")):
        reports[report.undertaking_id].append(report)
    for item in items:
        (item.work,) = works_of([item], reports[item.undertaking_id])
    return items


def attach_deadlines(milestones: Iterable[Milestone], at: dt.datetime) -> list[Milestone]:
    """Milestones with their `deadline`, which knows the first day published for them by then; one query."""
    milestones = list(milestones)
    dated = Milestone.objects.released(at).filter(
        undertaking__in={one.undertaking_id for one in milestones}, due__isnull=False
    )
    first: dict[tuple[int, str], dt.date] = {}
    for one in dated.order_by("released_at", "pk"):
        first.setdefault((one.undertaking_id, one.code), one.due)
    for one in milestones:
        one.deadline = Deadline(one, first.get((one.undertaking_id, one.code)), timezone.localdate(at))
    return milestones


def attach_dossier(undertaking: Undertaking, at: dt.datetime) -> Undertaking:
    """An undertaking with everything in force about it, under the names that `serializers.Dossier` reads."""
    attach_states([undertaking], at)
    reports = known(ProgressReport, undertaking, at).filter(work_item="")
    undertaking.reports = attach_items(newest_first(reports), at)
    undertaking.work_items = attach_works(known(WorkItem, undertaking, at), at)
    undertaking.funding = funding_of(known(Funding, undertaking, at))
    undertaking.milestones_shown = attach_deadlines(known(Milestone, undertaking, at), at)
    undertaking.beneficiaries = list(known(Benefit, undertaking, at).select_related("unit"))
    undertaking.statistics = Indicator.objects.released(at).filter(undertakings=undertaking)
    links = ProjectCommitment.objects.known_at(at).filter(undertaking=undertaking)
    promises = Commitment.objects.known_at(at).filter(pk__in=links.values("commitment"))
    undertaking.promises = promises.with_state(at).order_by("code")
    documents = known(ProjectDocument, undertaking, at).select_related("attachment")
    undertaking.public_documents = list(documents)
    if undertaking.is_programme:
        undertaking.roll_up = roll_up(undertaking, at)
    return undertaking


def known(model: type, undertaking: Undertaking, at: dt.datetime) -> QuerySet:
    """What is in force of one kind of record about it, in the order of the document."""
    return model.objects.known_at(at).filter(undertaking=undertaking).select_related(*NAMED).order_by("pk")


def funding_of(amounts: Iterable[Funding]) -> dict[str, object]:
    """Amounts and accounts; of an account that cannot be checked the gap is None."""
    money = money_of(amounts)
    return {
        "currency": "CNY",
        "rows": money.amounts,
        "accounts": [account_of(account) for account in money.accounts],
    }


def account_of(account: Account) -> dict[str, object]:
    return {
        "kind": account.kind,
        "total": account.total,
        "sum_of_shares": account.sum if account.shares else None,
        "gap": account.gap if account.can_be_checked else None,
    }
