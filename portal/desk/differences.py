"""The changes that a release makes: each of its rows beside the version in force."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Model, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.commitments.models import Commitment, CommitmentUpdate
from portal.desk.pages import change_address
from portal.publishing.models import Comment, Question, Release, Section
from portal.publishing.summaries import READING_ORDER, in_review, kinds
from portal.statistics.comparability import ALONG, TOGETHER, incomparable
from portal.statistics.figures import Change, last_change
from portal.statistics.models import Observation
from portal.statistics.plausibility import comparable_values, outlier_reason

#: The prefix of the names of comment boxes.
BOX = "comment:"
#: The most rows on a page. The list of figures and the workbook show more.
MOST = 1000


class What(TextChoices):
    """What a row changes for readers."""

    CHANGED = "changed", pgettext_lazy("difference", "changed")
    GONE = "gone", pgettext_lazy("difference", "no value any more")
    NEW = "new", pgettext_lazy("difference", "new")
    FIRST = "first", pgettext_lazy("difference", "first of its series")
    SAME = "same", pgettext_lazy("difference", "repeated, unchanged")


@dataclass
class Difference:
    """One row of a release. `before`: the version in force; `share`: by how many per cent the value differs from it.

    `change`: against the figure of an earlier period; `last`: the last figure of an earlier day; `doubt`: why the value
    is an outlier; `draft`: the text in the comment box.
    """

    what: What
    record: Model
    subject: str
    where: str
    now: str
    before: str = ""
    share: Decimal | None = None
    change: Change | None = None
    last: Observation | None = None
    doubt: str = ""
    note: str = ""
    draft: str = ""
    comments: list[Comment] = field(default_factory=list)

    @property
    def earlier(self) -> str:
        """The value in force or, with its period, the last comparable one or else the last; empty without any."""
        former = self.change.earlier if self.change else self.last
        if self.before or former is None:
            return self.before
        return _("%(period)s: %(value)s") % {"period": former.period.label, "value": former.text}

    @property
    def box(self) -> str:
        """The name of the comment box."""
        return f"{BOX}{self.record._meta.label_lower}:{self.record.pk}"

    @property
    def anchor(self) -> str:
        return self.box.replace(":", "-").replace(".", "-")

    @property
    def address(self) -> str:
        return change_address(self.record)


def differences(release: Release) -> list[Difference]:
    """Every row of a release, by kind and in reading order, in a fixed number of queries."""
    found = [*of_figures(release), *_of_commitments(release), *_of_records(release)]
    comments = defaultdict(list)
    for comment in release.comments.for_list():
        comments[comment.content_type.model_class(), comment.object_id].append(comment)
    for difference in found:
        difference.comments = comments[type(difference.record), difference.record.pk]
    return found


def counted(found: Iterable[Difference]) -> list[tuple[What, int]]:
    """The number of rows by what they change, without zeros."""
    counts = Counter(difference.what for difference in found)
    return [(what, counts[what]) for what in What if counts[what]]


def of_figures(release: Release) -> list[Difference]:
    """The figures of a release, each beside the one in force of the same series, period and kind."""
    figures = list(release.observations.for_list().order_by(*READING_ORDER))
    public = Observation.objects.known_at(timezone.now()).exclude(release=release)
    public = public.filter(series__in={figure.series_id for figure in figures})
    by_series = public.for_list().order_by("period_end").by_series()
    return [_of_figure(figure, by_series.get(figure.series_id, [])) for figure in figures]


def _of_figure(figure: Observation, known: list[Observation]) -> Difference:
    former = next((other for other in known if other.version == figure.version), None)
    others = [other for other in known if other is not former]
    where = (figure.series.scope, figure.period.label, figure.kind_mark, figure.locator)
    share = None
    if former and None not in (former.value, figure.value) and former.value != figure.value:
        share = Change(figure, former, TOGETHER).share
    return Difference(
        what=_what(figure, former, known),
        record=figure,
        subject=figure.series.indicator.name,
        where=" · ".join(filter(None, where)),
        now=figure.text,
        before=former.text if former else "",
        share=share,
        change=last_change(figure, others),
        last=_last_before(figure, others),
        doubt=_doubt(figure, former, others),
        note=figure.note,
    )


def _last_before(figure: Observation, others: list[Observation]) -> Observation | None:
    """The last result of an earlier day, comparable or not."""
    earlier = (other for other in others if other.is_result and other.period_end < figure.period_end)
    return max(earlier, key=lambda other: other.period_end, default=None)


def _what(figure: Observation, former: Observation | None, known: list[Observation]) -> What:
    if former is None:
        return What.NEW if known else What.FIRST
    if figure.value is None and former.value is not None:
        return What.GONE
    stated = [
        (one.value, one.qualifier, one.status, one.not_comparable, one.period_inferred)
        for one in (figure, former)
    ]
    return What.SAME if stated[0] == stated[1] else What.CHANGED


def _doubt(figure: Observation, former: Observation | None, others: list[Observation]) -> str:
    """Why the value is an outlier of its history; without any, of the value that it replaces."""
    if not figure.is_result:
        return ""
    alike = (one for one in others if one.is_result and not incomparable(figure, one, ALONG))
    results = [(one.period, one.value) for one in alike]
    history = comparable_values(figure.period, results)
    if not history and former and former.value is not None and not incomparable(figure, former, TOGETHER):
        history = [former.value]
    return outlier_reason(history, figure.value)


def _of_commitments(release: Release) -> list[Difference]:
    """The commitments of a release, and its reports on commitments."""
    commitments = Commitment.objects.filter(release=release).select_related("section")
    reports = CommitmentUpdate.objects.filter(release=release).select_related("commitment", "section")
    return [
        *(
            Difference(
                What.NEW,
                row,
                str(_("commitment")),
                row.locator,
                row.title,
                note=f"{_('due:')} {row.due.isoformat()}" if row.due else "",
            )
            for row in commitments.order_by(*READING_ORDER)
        ),
        *(
            Difference(
                What.NEW,
                row,
                row.commitment.title,
                row.locator,
                row.get_outcome_display(),
                note=row.note,
            )
            for row in reports.order_by(*READING_ORDER)
        ),
    ]


def _of_records(release: Release) -> list[Difference]:
    found = []
    for kind, records in in_review(release):
        for shown in records:
            what = What.SAME if shown.former == shown.stated else What.CHANGED
            found.append(
                Difference(
                    what=what if shown.former else What.NEW,
                    record=shown.record,
                    subject=str(shown.record),
                    where=" · ".join(filter(None, (str(kind.label), shown.record.locator))),
                    now=shown.stated,
                    before=shown.former,
                    note=shown.record.note,
                )
            )
    return found


def commentable(label: str) -> type[Model] | None:
    """The model with that label, if its rows can be commented on."""
    models = (Section, Question, Observation, Commitment, CommitmentUpdate, *(kind.model for kind in kinds()))
    return next((model for model in models if model._meta.label_lower == label), None)
