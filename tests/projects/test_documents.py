"""What the two documents say of projects: the rows of the CSV files, and the table of them in docs/figures.md."""

from decimal import Decimal

import pytest

from tests.documents import (
    ARTICLE,
    CONFERENCE,
    DOCUMENTS,
    printed_numbers,
    printed_qualifier,
    rows,
    sheet,
    tables,
)


def work_item(row: dict[str, str]) -> str:
    return f"{row['code']} {row['qualifier']} {row['planned_quantity']} {row['unit']}"


def progress(row: dict[str, str]) -> str:
    percent = row["percent"] and f"{row['percent']}%"
    damaged = "†" if row["status"] == "low_reliability" else ""
    what = f"{row['stage']} {percent} {row['qualifier']} {row['quantity']} {damaged}"
    return f"{row['work_item'] or 'the whole'} {what}"


def funding(row: dict[str, str]) -> str:
    return f"{row['source']} {row['kind']} {row['qualifier']} {row['amount']}"


def milestone(row: dict[str, str]) -> str:
    met = "met" if row["is_met"] == "yes" else "open"
    return f"{row['code']} {row['due'] or met}"


def beneficiaries(row: dict[str, str]) -> str:
    return f"{row['kind']} {row['qualifier']} {row['value']} {row['unit']}"


def commitment(row: dict[str, str]) -> str:
    return row["commitment"]


#: The sheets of projects in the order of the table's columns, and how a cell names a row.
NAMED = {
    "WorkItems": work_item,
    "Progress": progress,
    "Funding": funding,
    "Milestones": milestone,
    "Beneficiaries": beneficiaries,
    "ProjectCommitments": commitment,
}


def carried(document: str) -> list[list[str]]:
    """The table that the rows make: a line for each paragraph and undertaking, in the order of reading."""
    cells: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for name, named in NAMED.items():
        for row in sheet(document, name):
            place = row["section"], row["paragraph"], row["undertaking"]
            words = " ".join(named(row).split())
            cells.setdefault(place, {n: [] for n in NAMED})[name].append(words)
    sections = [section["number"] for section in sheet(document, "Sections")]
    undertakings = [row["code"] for name in ("Programmes", "Projects") for row in rows(f"reference/{name}")]
    ordered = sorted(cells, key=lambda c: (sections.index(c[0]), int(c[1]), undertakings.index(c[2])))
    return [
        [f"{section}, {paragraph}", f"`{undertaking}`", *(_cell(n) for n in cells[place].values())]
        for place in ordered
        for section, paragraph, undertaking in [place]
    ]


def _cell(names: list[str]) -> str:
    return f"{len(names)}: {', '.join(names)}" if names else "0"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_table_names_every_row_about_projects(document):
    _paragraphs, projects, _totals = tables(document)

    assert projects == carried(document)


def test_every_undertaking_is_spoken_of():
    named = {row["undertaking"] for d in DOCUMENTS for name in NAMED for row in sheet(d, name)}
    programmes = {row["programme"] for row in rows("reference/Projects") if row["code"] in named}
    undertakings = {row["code"] for name in ("Programmes", "Projects") for row in rows(f"reference/{name}")}

    assert undertakings - named - programmes == set()
    assert named - undertakings == set()


#: counted from what the text lists, or damaged and noted: no number of its own stands in the token
NOT_PRINTED = {("mobile-pcr-lab", "laboratory")}


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("WorkItems", "planned_quantity"),
        ("Progress", "percent"),
        ("Progress", "quantity"),
        ("Funding", "amount"),
        ("Beneficiaries", "value"),
    ],
)
def test_number_and_qualifier_are_those_of_the_printed_token(document, name, number):
    for row in sheet(document, name):
        if not row[number] or (row["undertaking"], row.get("work_item")) in NOT_PRINTED:
            continue
        assert Decimal(row[number]) in printed_numbers(row["as_printed"]), row
        assert row["qualifier"] == printed_qualifier(row["as_printed"]), row


@pytest.mark.parametrize(("document", "day"), [(ARTICLE, "2022-05-31"), (CONFERENCE, "2022-12-23")])
def test_reports_are_as_at_the_day_to_which_the_document_runs(document, day):
    reports = [row for row in sheet(document, "Progress") if row["undertaking"] != "fitness-equipment-2021"]

    assert {row["as_at"] for row in reports} == {day}
    assert {row["status"] for row in reports} == (
        {"provisional"} if document == ARTICLE else {"normal", "low_reliability", "estimated"}
    )


#: undertaking, work item, per cent
PERCENTAGES = """
tongyi-south-road-fenglin-jiangjiazhai-landscape trees-shrubs 95
tongyi-south-road-fenglin-jiangjiazhai-landscape ground-cover 20
tongyi-south-road-fenglin-jiangjiazhai-landscape garden-civil-works 65
tongyi-south-road-huaxia-fenglin-landscape greening 90
tongyi-south-road-huaxia-fenglin-landscape mural 90
xiaocheng-garden-2022 - 95
"""


def test_percentages_are_the_six_of_the_article_and_none_of_december():
    told = {
        document: [
            f"{row['undertaking']} {row['work_item'] or '-'} {row['percent']}"
            for row in sheet(document, "Progress")
            if row["percent"]
        ]
        for document in DOCUMENTS
    }

    assert told == {ARTICLE: PERCENTAGES.split("\n")[1:-1], CONFERENCE: []}


def test_no_weight_is_declared():
    assert not any(row["weight"] for document in DOCUMENTS for row in sheet(document, "WorkItems"))


def test_milestones_are_due_when_the_document_says_and_say_how_it_was_read():
    milestones = [row for document in DOCUMENTS for row in sheet(document, "Milestones")]
    due = {(row["undertaking"], row["code"]): row["due"] for row in milestones}

    assert due["xiaocheng-garden-2022", "completion"] == "2022-06-30"
    assert due["aiyuquya-resettlement-2022", "handover"] == "2022-06-30"
    assert due["school-sports-grounds-2022", "handover"] == "2022-12-31"
    assert due["spring-festival-lighting-2023", "completion"] == "2023-01-21"
    assert not any(row["met_on"] for row in milestones)
    assert all(row["due_printed_zh"] and row["due_printed_en"] for row in milestones if row["due"])


def test_milestones_are_due_with_the_commitments_they_belong_to():
    promised = {row["code"]: row["due"] for d in DOCUMENTS for row in sheet(d, "Commitments")}
    due = {(row["undertaking"], row["due"]) for d in DOCUMENTS for row in sheet(d, "Milestones")}
    linked = [(row["undertaking"], promised[row["commitment"]]) for row in _links()]
    with_own_day = {undertaking for undertaking, day in due if day}

    apart = {(u, day) for u, day in linked if day and u in with_own_day and (u, day) not in due}

    assert apart == set()


def _links() -> list[dict[str, str]]:
    return [row for document in DOCUMENTS for row in sheet(document, "ProjectCommitments")]


def test_link_to_a_commitment_stands_where_the_commitment_does():
    places = {
        row["code"]: (d, row["section"], row["paragraph"])
        for d in DOCUMENTS
        for row in sheet(d, "Commitments")
    }

    for document in DOCUMENTS:
        for row in sheet(document, "ProjectCommitments"):
            assert places[row["commitment"]] == (document, row["section"], row["paragraph"])
