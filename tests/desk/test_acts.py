"""The buttons of a release: who has which in which state, and what pressing it does."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.publishing.actions import releases
from portal.publishing.models import Release
from portal.staff.models import User
from portal.statistics.models import CheckResult
from tests.world import (
    make_commitment,
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

REASONS = {"reason_zh": "写错了", "reason_en": "It was wrong"}
ACTS = ("submit", "explain", "review", "approve", "return", "cancel", "correct", "withdraw", "discard")


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor)
    make_figure(release, make_indicator("cases"), 5)
    return release


@pytest.fixture
def submitted(draft, editor) -> Release:
    return releases.submit(release=draft, by=editor)


@pytest.fixture
def embargoed(draft) -> Release:
    return publish(draft, timezone.now() + dt.timedelta(hours=30))


@pytest.fixture
def public(draft) -> Release:
    return publish(draft)


def act(release: Release, name: str) -> str:
    return reverse(f"admin:portal_release_{name}", args=[release.pk])


def buttons(client: Client, user: User, release: Release) -> list[str]:
    client.force_login(user)
    page = client.get(reverse("admin:portal_release_change", args=[release.pk]))
    return [act.name for act in page.context["acts"]]


def press(client: Client, user: User, release: Release, name: str, **form):
    client.force_login(user)
    return client.post(act(release, name), {"confirmed": "1", **form})


def decide(client: Client, user: User, release: Release, name: str, **form):
    return press(client, user, release, name, seen=release.submitted_at.isoformat(), **form)


def words_after(client: Client, response) -> list[str]:
    page = client.get(response.url)
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (
            "draft",
            {
                **{
                    name: ["submit", "explain", "discard", "announce"] for name in ("editor", "administrator")
                },
                "reviewer": ["announce"],
            },
        ),
        (
            "submitted",
            {
                "reviewer": ["review", "announce"],
                "editor": ["explain", "announce"],
                "administrator": ["explain", "announce"],
            },
        ),
        (
            "embargoed",
            {"reviewer": ["cancel", "announce"], "editor": ["announce"], "administrator": ["announce"]},
        ),
        (
            "public",
            {"editor": ["correct"], "reviewer": ["withdraw"], "administrator": ["correct"], "outsider": []},
        ),
    ],
)
def test_buttons_are_shown_to_those_who_may_press_them(client, request, state, shown):
    release = request.getfixturevalue(state)
    names = ["editor", "reviewer", "administrator", *(["outsider"] if state == "public" else [])]
    people = [request.getfixturevalue(name) for name in names]

    found = {user.username: buttons(client, user, release) for user in people}

    assert found == {user.username: shown.get(user.username, []) for user in people}


@pytest.mark.parametrize(
    ("state", "name", "people"),
    [
        ("draft", "submit", ["reviewer"]),
        ("draft", "discard", ["reviewer"]),
        ("submitted", "explain", ["reviewer"]),
        ("submitted", "review", ["editor", "administrator"]),
        ("submitted", "approve", ["editor", "administrator"]),
        ("submitted", "return", ["editor", "administrator"]),
        ("embargoed", "cancel", ["editor", "administrator"]),
        ("public", "correct", ["reviewer", "outsider"]),
        ("public", "withdraw", ["editor", "outsider", "administrator"]),
    ],
)
def test_act_is_forbidden_to_all_others(client, request, state, name, people):
    release = request.getfixturevalue(state)

    for person in people:
        client.force_login(request.getfixturevalue(person))
        assert client.get(act(release, name)).status_code == 403, person
        assert client.post(act(release, name), REASONS).status_code == 403, person

    assert Release.objects.get(pk=release.pk).state == release.state


def test_acts_of_a_draft_of_others_are_not_found(client, outsider, draft):
    client.force_login(outsider)

    assert {client.post(act(draft, name)).status_code for name in ACTS} == {404}


def test_acts_need_a_login_and_a_token(draft, editor):
    anonymous, strict = Client(), Client(enforce_csrf_checks=True)
    strict.force_login(editor)

    codes = [somebody.post(act(draft, "submit")).status_code for somebody in (anonymous, strict)]

    assert codes == [302, 403]
    assert Release.objects.get().state == "draft"


def test_acts_without_words_are_done_by_post_only(client, editor, reviewer, draft, submitted):
    client.force_login(reviewer)
    codes = [client.get(act(submitted, name)).status_code for name in ("approve", "return")]

    assert codes == [405, 405]


def test_submit_hands_over_for_review(client, editor, draft):
    response = press(client, editor, draft, "submit")

    assert words_after(client, response) == ["The release is submitted and waits for a reviewer."]
    assert (Release.objects.get().state, Release.objects.get().submitted_by) == ("submitted", editor)


def test_submit_of_nothing_is_refused_in_words(client, editor):
    empty = make_release("empty", by=editor)
    empty.sections.all().delete()

    response = press(client, editor, empty, "submit")

    assert words_after(client, response) == ["The release is empty: it has no sections and no content."]


def test_review_shows_the_failed_check_with_its_figures(client, reviewer):
    release = make_everything("all")
    releases.submit(release=release, by=make_user("somebody", "construction", "editor"))
    client.force_login(reviewer)

    page = client.get(act(release, "review"))

    failed = page.context["results"][0]
    assert (failed.passed, f"{failed.stated:.1f}", f"{failed.computed:.4f}") == (False, "91.6", "91.4040")
    shown = page.content.decode()
    assert all(text in shown for text in ("does not agree", "91.6", "91.404", "0.196"))
    assert len(page.context["results"]) == CheckResult.objects.filter(release=release).count()


@pytest.mark.slow("1.3 s: counts the queries of several large pages")
def test_review_costs_the_same_with_few_figures_and_with_more(client, reviewer):
    few, more = make_everything("few"), make_everything("more")
    for release, count in ((few, 1), (more, 3)):
        for number in range(count):
            figure = make_figure(release, make_indicator(), number)
            make_commitment(release, series=figure.series)
    for release in (few, more):
        releases.submit(release=release, by=make_user(f"of-{release.slug}", "construction", "editor"))
    client.force_login(reviewer)
    client.get(act(few, "review"))

    costs = []
    for release in (few, more):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(act(release, "review")).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_return_needs_a_reason_and_shows_it_to_the_editors(client, editor, reviewer, submitted):
    silent = decide(client, reviewer, submitted, "return", reason=" ")
    decide(client, reviewer, submitted, "return", reason="数字有误")
    client.force_login(editor)
    page = client.get(reverse("admin:portal_release_change", args=[submitted.pk])).content.decode()

    assert silent.context["form"].errors["reason"] == ["This field is required."]
    assert Release.objects.get().state == "returned"
    assert "数字有误" in page


def test_approve_now_makes_public(client, reviewer, submitted):
    decide(client, reviewer, submitted, "approve", when="now")

    release = Release.objects.get()
    assert (release.state, release.decided_by) == ("approved", reviewer)
    assert release.released_at <= timezone.now()


def test_approve_at_a_time_is_read_in_beijing_time(client, reviewer, submitted):
    day = timezone.localdate() + dt.timedelta(days=3)

    decide(client, reviewer, submitted, "approve", when="at", at=f"{day}T10:00")

    assert Release.objects.get().released_at.isoformat() == f"{day}T02:00:00+00:00"


def test_approve_at_a_time_without_one_approves_nothing(client, reviewer, submitted):
    response = decide(client, reviewer, submitted, "approve", when="at", at="")

    assert response.context["form"].errors["at"] == ["Say when the release becomes public."]
    assert Release.objects.get().state == "submitted"


def test_approve_in_the_past_is_refused_in_words(client, reviewer, submitted):
    response = decide(client, reviewer, submitted, "approve", when="at", at="2022-06-01T10:00")

    assert response.context["approve"].errors["at"][0].startswith("2022-06-01 10:00 has passed.")
    assert response.context["approve"]["at"].value() == "2022-06-01T10:00"
    assert Release.objects.get().state == "submitted"


def test_approve_proposes_ten_in_the_morning_and_no_time_that_has_passed(client, reviewer, submitted):
    client.force_login(reviewer)

    field = client.get(act(submitted, "review")).context["approve"]["at"]

    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert f'value="{tomorrow}T10:00"' in str(field)
    assert field.field.widget.attrs["min"] <= timezone.localtime().strftime("%Y-%m-%dT%H:%M")


def test_approve_says_when_the_release_becomes_public(client, reviewer, submitted):
    response = decide(client, reviewer, submitted, "approve", when="at", at="2099-06-01T10:00")

    assert "public on 2099-06-01 10:00" in words_after(client, response)[0]


def test_review_shows_every_figure_beside_the_one_in_force(client, editor, reviewer, public):
    figure = public.observations.get()
    correction = releases.start_correction(release=public, by=editor, records=[figure], **REASONS)
    correction.observations.update(value=4)
    new = make_figure(correction, make_indicator("new"), 7)
    releases.submit(release=correction, by=editor)
    client.force_login(reviewer)

    rows = client.get(act(correction, "review")).context["rows"]

    copied = correction.observations.exclude(pk=new.pk).get()
    assert {row.record: (row.what.value, row.before) for row in rows} == {
        copied: ("changed", figure.text),
        new: ("first", ""),
    }


def test_page_says_public_of_what_is_public(client, editor, public):
    client.force_login(editor)

    page = client.get(reverse("admin:portal_release_change", args=[public.pk]))

    assert page.context["state"] == "public"


def test_approve_of_what_was_changed_since_is_refused(client, editor, reviewer, submitted):
    releases.return_to_editors(
        release=submitted, by=make_user("second", "construction", "reviewer"), reason="x"
    )
    releases.submit(release=submitted, by=editor)

    response = decide(client, reviewer, submitted, "approve", when="now")

    assert words_after(client, response) == [
        "The release was changed and submitted again since you opened it. Look at it once more."
    ]
    assert Release.objects.get().state == "submitted"


def test_second_decision_is_told_that_another_was_first(client, reviewer, submitted):
    releases.approve(release=submitted, by=make_user("second", "construction", "reviewer"))

    response = decide(client, reviewer, submitted, "approve", when="now")

    assert words_after(client, response) == ["Not possible: the release is now approved."]


def test_cancel_takes_an_approval_back(client, reviewer, embargoed):
    press(client, reviewer, embargoed, "cancel")

    assert (Release.objects.get().state, Release.objects.get().released_at) == ("submitted", None)


def test_correct_opens_a_draft_with_the_chosen_figures(client, editor, public):
    figure = public.observations.get()

    asked = press(client, editor, public, "correct", **REASONS)
    response = press(client, editor, public, "correct", observations=[figure.pk], **REASONS)

    correction = Release.objects.get(kind="correction")
    assert asked.context["form"].errors["observations"] == ["Choose the figures that are wrong."]
    assert response.url == reverse("admin:portal_release_change", args=[correction.pk])
    assert [(copy.series, copy.value) for copy in correction.observations.all()] == [
        (figure.series, figure.value)
    ]


def test_correct_refuses_figures_of_another_release(client, editor, public):
    other = publish(make_everything("other"))

    response = press(
        client, editor, public, "correct", observations=[other.observations.first().pk], **REASONS
    )

    assert list(response.context["form"].errors) == ["observations"]


def test_withdraw_needs_both_reasons(client, reviewer, public):
    half = press(client, reviewer, public, "withdraw", reason_zh="写错了")
    press(client, reviewer, public, "withdraw", **REASONS)

    release = Release.objects.get()
    assert list(half.context["form"].errors) == ["reason_en"]
    assert (release.state, release.withdrawal_reason_en) == ("withdrawn", "It was wrong")


def test_discard_asks_first_and_deletes_the_draft(client, editor, draft):
    client.force_login(editor)
    asked = client.get(act(draft, "discard"))
    response = client.post(act(draft, "discard"))

    assert asked.status_code == 200
    assert response.url == reverse("admin:portal_release_changelist")
    assert not Release.objects.exists()


def test_act_no_longer_open_sends_back_with_a_word(client, editor, public):
    client.force_login(editor)
    response = client.get(act(public, "discard"))

    assert words_after(client, response) == ["This can no longer be done: somebody else has acted."]


def test_release_is_deleted_by_its_button_only(client, administrator, draft):
    client.force_login(administrator)

    assert (
        client.post(reverse("admin:portal_release_delete", args=[draft.pk]), {"post": "yes"}).status_code
        == 403
    )
