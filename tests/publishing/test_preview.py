"""A release as its readers will find it, before it is public."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from portal.publishing.models import Release
from portal.site.preview import expected_at, release_as_public
from tests.world import make_commitment, make_everything, make_release, make_update, publish

pytestmark = pytest.mark.django_db


def test_preview_holds_everything_of_a_draft():
    draft = make_everything("all")
    make_update(draft, draft.commitments.get(), "kept")

    detail = release_as_public(draft)["detail"]

    part = detail.parts[0]
    kinds = (part.figures, part.questions, part.commitments)
    assert [len(rows) for rows in kinds] == [3, 1, 1]
    assert len(detail.updates) == 1


def test_preview_is_the_page_that_the_public_reads_then():
    draft = make_everything("all")
    releases = publish(draft)
    public = release_as_public(releases)

    before = render_to_string("releases/body.html", public)

    assert "Release all" in before or "发布all" in before
    assert 'id="section-1"' in before


def test_preview_leaves_out_reports_on_commitments_that_stay_under_embargo():
    hidden = make_commitment(make_release("hidden"))
    draft = make_release("draft")
    make_update(draft, hidden, "kept")

    detail = release_as_public(draft)["detail"]

    assert detail.updates == []


def test_expected_time_is_that_of_the_approval_or_now():
    draft, later = make_release("draft"), timezone.now() + dt.timedelta(hours=5)
    embargoed = publish(make_release("embargoed"), later)

    times = expected_at(draft), expected_at(embargoed)

    assert times[1] == later
    assert abs(times[0] - timezone.now()) < dt.timedelta(minutes=1)
    assert Release.objects.get(slug="draft").released_at is None
