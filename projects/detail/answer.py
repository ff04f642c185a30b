"""The answer box of a project: its state in a sentence, its commitment, due day, money, and whom to call."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.commitments.models import Commitment
from portal.commitments.states import CommitmentState
from portal.facilities.models import Facility
from portal.web.numbers import exact, rounded_share
from projects.detail.progress import Status
from projects.detail.records import Deadline, FundingSummary
from projects.models import Funding, FundingSource, Milestone, Undertaking
from projects.templatetags.projects import qualifier_before

#: Amounts in the box; the section on funding has all of them.
MOST_AMOUNTS = 3


@dataclass(frozen=True)
class Answer:
    """What residents ask first of a project. Whatever is None or empty has not been published.

    `commitment` is the one that says most of this project. `money` are totals, or the shares where no total is stated;
    `whole` is the programme if the money is stated for all of that. `phones` are the numbers of the department itself,
    `hotlines` the general one, which is offered where the department has none.
    """

    status: Status
    commitment: Commitment | None
    deadline: Deadline | None
    money: Sequence[Funding]
    whole: Undertaking | None
    phones: Sequence[Facility]
    hotlines: Sequence[Facility]

    @property
    def sentence(self) -> str:
        """“Last reported on 1 June 2022: planned; it was due by 31 December 2022, and its department …”"""
        clauses = [clause for clause in (_heard(self.status), _since(self.status)) if clause]
        return _("; ").join(clauses) + _(".")

    @property
    def numbers(self) -> list[str]:
        """The telephone numbers of the department, as printed."""
        return [number for one in self.phones for number in one.phones]

    @property
    def general_numbers(self) -> list[str]:
        return [number for one in self.hotlines for number in one.phones]

    @property
    def look(self) -> str:
        """`passed_over` only for a dated promise that its department passed over; `late` by a report; else none."""
        if self.status.is_passed_over:
            return "passed_over"
        return "late" if self.status.is_late else ""

    @property
    def source(self) -> Model | None:
        """The record on which the state rests, or else the commitment."""
        status = self.status
        found = [status.percent_report, *status.reports_on_whole, *status.reports] if status.state else []
        found += [*status.milestones, self.commitment]
        return next((one for one in found if one is not None), None)


def _heard(status: Status) -> str:
    """What was last reported, and when."""
    state = status.state
    if state is None:
        if status.undertaking.is_programme:
            return _("No release reports on the programme as a whole; see its projects")
        return _("Nothing is in force: all releases about it have been withdrawn")
    words = [str(state.get_stage_display())] if state.stage else []
    if state.percent is not None:
        is_computed = status.percent_basis == "computed"
        number = exact(rounded_share(state.percent, 1) if is_computed else state.percent)
        number = qualifier_before(state) + number
        words.append(
            (_("%(number)s%% done, computed") if is_computed else _("%(number)s%% done")) % {"number": number}
        )
    said = _(", ").join(words) or _("stage not reported")
    return _("Last reported on %(day)s: %(words)s") % {"day": _day(state.reported_at), "words": said}


#: What is said after the due day, by state.
AFTER_DUE = {
    CommitmentState.SILENT: gettext_lazy(
        "it was due by %(due)s, and its department has published since, last on %(published)s, without a word of it"
    ),
    CommitmentState.NOT_HEARD: gettext_lazy(
        "it was due by %(due)s, and its department has published nothing since"
    ),
    CommitmentState.MENTIONED: gettext_lazy(
        "it was due by %(due)s, and no release since then says whether it was finished"
    ),
}


def _since(status: Status) -> str:
    """What follows from the due day and from what has been published since."""
    state = status.state
    if status.is_absorbed:
        return _("continued by another project")
    if state is None or state.is_finished:
        return ""
    pattern = AFTER_DUE.get(status.unanswered, _("due by %(due)s") if state.due else "")
    if status.silent_since and not state.due:
        pattern = _("its department has published since, last on %(published)s, without a word of it")
    elif status.is_late and not status.unanswered:
        pattern = ngettext(
            "it was due by %(due)s and still unfinished on %(day)s, %(days)d day later",
            "it was due by %(due)s and still unfinished on %(day)s, %(days)d days later",
            state.days_late,
        )
    facts = {"due": _day(state.due), "published": _day(status.published_since), "day": _day(state.as_at)}
    return str(pattern) % {**facts, "days": state.days_late}


def _day(moment: dt.date | dt.datetime | None) -> str:
    local = timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment
    return date_format(local, "DATE_FORMAT") if local else ""


@dataclass(frozen=True)
class Contacts:
    """The numbers of departments, by department, and the general line."""

    of: Mapping[int, Sequence[Facility]]
    hotlines: Sequence[Facility]

    @classmethod
    def at(cls, departments: Collection[int], at: dt.datetime) -> "Contacts":
        """Those public at that time; one query."""
        offices = Facility.objects.public(at).to_call(departments).for_list()
        own: dict[int, list[Facility]] = {}
        hotlines = []
        for one in offices:
            if one.kind == Facility.Kind.HOTLINE:
                hotlines.append(one)
            else:
                own.setdefault(one.department_id, []).append(one)
        return cls(own, hotlines)


def answer_of(fields: Mapping[str, Any], of_programme: FundingSummary, contacts: Contacts) -> Answer:
    """The answer from the fields of the detail of a project and the money of its programme."""
    status = fields["status"]
    undertaking = status.undertaking
    own = headline_money(fields["funding"])
    shared = [] if own else headline_money(of_programme)
    phones = contacts.of.get(undertaking.department_id, ())
    return Answer(
        status=status,
        commitment=closest(fields["commitments"], undertaking),
        deadline=last_deadline(fields["deadlines"]),
        money=own or shared,
        whole=undertaking.programme if shared else None,
        phones=phones,
        hotlines=() if phones else contacts.hotlines,
    )


def headline_money(funding: FundingSummary) -> list[Funding]:
    """The totals, or the shares where no total is stated."""
    totals = [one for one in funding.amounts if one.source == FundingSource.TOTAL]
    return (totals or funding.amounts)[:MOST_AMOUNTS]


def closest(commitments: Sequence[Commitment], undertaking: Undertaking) -> Commitment | None:
    """The commitment about the places of the project rather than of the district; the most pressing of these."""
    places = {area.pk for area in undertaking.areas.all()}

    def distance(one: Commitment) -> tuple[bool, bool]:
        return one.is_direction, one.series is None or one.series.area_id not in places

    return min(commitments, key=distance, default=None)


def last_deadline(deadlines: Sequence[Deadline]) -> Deadline | None:
    """When it is to be finished: the first end that is still open, or else the last that was met."""
    ends = [one for one in deadlines if one.record.kind in Milestone.ENDS]
    still_open = [one for one in ends if not one.record.is_met and one.record.due]
    if still_open:
        return min(still_open, key=lambda one: one.record.due)
    met = [one for one in ends if one.record.is_met]
    return max(met, key=lambda one: one.record.met_on or dt.date.min, default=None)
