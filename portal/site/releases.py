"""Releases: the list, the page of one with its content, and its attachments."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Manager, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.publishing.citations import citation
from portal.publishing.filters import ReleaseFilter
from portal.publishing.models import Attachment, Question, Release, Section
from portal.publishing.models.released import ReleasedQuerySet, ReleasedRecord
from portal.publishing.row_changes import RowChanges, attach_row_changes
from portal.statistics.withheld import Unevaluated, unevaluated
from portal.web.lists import ListPage
from portal.web.page_cache import etag

#: Figures on the page of a release; beyond it the page points to the data.
MOST_FIGURES = 250
#: Sections that stand open on the page of a release.
MOST_OPEN = 4


@dataclass
class Part:
    """A section with its content; no section for content outside of all sections."""

    section: Section | None
    figures: list[ReleasedRecord] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    commitments: list[ReleasedRecord] = field(default_factory=list)
    updates: list[ReleasedRecord] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.questions or self.commitments or self.updates)


@dataclass(frozen=True, kw_only=True)
class ReleaseDetail:
    """A release with its content in reading order, superseded figures included; a withdrawn one has no content.

    `corrections` are sorted by their release time, those of its corrections among them. `updates` are reports on
    commitments, mostly of earlier releases. `changes`: of its rows, if it is a correction. `is_cut`: some figures are
    left out.
    """

    release: Release
    is_withdrawn: bool = False
    corrects: Release | None
    corrections: Sequence[Release] = ()
    sections: Sequence[Section] = ()
    questions: Sequence[Question] = ()
    figures: Sequence[ReleasedRecord] = ()
    commitments: Sequence[ReleasedRecord] = ()
    updates: Sequence[ReleasedRecord] = ()
    checks: Sequence[ReleasedRecord] = ()
    unevaluated: Sequence[Unevaluated] = ()
    attachments: Sequence[Attachment] = ()
    changes: RowChanges = field(default_factory=RowChanges)
    is_cut: bool = False

    @property
    def is_long(self) -> bool:
        """Whether its page shows the sections folded: it has more than fit on a few screens of a phone."""
        return len(self.sections) > MOST_OPEN

    @classmethod
    def at(cls, slug: str, at: dt.datetime) -> Self:
        """The release at that address. Raises Http404 before it was released."""
        release = get_object_or_404(Release.objects.released(at).for_list().with_corrections(at), slug=slug)
        corrects = release.corrects
        contents = {} if release.is_withdrawn(at) else _contents(release, at, unpublished=False)
        corrections = Release.objects.corrections_of(release).released(at).select_related("corrects")
        corrections = list(corrections.order_by("released_at", "id"))
        attach_row_changes([release, *corrections], at)
        return cls(
            release=release,
            is_withdrawn=release.is_withdrawn(at),
            corrects=corrects if corrects and corrects.is_public(at) else None,
            corrections=corrections,
            changes=release.row_changes,
            **contents,
        )

    @classmethod
    def unpublished(cls, release: Release, at: dt.datetime) -> Self:
        """All its content, as if released by then. Only for those who may see it before the public."""
        return cls(release=release, corrects=release.corrects, **_contents(release, at, unpublished=True))

    @property
    def parts(self) -> list[Part]:
        """By section; content outside of all sections comes last."""
        parts = {section.pk: Part(section) for section in self.sections} | {None: Part(None)}
        for kind in ("figures", "questions", "commitments", "updates"):
            for row in getattr(self, kind):
                getattr(parts[row.section_id], kind).append(row)
        return [part for part in parts.values() if part.section or not part.is_empty]

    @property
    def failed_checks(self) -> list[ReleasedRecord]:
        """Contradictions first, then doubtful ones."""
        return [result for result in self.checks if not result.passed]

    @property
    def passed_checks(self) -> list[ReleasedRecord]:
        return [result for result in self.checks if result.passed]


def _contents(release: Release, at: dt.datetime, *, unpublished: bool) -> dict[str, object]:
    """The content of the release, as fields of its detail; some twelve queries, whatever it contains."""

    def stated(records: Manager) -> ReleasedQuerySet:
        return records.all() if unpublished else records.released(at)

    updates = stated(release.commitmentupdates)
    on_public = updates.on_released(at)
    if unpublished:
        on_public |= updates.filter(commitment__release=release)
    order = ("section__order", "paragraph", "series__indicator__order", "id")
    # the rows in order first, then what is read with those that are shown
    first = list(
        stated(release.observations).order_by(*order).values_list("pk", flat=True)[: MOST_FIGURES + 1]
    )
    figures = release.observations.filter(pk__in=first[:MOST_FIGURES]).for_many().with_withdrawal()
    shown = list(figures.with_checks(at, unpublished=release if unpublished else None).order_by(*order))
    commitments = stated(release.commitments).with_state(at).with_public_series(at).with_withdrawal()
    return {
        "sections": list(release.sections.select_related("sector", "department")),
        "questions": list(release.questions.select_related("section")),
        "figures": shown,
        "is_cut": len(first) > MOST_FIGURES,
        "commitments": list(commitments.for_list()),
        "updates": list(on_public.with_withdrawal().for_list()),
        "checks": list(stated(release.checkresults).with_neighbours().for_list()),
        "unevaluated": unevaluated(shown, at),
        "attachments": list(release.attachments.for_list()),
    }


class ReleaseList(ListPage):
    template_name = "releases/list.html"
    noun = "releases"
    filterset_class = ReleaseFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        return Release.objects.released(request.moment.at).for_list()

    def further(self, request: HttpRequest, filterset: ReleaseFilter, page: Page) -> dict[str, Any]:
        return {"years": Release.objects.released(request.moment.at).years()}


@require_safe
def release_page(request: HttpRequest, slug: str) -> HttpResponse:
    at = request.moment.at
    detail = ReleaseDetail.at(slug, at)
    context = {
        "at": at,
        "detail": detail,
        "release": detail.release,
        "cite": citation(request, detail.release.title),
    }
    return render(request, "releases/detail.html", context)


@require_safe
def attachment(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """A document of a release, as a download, while the release is public and not withdrawn."""
    document = get_object_or_404(
        Attachment.objects.known_at(request.moment.at), release__slug=slug, pk=number
    )
    try:
        response = FileResponse(document.file.open("rb"), as_attachment=True)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["ETag"] = etag(
        b"attachment", document.file.name.encode()
    )  # what is released never changes
    return response
