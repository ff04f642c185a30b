"""Rows of every record that somebody enters, made of what each field may hold by itself."""

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.files.base import ContentFile
from django.db.models import (
    BooleanField,
    DateField,
    DecimalField,
    Field,
    IntegerField,
    JSONField,
    Model,
    URLField,
)

from health.models import HealthProgramme
from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.facilities.models import Facility
from portal.publishing.models import Attachment, RowWithdrawal, Section
from portal.records.access import ADMINISTRATORS
from portal.records.registry import record_types
from portal.services.models import Guide
from portal.staff.models import Department, Sector, User
from portal.statistics.models import Check, Code, Dimension, Indicator, Observation, Series, Unit
from projects.models import Category, Undertaking, WorkItem
from safety.models import CrimeFreeVillage, Operation
from tests.health.world import make_programme as make_health_programme
from tests.projects.world import (
    make_category,
    make_item,
    make_length,
    make_micro,
    make_programme,
    make_project,
)
from tests.records.doors import form_of
from tests.safety.world import make_crime_types, make_operation
from tests.services.world import make_guide
from tests.welfare.world import make_condition, make_scheme
from tests.world import (
    make_area,
    make_check,
    make_commitment,
    make_facility,
    make_indicator,
    make_release,
    make_series,
    make_unit,
    make_user,
    publish,
)
from welfare.models import Condition, Scheme

#: Every record that is entered row by row. Undertakings are entered as programmes or projects; accounts have pages of
#: their own, which ask for passwords and roles; the withdrawal of a row is opened from the row.
ENTERED = [
    model
    for model, record_type in record_types.items()
    if record_type.access.edited and model not in {RowWithdrawal, Undertaking, User}
]

DAYS = [dt.date(2022, 12, 31), dt.date(2022, 5, 31)]
NUMBERS = [Decimal(text) for text in ("14", "3", "0", "0.5", "-1", "101")]

