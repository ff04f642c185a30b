"""What a reviewer looks at before deciding: everything that the release says, beside what is in force now."""

from django.http import HttpRequest
from django.utils import timezone

from portal.admin.act_forms import ActForm
from portal.admin.decisions import ApproveForm, ReturnForm
from portal.admin.records import READING_ORDER, in_review
from portal.figures import attach_breakdowns
from portal.models import Commitment, CommitmentUpdate, Observation, Release


def review_context(request: HttpRequest, release: Release, form: ActForm) -> dict:
    """The results of the checks, those that do not hold first; then all that is stated, as it is read."""
    returning = form if isinstance(form, ReturnForm) else ReturnForm(release=release, auto_id="return_%s")
    approving = form if isinstance(form, ApproveForm) else ApproveForm(release=release)
    return {
        "approve": approving,
        "returning": returning,
        "results": approving.results,
        "figures": figures_with_former(release),
        "commitments": Commitment.objects.filter(release=release).for_list().order_by(*READING_ORDER),
        "reports": CommitmentUpdate.objects.filter(release=release)
        .select_related("commitment", "section")
        .order_by(*READING_ORDER),
        "records": in_review(release),
    }


def figures_with_former(release: Release) -> list[Observation]:
    """The figures of a release, each with the one in force of the same series, period and kind as `former`."""
    figures = list(Observation.objects.filter(release=release).for_list().order_by(*READING_ORDER))
    in_force = Observation.objects.known_at(timezone.now()).exclude(release=release)
    former = {
        _key(figure): figure
        for figure in in_force.filter(series__in={figure.series_id for figure in figures}).for_list()
    }
    for figure in figures:
        figure.former = former.get(_key(figure))
    attach_breakdowns(figure.series for figure in figures)
    return figures


def _key(figure: Observation) -> tuple:
    return figure.series_id, figure.period_start, figure.period_end, figure.kind
