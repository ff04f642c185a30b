"""The form of a figure: it is entered by what it is, and what does not fit is refused at its field."""

import datetime as dt

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.publishing.models import Release, ReleaseEditor
from portal.staff.models import User
from portal.statistics.models import Indicator, Observation, Series
from tests.world import (
    make_area,
    make_department,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    make_series,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

YTD = {"period_start": "2022-01-01", "period_end": "2022-05-31"}


@pytest.fixture
def draft(editor) -> Release:
    return make_release("draft", by=editor)


def address(model: type, action: str, *args: object) -> str:
    return reverse(f"admin:portal_{model._meta.model_name}_{action}", args=args)


def as_user(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def figure_form(release: Release, indicator: Indicator, **fields) -> dict:
    return {
        "release": release.pk,
        "section": release.sections.first().pk,
        "paragraph": "1",
        "indicator": indicator.pk,
        "area": make_area().pk,
        "kind": "actual",
        "value": "12",
        "status": "normal",
        "as_printed": "若干人",
        **YTD,
        **fields,
    }


def errors_of(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_figure_is_entered_by_what_it_is_and_its_series_is_made(client, editor, draft):
    indicator = make_indicator("cases", dimensions={"crime": ["fraud", "theft"]})

    as_user(client, editor).post(
        address(Observation, "add"), figure_form(draft, indicator, dimension_crime="theft")
    )

    figure = draft.observations.get()
    assert (figure.value, figure.series.indicator, figure.series.dimensions) == (
        12,
        indicator,
        {"crime": "theft"},
    )


def test_figure_takes_the_series_that_is_there(client, editor, draft):
    series = make_series(make_indicator("cases"))

    as_user(client, editor).post(address(Observation, "add"), figure_form(draft, series.indicator))

    assert draft.observations.get().series == series
    assert Series.objects.count() == 1


def test_figure_opens_with_the_breakdown_that_it_has(client, editor, draft):
    indicator = make_indicator("cases", dimensions={"crime": ["fraud", "theft"]})
    figure = make_figure(draft, indicator, 5, dimensions={"crime": "theft"})

    page = as_user(client, editor).get(address(Observation, "change", figure.pk))

    form = page.context["adminform"].form
    assert (form["indicator"].value(), form["dimension_crime"].value()) == (indicator.pk, "theft")


@pytest.mark.parametrize(
    "refused",
    [
        (
            {"dimension_crime": ""},
            "dimension_crime",
            "The indicator is broken down by crime: choose a value.",
        ),
        (
            {"dimension_other": "x"},
            "dimension_other",
            "The indicator is not broken down by other: leave it empty.",
        ),
        (
            {"period_start": ""},
            "period_start",
            "The indicator is measured year to date: enter the first day.",
        ),
        (
            {"period_start": "2022-02-01"},
            "period_start",
            "It begins on 1 January of the same year. For another day, use the basis “since a day of each year”.",
        ),
        ({"value": "7.5"}, "value", "The indicator takes whole numbers only."),
        ({"value": "3"}, "value", "Counts below 5 must be suppressed, so that nobody can be identified."),
        ({"value": "-7"}, "value", "Values in the unit persons cannot be negative."),
        ({"value": ""}, "value", "Enter the value, or choose the status suppressed or missing."),
        ({"paragraph": "40"}, "paragraph", "Section 1 has paragraphs 1 to 9."),
    ],
)
def test_figure_that_does_not_fit_is_refused_at_its_field(client, editor, draft, refused):
    fields, field, error = refused
    indicator = make_indicator("cases", dimensions={"crime": ["fraud"]}, smallest_count=5)
    make_indicator("others", dimensions={"other": ["x"]})
    form = figure_form(draft, indicator, **{"dimension_crime": "fraud", **fields})

    response = as_user(client, editor).post(address(Observation, "add"), form)

    assert errors_of(response)[field] == [error]


def test_figure_entered_twice_is_refused_in_words(client, editor, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    form = figure_form(draft, figure.series.indicator, period_end=figure.period_end.isoformat())

    response = as_user(client, editor).post(address(Observation, "add"), form)

    assert errors_of(response)["__all__"] == [
        "The release already has a figure of this series, period and kind."
    ]


def test_figure_of_another_department_is_no_choice(client, outsider, draft):
    make_section(draft, "2", department=make_department("health"))
    form = figure_form(draft, make_indicator("cases"))

    response = as_user(client, outsider).post(address(Observation, "add"), form)

    assert list(errors_of(response)) == ["indicator"]


def test_figure_of_ones_own_enters_a_release_that_one_contributes_to(client, outsider, draft):
    section = make_section(draft, "2", department=make_department("health"))
    form = figure_form(draft, make_indicator("beds", department="health"), section=section.pk)

    as_user(client, outsider).post(address(Observation, "add"), form)

    assert draft.observations.get().section == section


def test_section_of_another_release_is_refused(client, editor, draft):
    other = make_release("other", by=editor)
    form = figure_form(draft, make_indicator("cases"), section=other.sections.get().pk)

    response = as_user(client, editor).post(address(Observation, "add"), form)

    assert errors_of(response)["section"] == ["This section belongs to another release."]


def test_saving_records_the_editor_and_the_door(client, administrator, draft):
    form = figure_form(draft, make_indicator("cases"))

    as_user(client, administrator).post(address(Observation, "add"), form)

    assert ReleaseEditor.objects.filter(release=draft, user=administrator).exists()
    event = Observation.pgh_event_model.objects.select_related("pgh_context").get()
    about = event.pgh_context.metadata
    assert (about["user"], about["action"], about["door"]) == (administrator.pk, "add", "form")


def test_form_left_open_while_the_release_was_submitted_says_so(client, editor, draft):
    figure = make_figure(draft, make_indicator("cases"), 5)
    publish(draft)

    form = figure_form(draft, figure.series.indicator)
    response = as_user(client, editor).post(address(Observation, "change", figure.pk), form, follow=True)

    assert messages_of(response) == [
        "Nothing was saved: the release has been submitted or released in the meantime, and can no longer be changed."
    ]
    assert draft.observations.get().value == 5


def test_submission_between_reading_and_writing_is_a_form_error(client, editor, draft):
    indicator = make_indicator("cases")

    def submit_meanwhile(**_: object) -> None:
        Release.objects.filter(pk=draft.pk).update(
            state="submitted", submitted_by=editor, submitted_at=timezone.now()
        )

    pre_save.connect(submit_meanwhile, sender=Observation)
    try:
        response = as_user(client, editor).post(address(Observation, "add"), figure_form(draft, indicator))
    finally:
        pre_save.disconnect(submit_meanwhile, sender=Observation)

    assert errors_of(response)["__all__"] == [
        "Nothing was saved: the release has been submitted or released in the meantime, and can no longer be changed."
    ]
    assert not Observation.objects.exists()


def test_dates_are_read_as_they_are_shown(client, editor, draft):
    figure = make_figure(draft, make_indicator("cases"), 5, period_end=dt.date(2022, 5, 31))

    page = as_user(client, editor).get(address(Observation, "change", figure.pk))

    assert 'value="2022-05-31"' in page.content.decode()
