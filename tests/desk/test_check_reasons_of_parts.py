"""Failed checks of a part: the department whose figures go into them says why they stand, and nothing of others."""

import pytest
from django.urls import reverse

from portal.publishing.actions import contributions, releases
from portal.publishing.models import Contribution, Release
from portal.records.errors import Invalid, NotAllowed
from portal.staff.models import User
from portal.statistics import checks
from portal.statistics.actions import explain
from portal.statistics.models import CheckResult
from tests.world import (
    make_check,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def contradiction(release: Release, code: str, *departments: str) -> None:
    """Two series that should agree and do not, each of the department of that place."""
    left, right = (
        make_figure(release, make_indicator(f"{code}-{n}", department=department, basis="point"), n).series
        for n, department in enumerate(departments, 5)
    )
    make_check("agree", code, left=left, right=right)


@pytest.fixture(scope="module")
def editor(shared) -> User:
    return shared(make_user("editor", "construction", "editor"))


@pytest.fixture(scope="module")
def part(shared, editor) -> Contribution:
    """Of health in a release of construction: one failure of each alone, and one of both together."""
    release = make_release("conference", by=editor)
    contradiction(release, "roads", "construction", "construction")
    contradiction(release, "clinics", "health", "health")
    contradiction(release, "both", "construction", "health")
    return shared(contributions.ask(release=release, department=make_department("health"), by=editor))


def rules(failures) -> set[str]:
    return {failure.check_rule.code for failure in failures}


def key_of(release: Release, code: str) -> str:
    checks.evaluate(release)
    return release.checkresults.get(check_rule__code=code).key


def explain_address(part: Contribution) -> str:
    return reverse("admin:portal_release_explain", args=[part.release_id])


def reason(code: str) -> str:
    return CheckResult.objects.get(check_rule__code=code).reason_en


def boxes(key: str, zh: str, en: str) -> dict[str, str]:
    return {f"reason_zh:{key}": zh, f"reason_en:{key}": en}


def test_department_is_asked_about_the_failures_of_its_own_figures(part, outsider, editor, client):
    asked = []
    for user in (outsider, editor):
        client.force_login(user)
        asked.append(rules(client.get(explain_address(part)).context["form"].failures))

    assert asked == [{"clinics", "both"}, {"roads", "clinics", "both"}]


def test_department_explains_its_own_and_leaves_what_is_not_posted(part, outsider, client):
    own, other = key_of(part.release, "both"), key_of(part.release, "roads")
    client.force_login(outsider)

    client.post(
        explain_address(part), {**boxes(own, "口径不同", "Another scope"), **boxes(other, "无", "None")}
    )

    assert (reason("both"), reason("roads")) == ("Another scope", "")
    assert part.release.editors.filter(pk=outsider.pk).exists()


def test_department_does_not_explain_the_failures_of_others(part, outsider):
    other = key_of(part.release, "roads")

    with pytest.raises(NotAllowed):
        explain(release=part.release, by=outsider, reasons={other: ("无", "None")})

    assert reason("roads") == ""


def test_department_explains_after_its_part_is_in_and_while_the_whole_is_reviewed(
    part, outsider, editor, reviewer
):
    contributions.hand_in(contribution=part, by=outsider)
    releases.submit(release=part.release, by=editor)
    key = key_of(part.release, "clinics")

    explain(release=part.release, by=outsider, reasons={key: ("口径不同", "Another scope")})

    assert reason("clinics") == "Another scope"
    with pytest.raises(Invalid):
        releases.approve(release=part.release, by=reviewer)
    others = {key_of(part.release, code): ("原文如此", "As printed") for code in ("roads", "both")}
    assert releases.approve(release=part.release, by=reviewer, reasons=others).state == "approved"


def test_whoever_explained_a_part_cannot_decide_on_the_whole(part, outsider, editor):
    both = make_user("both", "health", "editor")
    explain(
        release=part.release, by=both, reasons={key_of(part.release, "both"): ("口径不同", "Another scope")}
    )
    contributions.hand_in(contribution=part, by=outsider)
    releases.submit(release=part.release, by=editor)
    User.objects.filter(pk=both.pk).update(department=make_department("construction"))
    both = User.objects.get(pk=both.pk)
    both.groups.add(*make_user("r", "construction", "reviewer").groups.all())

    with pytest.raises(NotAllowed):
        releases.approve(release=part.release, by=both)


@pytest.mark.parametrize(
    ("department", "role", "status"),
    [
        ("culture", "editor", 404),
        ("health", "reviewer", 403),
        ("health", "head", 403),
        ("construction", "reviewer", 403),
    ],
)
def test_page_of_explanations_is_for_editors_with_a_part(department, role, status, part, client):
    client.force_login(make_user("somebody", department, role))

    answers = [client.get(explain_address(part)), client.post(explain_address(part), {})]

    assert [answer.status_code for answer in answers] == [status, status]


def test_editor_without_a_part_explains_nothing(part):
    stranger = make_user("stranger", "culture", "editor")

    with pytest.raises(NotAllowed):
        explain(release=part.release, by=stranger, reasons={})


def test_part_tells_its_department_which_checks_fail(part, outsider, client):
    client.force_login(outsider)
    page = client.get(reverse("admin:portal_release_change", args=[part.release_id]))

    shown = page.context["contributions"]["rows"][0]

    assert (rules(shown.failures), shown.can_explain) == ({"clinics", "both"}, True)
    assert page.content.decode().count("no reason yet") == 2


def failures_told(client, part: Contribution, user: User) -> list:
    """What the page of the release tells the official of failed checks, by part."""
    client.force_login(user)
    page = client.get(reverse("admin:portal_release_change", args=[part.release_id]))
    return [
        (row.contribution.department.code, rules(row.failures), row.can_explain)
        for row in page.context["contributions"]["rows"]
    ]


@pytest.mark.parametrize("role", ["editor", "reviewer", "head"])
def test_part_tells_the_publisher_which_checks_fail(role, part, client):
    told = failures_told(client, part, make_user("somebody", "construction", role))

    assert told == [("health", {"clinics", "both"}, False)]


def test_part_tells_no_third_department_which_checks_fail(part, editor, client):
    contributions.ask(release=part.release, department=make_department("culture"), by=editor)

    told = failures_told(client, part, make_user("somebody", "culture", "editor"))

    assert sorted(told) == [("culture", set(), False), ("health", set(), False)]


def test_second_department_is_told_what_the_first_wrote_of_the_same_failure(part, outsider, editor, client):
    key = key_of(part.release, "both")
    explain(release=part.release, by=editor, reasons={key: ("甲", "First")})
    client.force_login(outsider)
    posted = {**boxes(key, "乙", "Second"), f"initial-reason_zh:{key}": "", f"initial-reason_en:{key}": ""}

    refused = client.post(explain_address(part), posted)
    kept = reason("both")
    form = refused.context["form"]
    again = {
        box.html_initial_name: form.data[box.html_initial_name]
        for f in form.failures
        for box in f.boxes
        if box.html_initial_name in form.data
    }
    client.post(explain_address(part), {**boxes(key, "乙", "Second"), **again})

    assert "somebody else has saved another reason" in refused.content.decode()
    assert "Second</textarea>" in refused.content.decode()
    assert (kept, reason("both")) == ("First", "Second")


def test_words_of_another_stay_where_the_form_changed_nothing(part, outsider, editor):
    key = key_of(part.release, "both")
    seen = {key: ("", "")}
    explain(release=part.release, by=editor, reasons={key: ("甲", "First")}, seen=seen)

    explain(release=part.release, by=outsider, reasons={key: ("", "")}, seen=seen)

    assert reason("both") == "First"


def test_figure_that_contradicts_what_the_department_released_before_is_its_to_explain(part, outsider):
    """What contradicts it may be the new figure of another."""
    before = make_release("before", department="health")
    known = make_figure(before, make_indicator("known", department="health", basis="point"), 1).series
    publish(before)
    stated = make_figure(part.release, make_indicator("stated", basis="point"), 2).series
    make_check("agree", "before", left=stated, right=known)
    key = key_of(part.release, "before")

    explain(release=part.release, by=outsider, reasons={key: ("口径不同", "Another scope")})

    assert reason("before") == "Another scope"


def test_part_of_a_very_large_release_tells_what_failed_when_it_was_last_evaluated(
    part, outsider, client, monkeypatch
):
    monkeypatch.setattr("portal.desk.acts.check_reasons.MOST", 1)
    before = failures_told(client, part, outsider)
    checks.evaluate(part.release)

    after = failures_told(client, part, outsider)

    assert (before, after) == ([("health", set(), False)], [("health", {"clinics", "both"}, True)])
