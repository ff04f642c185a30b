"""What must be true of observations."""

from collections.abc import Iterable, Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing.checklist import Entry, about
from portal.publishing.models import (
    Release,
)
from portal.statistics.models import Observation

BELOW_ZERO = gettext_lazy("What is counted in the unit %(unit)s is never below zero.")


def failures_are_explained(release: Release) -> Iterator[Entry]:
    silent = release.checkresults.failed().filter(Q(reason_zh="") | Q(reason_en=""))
    rows = silent.select_related("check_rule", "series__indicator")
    yield from about(
        rows,
        _("Checks fail and no reason is given: %(rows)s."),
        is_error=True,
        at_approval=True,
    )


def counts_recognise_nobody(release: Release) -> Iterator[Entry]:
    """The database holds this too, as long as the smallest count of the indicator stays the same."""
    small = Q(kind=Observation.Kind.ACTUAL, value__gt=0, value__lt=F("series__indicator__smallest_count"))
    yield from about(
        _figures(release, small),
        _("Counts so small that somebody may be recognised: %(rows)s."),
        is_error=True,
    )


def figures_have_their_place(release: Release) -> Iterator[Entry]:
    if release.kind == Release.Kind.CORRECTION:
        return
    nowhere = _figures(release, Q(section__isnull=True) | Q(paragraph__isnull=True))
    yield from about(nowhere, _("No section or paragraph says where these figures stand: %(rows)s."))


def uncertain_figures_are_explained(release: Release) -> Iterator[Entry]:
    uncertain = Q(status__in=[Observation.Status.MISSING, Observation.Status.LOW_RELIABILITY], note_zh="")
    vague = ~Q(qualifier="") & Q(as_printed="", note_zh="")
    yield from about(
        _figures(release, uncertain | vague),
        _("Missing, uncertain or rough figures without a note that says why: %(rows)s."),
    )


def _figures(release: Release, which: Q) -> Iterable[Observation]:
    rows = Observation.objects.filter(which, release=release)
    return rows.select_related("series__indicator", "series__area")


RELEASE_ERRORS = [failures_are_explained, counts_recognise_nobody]
RELEASE_WARNINGS = [figures_have_their_place, uncertain_figures_are_explained]
