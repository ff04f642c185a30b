"""The events of the two documents: dated as far as they print it, and linked to the commitments that announced them."""

from tests.documents import ARTICLE, CONFERENCE, sheet

ANNOUNCED = {"huangguan-summer-gala-22", "july-first-exhibition", "anniversary-30-gala"}


def test_announced_events_have_no_invented_day_and_their_commitment():
    announced = {row["code"]: row for row in sheet(ARTICLE, "Events") if row["status"] == "planned"}
    commitments = {row["code"] for row in sheet(ARTICLE, "Commitments")}

    assert set(announced) == ANNOUNCED
    for row in announced.values():
        assert (row["precision"], row["first_day"], row["last_day"]) == ("none", "", "")
        assert row["commitment"] in commitments
        assert (row["section"], row["paragraph"]) == ("4", "6")


def test_reported_events_are_dated_to_the_month_that_is_printed():
    held = [
        row
        for document in (ARTICLE, CONFERENCE)
        for row in sheet(document, "Events")
        if row["status"] == "held"
    ]

    assert {row["code"]: (row["precision"], row["first_day"], row["last_day"]) for row in held} == {
        "disability-day-visits-2022": ("within", "2022-05-01", "2022-05-31"),
        "waste-sorting-meeting-2022": ("within", "2022-09-01", "2022-09-30"),
    }


def test_counts_of_events_stay_figures():
    names = " ".join(
        row["name_zh"] for document in (ARTICLE, CONFERENCE) for row in sheet(document, "Events")
    )

    assert not any(word in names for word in ("元旦", "春节", "迎新春"))
