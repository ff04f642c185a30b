"""Publishing and withdrawing ask once; a refused decision loses nothing and overwrites nothing unread."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release, ReleaseEditor
from portal.statistics.actions import explain
from tests.world import make_everything, make_figure, make_indicator, make_release, make_user, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
REASONS = {"reason_zh": "写错了", "reason_en": "It was wrong"}


@pytest.fixture
def submitted(editor) -> Release:
    draft = make_release("draft", by=editor)
    make_figure(draft, make_indicator("cases"), 5)
    return releases.submit(release=draft, by=editor)


@pytest.fixture
def failing(editor) -> Release:
    """A submitted release whose one check fails."""
    release = make_everything("all")
    ReleaseEditor.objects.get_or_create(release=release, user=editor, defaults={"since": timezone.now()})
    return releases.submit(release=release, by=editor)


def post(client: Client, user, release: Release, act: str, **form):
    client.force_login(user)
    return client.post(reverse(f"admin:portal_release_{act}", args=[release.pk]), form)


def decide(client: Client, user, release: Release, **form):
    return post(client, user, release, "review", seen=release.submitted_at.isoformat(), **form)


def test_approval_says_what_becomes_public_and_asks_once(client, reviewer, submitted):
    asked = decide(client, reviewer, submitted, when="now")
    state = Release.objects.get().state
    post(client, reviewer, submitted, "review", **dict(asked.context["filled"]), confirmed="1")

    assert asked.context["sentence"] == "“Release draft” (1 observation) becomes public at once."
    assert (state, Release.objects.get().state) == ("submitted", "approved")


def test_approval_for_a_time_says_the_time_and_what_it_replaces(client, editor, reviewer):
    before = make_release("before", by=editor)
    series = make_figure(before, make_indicator("cases"), 5).series
    publish(before)
    release = make_release("after", by=editor)
    make_figure(release, series.indicator, 6, series=series)
    release = releases.submit(release=release, by=editor)
    reasons = {}
    for result in release.checkresults.failed():
        reasons |= {f"reason_zh:{result.key}": "因", f"reason_en:{result.key}": "Revised"}

    asked = decide(client, reviewer, release, when="at", at="2099-06-01T10:00", **reasons)

    assert asked.context["sentence"] == (
        "“Release after” (1 observation) becomes public on 2099-06-01 10:00, Beijing time. "
        "It replaces 1 row that is public now."
    )


def test_time_that_has_passed_is_refused_before_anything_is_asked(client, reviewer, submitted):
    response = decide(client, reviewer, submitted, when="at", at="2022-06-01T10:00")

    assert response.context["approve"].errors["at"][0].startswith("2022-06-01 10:00 has passed.")


def test_withdrawal_asks_once_and_keeps_the_reasons(client, reviewer, submitted):
    public = releases.approve(release=submitted, by=reviewer)

    asked = post(client, reviewer, public, "withdraw", **REASONS)
    state = Release.objects.get().state
    post(client, reviewer, public, "withdraw", **dict(asked.context["filled"]), confirmed="1")

    release = Release.objects.get()
    assert asked.context["sentence"].startswith("“Release draft” (1 observation) is withdrawn at once")
    assert (state, release.state, release.withdrawal_reason_en) == ("approved", "withdrawn", "It was wrong")


def test_returning_is_not_asked_about(client, reviewer, submitted):
    response = decide(client, reviewer, submitted, decision="return", reason="数字有误")

    assert (response.status_code, Release.objects.get().state) == (302, "returned")


def test_comments_are_not_lost_by_approving(client, reviewer, submitted):
    figure = submitted.observations.get()
    box = f"comment:portal.observation:{figure.pk}"

    refused = decide(client, reviewer, submitted, when="now", reason="另见", confirmed="1", **{box: "请核实"})

    page = refused.content.decode()
    assert Release.objects.get().state == "submitted"
    assert "You have written comments for the editors" in page
    assert "请核实</textarea>" in page
    assert "另见</textarea>" in page


def test_refused_return_keeps_the_reasons_typed_for_approval(client, reviewer, failing):
    key = failing.checkresults.failed().get().key

    refused = decide(
        client, reviewer, failing, decision="return", reason="", **{f"reason_zh:{key}": "原文如此"}
    )

    assert list(refused.context["returning"].errors) == ["reason"]
    assert "原文如此</textarea>" in refused.content.decode()


def test_reason_written_meanwhile_is_not_overwritten_unread(client, editor, reviewer, failing):
    key = failing.checkresults.failed().get().key
    zh, en = f"reason_zh:{key}", f"reason_en:{key}"
    shown = {f"initial-{zh}": "", f"initial-{en}": ""}
    explain(release=failing, by=editor, reasons={key: ("编辑写的", "By the editor")})

    refused = decide(
        client, reviewer, failing, when="now", confirmed="1", **shown, **{zh: "审核写的", en: "Mine"}
    )
    stored = failing.checkresults.failed().get().reason_en
    form = refused.context["approve"]
    seen = {f"initial-{name}": form.data[f"initial-{name}"] for name in (zh, en)}
    decide(client, reviewer, failing, when="now", confirmed="1", **seen, **{zh: "审核写的", en: "Mine"})

    assert "somebody else has saved another reason since you opened this page" in str(form.errors)
    assert stored == "By the editor"
    assert (Release.objects.get().state, failing.checkresults.failed().get().reason_en) == (
        "approved",
        "Mine",
    )


def test_correction_that_was_overtaken_leads_to_a_page_that_compares_again(
    client, editor, reviewer, submitted
):
    public = releases.approve(release=submitted, by=reviewer)
    figure = public.observations.get()
    correction = releases.start_correction(release=public, by=editor, records=[figure], **REASONS)
    correction.observations.update(value=4)
    other = make_release("other")
    make_figure(other, figure.series.indicator, 9, series=figure.series)
    publish(other)
    client.force_login(editor)
    address = reverse("admin:portal_release_compare", args=[correction.pk])

    page = client.get(address)
    stale = client.post(address, {"beside": ""})
    done = client.post(address, {"beside": page.context["beside"]})

    assert [(row.before, row.now) for row in page.context["rows"]] == [("9 persons", "4 persons")]
    assert "has changed these since you opened this page" in str(stale.context["form"].errors)
    assert done.status_code == 302
    assert releases.submit(release=correction, by=editor).state == "submitted"


def test_review_opened_before_another_release_became_public_is_refused_and_shows_it(client, editor, reviewer):
    before = make_release("before", by=editor)
    series = make_figure(before, make_indicator("cases", basis="point"), 5).series
    publish(before)
    release = make_release("after", by=editor)
    make_figure(release, series.indicator, 6, series=series)
    release = releases.submit(release=release, by=editor)
    client.force_login(reviewer)
    page = client.get(reverse("admin:portal_release_review", args=[release.pk]))
    beside = page.context["approve"].beside
    other = make_release("other", by=make_user("wang", "construction", "editor"))
    make_figure(other, series.indicator, 7, series=series)
    publish(other)
    reasons = {}
    for result in page.context["approve"].failures:
        reasons |= {f"reason_zh:{result.key}": "因", f"reason_en:{result.key}": "Revised"}

    refused = decide(client, reviewer, release, when="now", confirmed="1", beside=beside, **reasons)

    assert "“Release other” has changed these since you opened this page" in refused.content.decode()
    assert refused.context["approve"].beside != beside
    assert Release.objects.get(slug="after").state == "submitted"