#: What fields of these names may hold; of each the first fits everywhere.
BY_NAME = {
    "as_printed": ["字", "14人", "3百万元"],
    "paragraph": [1, 0, 9, 10, None],
    "period_start": [dt.date(2022, 1, 1), dt.date(2022, 2, 1), dt.date(2023, 1, 1), None],
    "value": [*NUMBERS, None],
    "percent": [*NUMBERS, None],
    "persons": [3, None],
    "scale": [1, 0, 100],
    "plan_year": [None, 2022],
    "facility": ["", "hospital"],
    "site": ["hospital"],
    "number": [3, None],
    "opened_on": [dt.date(2022, 5, 31), dt.date(2022, 12, 31), None],
    "year": [2022, 5, None],
    "indicators": [[], ["homes"], ["nothing"]],
    "first_day": [dt.date(2022, 5, 31), None],
    "last_day": [dt.date(2022, 5, 31), dt.date(2022, 12, 31), None],
    "rule": ["", "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "每周"],
    "repeats_until": [None, dt.date(2022, 12, 31), dt.date(2032, 12, 31)],
    "except_days": [[], ["2022-06-01"], ["1 June"]],
    "start_time": ["", "19:00", "25:00"],
    "end_time": ["", "21:00", "9 pm"],
    "opening_hours": ["", "Mo-Fr 08:30-17:30; PH off", "8:30—17:30", "Mo-Fr 22:00-02:00"],
    "phone": ["", "0631-5980090", "5980090；12345", "电话"],
    "website": ["", "https://example.org/hall", "example.org"],
    "latitude": [None, Decimal("37.407"), Decimal(91)],
    "longitude": [None, Decimal("122.17"), Decimal(181)],
    "work_item": ["", "road", "bridge", "nowhere"],
    "version": ["one"],
    "benefit": ["aid"],
    "earlier": ["", "one"],
    "meets": [[], ["poor"], ["poor", "abroad"], ["nothing"]],
    "fails": [[], ["poor"], ["nothing"]],
    "start": ["start"],
    "node": ["start"],
    "next": ["start", ""],
    "leads_to": ["start"],
    "address": ["", "/services/", "javascript:alert(1)"],
    "law_address": ["", "https://example.org/law"],
}
#: The same by class of field.
BY_CLASS = [
    (BooleanField, [False, True]),
    (JSONField, [{}, {"road_type": "lane"}]),
    (ArrayField, [["字"]]),
    (DateField, DAYS),
    (DecimalField, NUMBERS),
    (IntegerField, [5]),
    (URLField, ["https://example.org/source"]),
    (Field, ["字"]),
]
_numbers = itertools.count(1)


class Rows:
    """The rows that others name, by model, and the officials who enter them."""

    def __init__(self) -> None:
        self._forms: dict[type[Model], dict[str, forms.Field]] = {}
        self.editor = make_user("of-doors", "construction", "editor")
        self.administrator = make_user("keeper-of-doors", None, "administrator")
        project, micro, programme = make_project("road"), make_micro("garden"), make_programme("streets")
        past = make_release("past", by=self.editor, kind="statistical_return")
        due = make_commitment(past, "due", due=dt.date(2022, 6, 30))
        undated = make_commitment(past, "undated")
        make_item(past, project, "road", planned_quantity=100)
        publish(past)
        self.drafts = [
            make_release("return", by=self.editor, kind="statistical_return"),
            make_release("article", by=self.editor, kind="article"),
        ]
        make_item(self.drafts[0], project, "bridge")
        homes = make_indicator("homes")
        share = make_indicator("share", basis="point", unit="percent", decimals=1)
        roads = make_indicator(
            "roads", basis="period", smallest_count=5, dimensions={"road_type": ["lane", "avenue"]}
        )
        plan = Attachment(release=self.drafts[0], title_zh="图", title_en="Plan")
        plan.file.save("plan.pdf", ContentFile(b"%PDF-1.4"))
        self.named = {
            Department: [project.department],
            Sector: [Sector.objects.get(pk="projects")],
            Unit: [make_length(), make_unit(), make_unit("percent")],
            Area: [make_area(), make_area("street", "subdistrict"), make_area("estate", "estate")],
            Dimension: [Dimension.objects.get(code="road_type")],
            Indicator: [homes, share, roads],
            Series: [make_series(homes), make_series(share), make_series(roads, road_type="lane")],
            Check: [make_check("ratio", "rate"), make_check("sum", "whole")],
            Commitment: [due, undated],
            Facility: [make_facility("named")],
            Undertaking: [project, micro, programme],
            Category: [make_category()],
            HealthProgramme: [make_health_programme("screening", is_public=False)],
            Attachment: [plan],
            Code: [make_crime_types()["fraud"]],
            Operation: [make_operation("sweep")],
            Scheme: [make_scheme(department="construction")],
            Condition: [
                make_condition("poor", "construction"),
                make_condition(
                    "abroad", "construction", kind="circumstance", question_zh="？", question_en="?"
                ),
            ],
            Guide: [make_guide()],
        }

    def official(self, model: type[Model]) -> User:
        return self.administrator if record_types[model].access.edited == ADMINISTRATORS else self.editor

    def make(self, model: type[Model], choose: Callable[[list[object]], object], **told: object) -> Model:
        """A row, not saved; `choose` takes one of the values that a field may hold."""
        row: dict[str, object] = {}
        asked = self._asked(model)
        for field in model._meta.concrete_fields:
            needed = not (field.blank or field.has_default() or field.null or field.name == "id")
            if field.name in told:
                row[field.name] = told[field.name]
            elif field.name in asked or needed:
                row[field.name] = choose(self._values(model, field, row))
        return model(**row)

    def _boxes(self, model: type[Model]) -> dict[str, forms.Field]:
        if model not in self._forms:
            form = form_of(model, self.official(model))
            self._forms[model] = form().fields if form else {}
        return self._forms[model]

    def _asked(self, model: type[Model]) -> set[str]:
        """The fields that every door to the record asks for."""
        boxes, sheet = set(self._boxes(model)), record_types[model].sheet
        boxes |= {Observation: {"series"}, Series: {"dimensions"}}.get(model, set())
        columns = {column.field_name for column in sheet.columns} if sheet else boxes
        return boxes & columns if boxes else columns

    def _values(self, model: type[Model], field: Field, row: dict[str, object]) -> list[object]:
        """What the field may hold, as far as one box or one cell is concerned."""
        if field.name in {"code", "slug"}:
            return [f"c{next(_numbers)}", *(["road"] if model is WorkItem else [])]
        if field.is_relation:
            return self._named_by(model, field, row)
        if field.name == "section":
            return ["1", "", "7"]
        if field.name == "number" and not field.null:
            return ["2"] if model is Section else [5]
        if field.choices:
            return self._choices(model, field)
        known = (value for value in BY_NAME.get(field.name, ()) if value is not None or field.null)
        return [*known] or _plain(field)

    def _named_by(self, model: type[Model], field: Field, row: dict[str, object]) -> list[Model | None]:
        nothing = [None] if field.null else []
        if field.name == "release":
            return [*self.drafts, *nothing]
        if field.name == "section":
            return [row["release"].sections.get(), *nothing]
        if field.name == "programme" and field.null:
            return [None, self.named[Undertaking][2]]
        if field.name == "area":
            return self._areas(model)
        if field.name == "case_type":
            return [*self.named[Code], *nothing]
        return [*nothing, *self.named[field.related_model]]

    def _areas(self, model: type[Model]) -> list[Model]:
        if model is CrimeFreeVillage:
            return [make_area("hamlet", "village"), self.named[Area][0]]
        return self.named[Area][2:] if model is Series else self.named[Area][:1]

    def _choices(self, model: type[Model], field: Field) -> list[str]:
        """Those that the form offers, the usual one first."""
        box = self._boxes(model).get(field.name)
        choices = box.choices if isinstance(box, forms.ChoiceField) else field.choices
        codes = [code for code, _label in choices if code]
        usual = "" if field.blank else field.get_default() or codes[0]
        return [usual, *(code for code in codes if code != usual)]


def _plain(field: Field) -> list[object]:
    values = next(values for kind, values in BY_CLASS if isinstance(field, kind))
    if isinstance(field, ArrayField) and field.blank:
        return [[]]
    if isinstance(field, IntegerField) and field.has_default():
        return [field.default]
    if field.null:
        return [None, *values]
    return ["", *values] if field.blank and field.empty_strings_allowed and values == ["字"] else values
