"""What the two documents say of cases and operations: the rows of the sheets, and of their tables."""

from tests.documents import DOCUMENTS, rows, sheet

REFERENCE, CONTENT = "reference", "content"


def test_campaigns_of_the_documents_claim_only_what_is_theirs():
    links = [row for document in DOCUMENTS for row in sheet(document, "OperationFigures")]
    own = {(row["operation"], row["indicator"]) for row in links if row["attribution"] == "own"}

    assert own == {
        ("nucleic-testing-2022", "nucleic-test-security-rounds"),
        ("summer-call-handling-2022", "daily-office-police-seconded"),
        ("repeat-dispute-alerts-2022", "dispute-alerts-checked"),
        ("repeat-dispute-alerts-2022", "dispute-alerts-resolved"),
        ("repeat-dispute-alerts-2022", "dispute-alerts-resolution-rate"),
    }
    assert all(row["note_zh"] for row in links if row["attribution"] == "whole")


def test_figures_of_operations_are_printed_in_their_release():
    for document in DOCUMENTS:
        printed = {(row["indicator"], row["as_printed"]) for row in sheet(document, "Observations")}
        for row in sheet(document, "OperationFigures"):
            assert (row["indicator"], row["as_printed"]) in printed, row


def test_only_the_incident_whose_day_is_printed_has_one():
    dated = [
        (row["operation"], row["starts_on"])
        for document in DOCUMENTS
        for row in sheet(document, "OperationReports")
        if row["starts_on"] or row["ends_on"]
    ]

    assert dated == [("qingdao-road-hostage-2022", "2022-03-28")]


def test_every_operation_is_told_and_every_figure_of_a_case_has_its_column():
    told = {row["operation"] for document in DOCUMENTS for row in sheet(document, "OperationReports")}
    assert told == {row["code"] for row in rows(f"{REFERENCE}/Operations")}

    columns = {row["indicator"]: row for row in rows(f"{CONTENT}/CaseMeasures")}
    types = {row["code"] for row in rows(f"{REFERENCE}/Codes") if row["dimension"] == "crime_type"}
    broken_down = {
        row["code"] for row in rows(f"{REFERENCE}/Indicators") if row["dimensions"] == "crime_type"
    }
    assert broken_down == {code for code, row in columns.items() if not row["case_type"]}
    assert {row["case_type"] for row in columns.values() if row["case_type"]} <= types
    assert columns["cases-solved"]["case_type"] != columns["criminal-cases-solved"]["case_type"]
