"""What a release changes: each of its rows beside the version in force now."""

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.publishing.models import Comment, Question, Release, Section
from portal.publishing.summaries import READING_ORDER, in_review, kinds
from portal.statistics.codes import ObservationKind
from portal.statistics.figures import Change, last_change
from portal.statistics.models import Observation
from portal.statistics.plausibility import comparable_values, outlier_reason

#: What the names of boxes for comments begin with.
BOX = "comment:"

#: Rows shown at once; beyond it the list of figures and the workbook show them.
MOST = 1000


class What(enum.Enum):
    """What a row does to what is public."""

    CHANGED = "changed", pgettext_lazy("difference", "changed")
    GONE = "gone", pgettext_lazy("difference", "no value any more")
    NEW = "new", pgettext_lazy("difference", "new")
    FIRST = "first", pgettext_lazy("difference", "first of its series")
    SAME = "same", pgettext_lazy("difference", "repeated, unchanged")

    def __init__(self, code: str, label: str) -> None:
        self.code, self.label = code, label


@dataclass
class Difference:
    """One row of a release. `before`: what is in force of the same thing; `change`: against what it compares with.

    `box`: the field in which a reviewer comments on it, `draft` what was typed there; `doubt`: why it stands out.
    """

    what: What
    record: Model
    subject: str
    where: str
    now: str
    before: str = ""
    share: Decimal | None = None
    change: Change | None = None
    doubt: str = ""
    note: str = ""
    draft: str = ""
    comments: list[Comment] = field(default_factory=list)

    @property
    def box(self) -> str:
        return box_of(self.record)

    @property
    def anchor(self) -> str:
        return self.box.replace(":", "-").replace(".", "-")

    @property
    def address(self) -> str:
        opts = self.record._meta
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.record.pk])


def box_of(record: Model) -> str:
    return f"{BOX}{record._meta.label_lower}:{record.pk}"


def differences(release: Release) -> list[Difference]:
    """Every row that the release states, in the order of reading, kind by kind; with a fixed number of queries."""
    found = [*of_figures(release), *_of_commitments(release), *_of_reports(release), *_of_records(release)]
    _attach_comments(release, found)
    return found


def counted(found: Iterable[Difference]) -> list[tuple[What, int]]:
    """How many rows do what; kinds that do not occur are left out."""
    counts = Counter(difference.what for difference in found)
    return [(what, counts[what]) for what in What if counts[what]]


def of_figures(release: Release) -> list[Difference]:
    """Its figures, each with what is in force of the same series, period and kind."""
    figures = list(release.observations.for_list().order_by(*READING_ORDER))
    public = Observation.objects.known_at(timezone.now()).exclude(release=release)
    public = public.filter(series__in={figure.series_id for figure in figures})
    by_series = public.for_list().order_by("period_end").by_series()
    return [_of_figure(figure, by_series.get(figure.series_id, [])) for figure in figures]


def _of_figure(figure: Observation, known: list[Observation]) -> Difference:
    former = next((other for other in known if other.version == figure.version), None)
    others = [other for other in known if other is not former]
    return Difference(
        what=_what(figure, former, known),
        record=figure,
        subject=figure.series.indicator.name,
        where=" · ".join(
            filter(None, (figure.series.scope, figure.period.label, _target(figure), figure.locator))
        ),
        now=figure.text,
        before=former.text if former else "",
        share=_share(former, figure),
        change=last_change(figure, others),
        doubt=_doubt(figure, former, others),
        note=figure.note,
    )


def _doubt(figure: Observation, former: Observation | None, others: list[Observation]) -> str:
    """Why it stands out of its history; where there is none, of the value that it replaces."""
    if not figure.is_result:
        return ""
    results = [(one.period, one.value) for one in others if one.is_result]
    history = comparable_values(figure.period, results)
    if not history and former is not None and former.value is not None:
        history = [former.value]
    return outlier_reason(history, figure.value)


def _target(figure: Observation) -> str:
    return figure.get_kind_display() if figure.kind == ObservationKind.TARGET else ""


def _what(figure: Observation, former: Observation | None, known: list[Observation]) -> What:
    if former is None:
        return What.NEW if known else What.FIRST
    if figure.value is None and former.value is not None:
        return What.GONE
    stated = [(one.value, one.qualifier, one.status) for one in (figure, former)]
    return What.SAME if stated[0] == stated[1] else What.CHANGED


def _share(former: Observation | None, figure: Observation) -> Decimal | None:
    """By how many per cent it differs from what is in force; None where that says nothing."""
    if former is None or None in (former.value, figure.value) or former.value == figure.value:
        return None
    return Change(figure, former).share


def _of_commitments(release: Release) -> list[Difference]:
    rows = Commitment.objects.filter(release=release).select_related("section").order_by(*READING_ORDER)
    return [
        Difference(What.NEW, row, str(_("commitment")), row.locator, row.title, note=_due(row.due))
        for row in rows
    ]


def _of_reports(release: Release) -> list[Difference]:
    rows = CommitmentUpdate.objects.filter(release=release).select_related("commitment", "section")
    return [
        Difference(What.NEW, row, row.commitment.title, row.locator, row.get_outcome_display(), note=row.note)
        for row in rows.order_by(*READING_ORDER)
    ]


def _due(day: object) -> str:
    return f"{_('due:')} {day.isoformat()}" if day else ""


def _of_records(release: Release) -> list[Difference]:
    return [
        Difference(
            _what_of_words(shown.former, shown.stated),
            shown.record,
            str(shown.record),
            " · ".join(filter(None, (str(kind.label), shown.record.locator))),
            shown.stated,
            shown.former,
            note=shown.record.note,
        )
        for kind, records in in_review(release)
        for shown in records
    ]


def _what_of_words(former: str, stated: str) -> What:
    if not former:
        return What.NEW
    return What.SAME if former == stated else What.CHANGED


def _attach_comments(release: Release, found: list[Difference]) -> None:
    made = defaultdict(list)
    for comment in Comment.objects.filter(release=release).for_list():
        made[comment.content_type.model_class(), comment.object_id].append(comment)
    for difference in found:
        difference.comments = made[type(difference.record), difference.record.pk]


def commentable(label: str) -> type[Model] | None:
    """The model of that label, if rows of it can be commented on."""
    models = (Section, Question, Observation, Commitment, CommitmentUpdate, *(kind.model for kind in kinds()))
    return next((model for model in models if model._meta.label_lower == label), None)
