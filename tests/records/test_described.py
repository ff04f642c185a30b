"""Reasons of changes: every door asks why a public name or meaning changes."""

import pytest

from portal.areas.models import Area
from portal.facilities.models import Facility
from portal.records.registry import verdicts
from portal.spreadsheets.actions import load_workbook
from portal.spreadsheets.reading import RawSheet
from portal.statistics.models import Indicator
from tests.world import (
    make_area,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db
WHY = {"change_reason_zh": "更名", "change_reason_en": "Renamed"}


def findings(row: object, **changes: object) -> list[str]:
    for name, value in changes.items():
        setattr(row, name, value)
    return [finding.field for finding in next(verdicts(type(row), [row]))]


def test_name_that_is_public_changes_for_a_reason_only():
    area = make_area()

    assert findings(area, name_zh="新区") == ["change_reason_zh"]
    assert findings(area, **WHY) == []


def test_other_fields_change_without_one():
    assert findings(make_area(), aliases=["旧名"]) == []
    assert findings(make_facility(), phone="1") == []


def test_draft_and_hidden_rows_change_without_one():
    draft, hidden = make_indicator(), make_facility(is_public=False)

    assert findings(draft, name_zh="另名") == []
    assert findings(hidden, name_zh="另名") == []


def test_definition_of_a_public_indicator_changes_for_a_reason_only():
    release, indicator = make_release(), make_indicator()
    make_figure(release, indicator, 1)
    publish(release)

    assert findings(indicator, definition_en="Otherwise") == ["change_reason_zh"]


def test_reason_of_the_last_change_is_none_for_the_next():
    Area.objects.filter(pk=make_area().pk).update(**WHY)

    assert findings(Area.objects.get(), name_zh="再改") == ["change_reason_zh"]
    assert (
        findings(Area.objects.get(), name_zh="再改", change_reason_zh="又改", change_reason_en="Again") == []
    )


def test_form_asks_for_the_reason_and_shows_none_of_the_last_change(client):
    area = make_area("town", "town")
    Area.objects.filter(pk=area.pk).update(**WHY)
    client.force_login(make_user("boss", None, "administrator"))
    address = f"/admin/portal/area/{area.pk}/change/"
    boxes = {"code": "town", "kind": "town", "parent": area.parent_id, "name_zh": "新镇", "name_en": "New"}

    opened = client.get(address).context["adminform"].form
    refused = client.post(address, boxes)
    saved = client.post(address, boxes | {"change_reason_zh": "新设", "change_reason_en": "Set up"})

    assert [opened[name].value() for name in WHY] == [None, None]
    assert list(refused.context["adminform"].form.errors) == ["change_reason_zh"]
    assert saved.status_code == 302
    assert Area.objects.get(code="town").former_names == sorted(["Town", "town区"])


def test_workbook_asks_for_the_reason(client):
    area = make_area("town", "town")
    names = {"code": "town", "kind": "town", "parent": "district", "name_zh": "新镇", "name_en": "New"}
    boss = make_user("boss", None, "administrator")

    def load(**cells: str) -> list[str]:
        rows = [list((names | cells).keys()), list((names | cells).values())]
        return [error.column for error in load_workbook(workbook=[RawSheet("Areas", rows)], by=boss).errors]

    assert load() == ["change_reason_zh"]
    assert load(**WHY) == []
    assert load(**WHY) == []
    assert Area.objects.get(pk=area.pk).name_zh == "新镇"


def test_database_keeps_former_names_whatever_is_written():
    area = make_area()
    Area.objects.update(name_zh="二", name_en="Two")
    area.save()  # an instance from before, with no former names

    area.refresh_from_db()
    assert (area.name_en, area.former_names) == ("District", ["Two", "二"])


def test_former_names_of_drafts_are_not_kept():
    make_indicator("draft")
    make_facility("hidden", is_public=False)

    Indicator.objects.update(name_en="Other")
    Facility.objects.update(name_en="Other")

    assert Indicator.objects.get().former_names == Facility.objects.get().former_names == []
