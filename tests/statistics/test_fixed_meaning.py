"""What gives released values their meaning is succeeded by another row, never changed."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from portal.records.registry import verdicts
from portal.statistics.models import Check, CheckTerm, Code, Series, Unit
from tests.projects.world import make_benefit, make_project
from tests.world import (
    make_everything,
    make_figure,
    make_indicator,
    make_release,
    make_unit,
    make_user,
    publish,
)


@pytest.fixture(scope="module")
def world(shared) -> None:
    publish(make_everything("seen"), "2022-06-17")
    release = make_release("kinds")
    indicator = make_indicator("by-kind", dimensions={"crime": ["theft", "fraud"]})
    make_figure(release, indicator, 5, dimensions={"crime": "theft"})
    publish(release, "2022-06-18")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Unit.objects.filter(code="person").update(symbol_zh="万人"),
        lambda: Unit.objects.filter(code="person").update(name_en="ten thousand persons"),
        lambda: Code.objects.filter(code="theft").update(code="robbery"),
        lambda: Code.objects.filter(code="theft").delete(),
        lambda: Check.objects.update(scale=1000),
        lambda: Check.objects.update(complete=False),
        lambda: CheckTerm.objects.filter(role="numerator").update(role="part"),
        lambda: CheckTerm.objects.all().delete(),
        lambda: CheckTerm.objects.create(
            check_rule=Check.objects.get(), role="part", series=Series.objects.get(indicator__code="by-kind")
        ),
    ],
)
def test_meaning_under_released_values_is_fixed(world, change):
    with pytest.raises(IntegrityError, match="its meaning is fixed"), transaction.atomic():
        change()


def test_names_of_values_and_checks_change_and_so_does_what_no_released_value_rests_on(world):
    Code.objects.filter(code="theft").update(name_zh="盗窃案件")
    Code.objects.filter(code="fraud").update(code="swindle")
    Check.objects.update(name_zh="另一个名称")
    CheckTerm.objects.update(order=3)
    Unit.objects.create(code="ten-persons", name_zh="十人", name_en="ten", symbol_zh="十人", symbol_en="ten")

    assert Unit.objects.filter(code="ten-persons").update(symbol_zh="拾人") == 1
    assert Unit.objects.filter(code="ten-persons").delete()[0] == 1


def test_unit_that_is_used_is_not_deleted(world):
    with pytest.raises(ProtectedError):
        Unit.objects.filter(code="person").delete()


def test_unit_of_records_of_a_sector_is_fixed_too(db):
    release, households = make_release(), make_unit("household")
    make_benefit(release, make_project("estate"), 30, households)
    Unit.objects.filter(code="household").update(symbol_zh="家")

    publish(release)

    with pytest.raises(IntegrityError, match="its meaning is fixed"), transaction.atomic():
        Unit.objects.filter(code="household").update(symbol_zh="户")


def found(row: object, **changes: object) -> list[str]:
    """The fields of which the verdict on a change, for which a reason is given, has something to say."""
    for name, value in {"change_reason_zh": "因", "change_reason_en": "Why", **changes}.items():
        setattr(row, name, value)
    return [finding.field for finding in next(verdicts(type(row), [row]))]


def test_every_door_says_what_is_fixed(world):
    assert found(Unit.objects.get(code="person"), symbol_zh="万人", symbol_en="10,000") == [
        "symbol_zh",
        "symbol_en",
    ]
    assert found(Unit.objects.get(code="person"), below_zero=True) == []
    assert found(Code.objects.get(code="theft"), code="robbery") == ["code"]
    assert found(Code.objects.get(code="fraud"), code="swindle") == []
    assert found(Check.objects.get(), scale=7) == ["scale"]
    assert found(CheckTerm.objects.filter(role="numerator").get(), role="denominator") == ["role"]
    assert found(CheckTerm.objects.filter(role="numerator").get(), order=9) == []


def test_form_says_what_is_fixed(client, world):
    client.force_login(make_user("boss", None, "administrator"))
    unit = {
        "code": "person",
        "name_zh": "人",
        "name_en": "persons",
        "symbol_zh": "万人",
        "symbol_en": "persons",
    }

    page = client.post("/admin/portal/unit/person/change/", unit)

    assert "已发布的数值以此为依据" in page.content.decode()
