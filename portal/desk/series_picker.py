"""Choosing a series by what it is: indicator, place, and one value for each dimension that the indicator has."""

import json

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.desk import choices
from portal.desk.forms import OfficialForm
from portal.desk.search_boxes import SearchBox
from portal.statistics.models import Dimension, Series

PREFIX = "dimension_"


def breakdown_fields() -> list[str]:
    """Names of the fields, one for each dimension there is."""
    return [f"{PREFIX}{code}" for code in Dimension.objects.values_list("code", flat=True)]


class BreakdownForm(OfficialForm):
    """A form with a choice for every dimension. Those that the indicator does not have stay empty."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for dimension in Dimension.objects.prefetch_related("codes"):
            self.fields[f"{PREFIX}{dimension.code}"] = forms.ChoiceField(
                label=dimension.name,
                required=False,
                choices=[("", "—"), *((code.code, code.name) for code in dimension.codes.all())],
            )

    def show_breakdown(self, dimensions: dict[str, str]) -> None:
        """Begin with the values of an existing series."""
        self.initial |= {f"{PREFIX}{dimension}": code for dimension, code in dimensions.items()}

    def chosen_breakdown(self) -> dict[str, str]:
        """The values chosen, by dimension."""
        chosen = {
            name.removeprefix(PREFIX): code
            for name, code in self.cleaned_data.items()
            if name.startswith(PREFIX)
        }
        return {dimension: code for dimension, code in chosen.items() if code}


class SeriesPicker(BreakdownForm):
    """Chooses the series of a row, or makes it where nobody has used it yet."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("indicator", "area"):
            source = Series._meta.get_field(name)
            self.fields[name] = forms.ModelChoiceField(
                choices.for_field(source, self.user),
                label=source.verbose_name,
                widget=SearchBox(source, admin.site),
            )
        if self.instance.series_id:
            series = self.instance.series
            self.initial |= {"indicator": series.indicator_id, "area": series.area_id}
            self.show_breakdown(series.dimensions)

    def clean(self) -> dict:
        cleaned = super().clean()
        indicator, area = cleaned.get("indicator"), cleaned.get("area")
        if indicator and area:
            key = {"indicator": indicator, "area": area, "dimensions": self.chosen_breakdown()}
            series = Series.objects.filter(**key).first() or Series(**key)
            series.indicator, series.area = indicator, area
            self.instance.series = series
        return cleaned

    def unread_fields(self) -> set[str]:
        """The series is read from all of its boxes together."""
        unread = super().unread_fields()
        boxes = {"indicator", "area", *(name for name in self.fields if name.startswith(PREFIX))}
        return unread | {"series"} if unread & boxes else unread

    def save(self, commit: bool = True) -> Model:  # noqa: FBT001, FBT002 - Django's signature
        series = self.instance.series
        if series.pk is None:
            self.instance.series = Series.objects.get_or_create(
                indicator=series.indicator, area=series.area, dimensions=series.dimensions
            )[0]
        return super().save(commit)


def indicator_facts(request: HttpRequest) -> dict[int, dict]:
    """By the key of each indicator that the official may choose: its dimensions, and how its figures are written."""
    indicators = choices.for_field(Series._meta.get_field("indicator"), request.user).select_related("unit")
    return {
        indicator.pk: {
            "dimensions": indicator.dimensions,
            "words": _("Unit: %(unit)s. Measured: %(basis)s. Decimals: %(decimals)d.")
            % {
                "unit": indicator.unit.name,
                "basis": indicator.get_basis_display(),
                "decimals": indicator.decimals,
            },
        }
        for indicator in indicators
    }


class BreakdownAdmin:
    """For a model's admin whose form has fields that are not the model's: those are added by the form itself."""

    change_form_template = "admin/breakdown_form.html"

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs) -> HttpResponse:
        if kwargs.get("obj") is None or self.has_change_permission(request, kwargs["obj"]):
            context["indicator_facts"] = json.dumps(indicator_facts(request), ensure_ascii=False)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs) -> type[ModelForm]:
        kwargs["fields"] = self.form._meta.fields
        return super().get_form(request, obj, **kwargs)
