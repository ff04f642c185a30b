"""Two officials load at the same time."""

import pytest

from portal.publishing.models import Release
from portal.spreadsheets.actions import load_workbook
from portal.statistics.models import Observation, Series
from tests.publishing.test_concurrency import at_once, failures
from tests.workbooks import FIGURE, release_workbook
from tests.world import make_area, make_indicator, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_same_workbook_loaded_at_once_makes_one_release():
    make_area()
    make_indicator("homes")
    first, second = make_user("first", None, "administrator"), make_user("second", "construction", "editor")

    outcomes = at_once(
        lambda: load_workbook(workbook=release_workbook(), by=first),
        lambda: load_workbook(workbook=release_workbook(), by=second),
    )

    assert failures(outcomes) == []
    assert [report.errors for report in outcomes] == [[], []]
    assert sorted(report.is_changed for report in outcomes) == [False, True]
    assert (Release.objects.count(), Series.objects.count(), Observation.objects.count()) == (1, 1, 1)


def test_different_workbooks_of_one_draft_loaded_at_once_leave_one_of_them_whole():
    make_area()
    make_indicator("homes")
    by = make_user("editor", "construction", "editor")
    books = [
        release_workbook(
            Observations=[FIGURE | {"value": value}, FIGURE | {"value": value, "kind": "target"}]
        )
        for value in ("14", "15")
    ]

    outcomes = at_once(*(lambda book=book: load_workbook(workbook=book, by=by) for book in books))

    assert failures(outcomes) == []
    assert len(set(Observation.objects.values_list("value", flat=True))) == 1
