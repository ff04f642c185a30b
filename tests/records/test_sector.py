"""An app plugs in by file names; what it forgets or misspells is an error at start."""

import dataclasses
from types import SimpleNamespace

import pytest
from django.apps import AppConfig, apps
from django.core.checks import run_checks

from portal import sector
from portal.records import registry
from portal.records.access import ADMINISTRATORS, Access
from portal.records.types import RecordType
from portal.web.sectors import sectors
from projects.models import UndertakingState
from welfare.models import Disbursement


def test_every_installed_sector_is_whole():
    assert [problem for problem in run_checks() if problem.id.startswith("portal.")] == []


def test_sectors_come_from_their_configs():
    assert [(one.code, one.name_en) for one in sorted(sectors.values(), key=lambda one: one.order)] == [
        ("projects", "Housing and projects"),
        ("safety", "Public safety"),
        ("health", "Health"),
        ("welfare", "Welfare"),
        ("culture", "Culture and sport"),
        ("education", "Education"),
    ]


def test_file_that_nobody_looks_for_is_an_error(tmp_path):
    for name in ("apps", "records", "recrods", "oc4ids"):
        (tmp_path / f"{name}.py").touch()
    module = SimpleNamespace(__path__=[str(tmp_path)])

    problems = sector.unknown_files(SimpleNamespace(name="parks", module=module, own_files=("oc4ids",)))

    assert [(problem.id, problem.msg) for problem in problems] == [
        ("portal.E011", "Unknown file parks/recrods.")
    ]


def test_model_that_no_record_declares_is_an_error(monkeypatch):
    monkeypatch.delitem(registry.record_types, Disbursement)

    problems = list(sector.undeclared_models(apps.get_app_config("welfare")))

    assert [(problem.id, problem.obj) for problem in problems] == [("portal.E012", Disbursement)]


def test_record_that_somebody_edits_has_its_history(monkeypatch):
    edited = RecordType(model=UndertakingState, access=Access(edited=ADMINISTRATORS))
    monkeypatch.setitem(registry.record_types, UndertakingState, edited)

    problems = sector.records_keep_their_history()

    assert [(problem.id, problem.obj) for problem in problems] == [("portal.E013", UndertakingState)]


def test_app_without_a_sector_config_is_an_error(settings):
    settings.DOMAIN_APPS = ["allauth"]

    assert [problem.id for problem in sector.sectors_are_whole()] == ["portal.E014"]
    assert isinstance(apps.get_app_config("allauth"), AppConfig)


def test_constant_that_no_file_may_declare_is_an_error():
    with pytest.raises(KeyError, match="HOME_BLOKCS"):
        registry.declare("HOME_BLOKCS", [])


@pytest.mark.parametrize("model", registry.record_types, ids=lambda model: model._meta.label)
def test_everything_that_a_record_declares_is_found(model):
    record_type = registry.record_types[model]

    assert registry.access_of(model) is record_type.access
    if record_type.sheet:
        assert registry.sheet_named(record_type.sheet.code) is record_type.sheet
    if record_type.endpoint:
        assert registry.endpoints[record_type.endpoint.noun] is record_type.endpoint
    if record_type.source:
        assert registry.sources[record_type.source.kind] is record_type.source
    if record_type.topic:
        assert registry.topics[record_type.topic.kind] is record_type.topic
    assert dataclasses.is_dataclass(record_type)
