"""Commitments: the list by state, and the page of one with everything reported on it."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.commitments.detail import CommitmentDetail
from portal.commitments.filters import CommitmentFilter
from portal.commitments.models import Commitment
from portal.publishing.citations import citation
from portal.web.lists import ListPage


class CommitmentList(ListPage):
    template_name = "commitments/list.html"
    noun = "commitments"
    filterset_class = CommitmentFilter

    def rows(self, request: HttpRequest) -> QuerySet:
        at = request.moment.at
        return Commitment.objects.known_at(at).with_state(at).for_list().most_pressing_first()

    def further(self, request: HttpRequest, filterset: CommitmentFilter, page: Page) -> dict[str, Any]:
        """The number in each state, under every filter but that of the state."""
        others = request.GET.copy()
        others.pop("state", None)
        everything = CommitmentFilter(others, self.rows(request), request=request).qs
        return {"states": everything.state_counts(), "state": request.GET.get("state", "")}


@require_safe
def commitment_page(request: HttpRequest, code: str) -> HttpResponse:
    at = request.moment.at
    detail = CommitmentDetail.at(code, at)
    context = {
        "at": at,
        "detail": detail,
        "commitment": detail.commitment,
        "cite": citation(request, detail.commitment.title),
    }
    return render(request, "commitments/detail.html", context)
