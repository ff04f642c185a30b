"""Money is what the document calls it; sums of it keep qualifiers and count nothing twice."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from projects.models import FundingKind
from projects.validation import validate_funding
from tests.documents import DOCUMENTS, sheet
from tests.projects.test_oc4ids import package
from tests.projects.test_page_projects import text_of
from tests.projects.world import make_benefit, make_funding, make_programme, make_project, make_report
from tests.world import make_area, make_release, publish

pytestmark = pytest.mark.django_db

#: What each word is called on screen, in JSON and in OC4IDS.
WORDS = {
    "estimated": ("概算", "forecasts", "estimatedCost"),
    "planned": ("计划", "budget", None),
    "cost": ("造价", "metrics", "statedCost"),
    "invested": ("投入", "metrics", "invested"),
    "subsidised": ("补助", "metrics", "subsidised"),
    "paid": ("已支付", "metrics", "financialProgress"),
}


def test_every_word_is_told_apart():
    assert set(WORDS) == set(FundingKind.values)


@pytest.mark.parametrize("kind", FundingKind.values)
def test_amount_is_called_what_was_printed_on_the_page_in_json_and_in_oc4ids(client, kind):
    release, project = make_release(), make_project("school")
    make_report(release, project, "completion")
    source = "government" if kind == "subsidised" else "total"
    make_funding(release, project, 10_600_000, source, kind=kind, as_printed="1060万元")
    publish(release)
    label, member, code = WORDS[kind]

    page = text_of(client, "/projects/school/", lang="zh-hans")
    answer = client.get("/api/v1/projects/school").json()["funding"]
    (found,) = package(Client(), "?q=school")["projects"]

    assert f"{label}：" in page
    assert [other for other, _member, _code in WORDS.values() if f"{other}：" in page] == [label]
    assert [row["kind"] for row in answer["rows"]] == [kind]
    assert [row["kind"] for row in client.get(f"/api/v1/funding?basis={kind}").json()["results"]] == [kind]
    assert ("budget" in found) is (member == "budget")
    metrics = [one["id"] for name in ("forecasts", "metrics") for one in found.get(name, [])]
    assert metrics == ([code] if code else [])
    assert ("finalValue" in found.get("completion", {})) is (kind in {"cost", "paid"})


def test_subsidy_is_never_the_whole_cost():
    release, project = make_release(), make_project()
    message = "补助是某一来源的资金，不是总额：请选择资金来源。"

    with pytest.raises(IntegrityError, match="funding_subsidy_has_source"), transaction.atomic():
        make_funding(release, project, 1, kind="subsidised")
    subsidy = make_funding(release, project, 1, "government", kind="subsidised", as_printed="补助1元")
    subsidy.source = "total"

    assert [(one.field, one.message) for one in validate_funding(subsidy, None)] == [("source", message)]


def test_money_is_nothing_that_no_word_says():
    with pytest.raises(IntegrityError, match="funding_kind_known"), transaction.atomic():
        make_funding(make_release(), make_project(), 1, kind="spent")


def test_documents_call_no_money_paid_that_they_do_not():
    rows = {
        (row["undertaking"], row["source"]): (row["kind"], row["as_printed"])
        for document in DOCUMENTS
        for row in sheet(document, "Funding")
    }

    assert rows == {
        ("back-streets-2022", "total"): ("estimated", "概算投资2079万元"),
        ("school-building-plan", "total"): ("invested", "投入10.6亿元"),
        ("school-it-equipment", "total"): ("invested", "投入2000多万元"),
        ("old-estate-renovation", "total"): ("invested", "总投资额超3.1亿元"),
        ("micro-projects-2022", "total"): ("cost", "总造价676万元"),
        ("micro-projects-2022", "government"): ("subsidised", "财政补助292万元"),
        ("micro-projects-2022", "society"): ("invested", "社会力量出资384万元"),
    }


def test_shares_of_a_cost_are_those_of_its_paragraph(client):
    release, project = make_release(), make_project("garden")
    make_funding(release, project, 6_760_000, kind="cost")
    make_funding(release, project, 2_920_000, "government", kind="subsidised")
    make_funding(release, project, 3_840_000, "society", kind="invested")
    make_funding(release, project, 5, "residents", kind="paid")
    make_funding(release, project, 7, "other", kind="invested", paragraph=2)
    publish(release)

    accounts = client.get("/api/v1/projects/garden").json()["funding"]["accounts"]

    assert [(one["kind"], one["total"], one["sum_of_shares"], one["gap"]) for one in accounts] == [
        ("cost", 6_760_000, 6_760_000, 0),
        ("invested", None, 7, None),
        ("paid", None, 5, None),
    ]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([{"qualifier": "about"}, {}], (None, 100_000, "about")),
        ([{"as_printed": "6万元"}, {"as_printed": "4.1万元", "amount": 41_000}], (-1000, 101_000, "")),
    ],
)
def test_rough_shares_neither_hold_nor_fail(client, shares, expected):
    release, project = make_release(), make_project("garden")
    make_funding(release, project, 100_000, as_printed="10万元")
    for source, amount, share in zip(("government", "society"), (60_000, 40_000), shares, strict=True):
        make_funding(release, project, source=source, **{"amount": amount, **share})
    publish(release)

    (account,) = client.get("/api/v1/projects/garden").json()["funding"]["accounts"]
    page = client.get("/projects/garden/").content.decode()

    assert (account["gap"], account["sum_of_shares"], account["sum_qualifier"]) == expected
    assert [words in page for words in ("check-passed", "check-failed", "无法判断")] == [False, False, True]


def programme_of(*amounts: dict, together: str = "") -> None:
    """A programme with a project for each amount; `together`: what the projects have in common."""
    release, programme, before = make_release(), make_programme("estates"), None
    for number, amount in enumerate(amounts):
        street = make_area("one" if together == "area" else f"street-{number}", "subdistrict")
        project = make_project(
            f"estate-{number}",
            programme=programme,
            areas=[street],
            predecessors=[before] if together == "continued" and before else [],
        )
        make_report(release, project)
        make_funding(release, project, **amount)
        make_benefit(release, project, 100)
        before = project
    publish(release)


def test_programme_adds_money_with_its_qualifiers_and_never_different_words(client):
    programme_of(
        {"amount": 310_000_000, "qualifier": "over", "kind": "invested", "as_printed": "超3.1亿元"},
        {"amount": 20_000_000, "qualifier": "about", "kind": "invested", "as_printed": "约2000万元"},
        {"amount": 2079, "kind": "invested", "as_printed": "2079元"},
        {"amount": 5_000_000, "kind": "estimated"},
    )

    money = client.get("/api/v1/programmes/estates").json()["roll_up"]["money"]
    page = client.get("/projects/programmes/estates/").content.decode()

    assert [
        (one["kind"], one["value"], one["qualifier"], one["projects"], one["basis"]) for one in money
    ] == [
        ("invested", 330_000_000, "about", 3, "computed"),
        ("estimated", 5_000_000, "", 1, "reported"),
    ]
    assert '约<data value="330000000">3.3亿元</data>' in page
    assert "330002079" not in page + str(money)
    assert "推算合计" in page


@pytest.mark.parametrize(
    ("together", "money", "households"), [("", 30, 300), ("area", 30, None), ("continued", None, None)]
)
def test_programme_adds_nothing_that_its_projects_may_count_twice(client, together, money, households):
    programme_of(*[{"amount": 10}] * 3, together=together)

    roll_up = client.get("/api/v1/programmes/estates").json()["roll_up"]
    page = client.get("/projects/programmes/estates/").content.decode()

    assert (
        [one["value"] for one in roll_up["money"]],
        [one["value"] for one in roll_up["beneficiaries"]],
    ) == (
        [money],
        [households],
    )
    assert ("各项目可能重复计算，不相加" in page) is (households is None)


def test_place_within_the_place_of_another_project_is_not_added(client):
    release, programme, street = make_release(), make_programme("estates"), make_area("street", "subdistrict")
    for area in (street, make_area("estate", "estate", street)):
        project = make_project(programme=programme, areas=[area])
        make_report(release, project)
        make_benefit(release, project, 100)
    publish(release)

    (households,) = client.get("/api/v1/programmes/estates").json()["roll_up"]["beneficiaries"]

    assert (households["value"], households["projects"]) == (None, 2)
