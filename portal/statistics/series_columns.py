"""Sheet columns that together identify a series."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.areas.models import Area
from portal.records.cell_errors import BadCell, choose_from
from portal.records.columns import Column, Value
from portal.records.lookups import CodeLookup, SeriesKey, Target
from portal.records.sheets import Reference
from portal.statistics.models import Dimension, Indicator, Series
from portal.statistics.models.codelists import code_name


class SeriesReference(Reference):
    """A part of the series that has a code: its indicator or its area."""

    def __init__(self, code: str, model: type[models.Model], *, required: bool) -> None:
        super().__init__(code, Target(model), required=required, field="series")

    def bind(self, model: type[models.Model]) -> None:
        super().bind(model)
        self.label = self.to.model._meta.verbose_name
        self.related = (f"series__{self.code}",)

    def get(self, instance: models.Model) -> str:
        return getattr(instance.series, self.code).code if instance.series_id else ""


class SeriesIndicator(SeriesReference):
    """First of the three columns that identify a series; it sets the series for all three."""

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        instance.series_id = lookup.series_pk(series_key(values)) if values["indicator"] else None

    def fill(self, row: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        indicator, area, dimensions = series_key(values)
        row.series = None
        if indicator and area:
            row.series = Series(
                indicator=lookup.instance(self.to, indicator),
                area=lookup.instance(Target(Area), area),
                dimensions=dict(dimensions),
            )


class SetByIndicator:
    """Mixin of the other two columns, which the indicator's column sets."""

    def set(self, instance: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        pass

    def fill(self, row: models.Model, values: Mapping[str, Value], lookup: CodeLookup) -> None:
        pass


class SeriesArea(SetByIndicator, SeriesReference):
    """The area of the series."""


class SeriesDimensions(SetByIndicator, Column):
    """The breakdown of the series: dimension=value pairs, separated by semicolons."""

    default = ()

    def __init__(self) -> None:
        super().__init__("dimensions", field="series", label=gettext_lazy("dimension values"))

    def bind(self, model: type[models.Model]) -> None:
        super().bind(model)
        self.default = ()

    def read(self, text: str, lookup: CodeLookup) -> tuple[tuple[str, str], ...]:
        pairs: dict[str, str] = {}
        codes = lookup.dimension_codes()
        for part in filter(None, (part.strip() for part in text.split(";"))):
            dimension, separator, value = (word.strip() for word in part.partition("="))
            if not separator:
                raise BadCell(self.allowed())
            if dimension not in codes:
                named = lookup.codes_named(dimension, Target(Dimension))
                if len(named) != 1:
                    unknown = choose_from(dimension, {code: code for code in codes})
                    words = _("no dimension %(code)s; %(choose)s")
                    raise BadCell(words % {"code": dimension, "choose": unknown})
                dimension = named[0]
            if dimension in pairs:
                raise BadCell(_("names the dimension %(dimension)s twice.") % {"dimension": dimension})
            if value not in codes[dimension]:
                unknown = choose_from(value, codes[dimension])
                raise BadCell(
                    _("%(dimension)s has no value %(code)s; %(choose)s")
                    % {"dimension": dimension, "code": value, "choose": unknown}
                )
            pairs[dimension] = codes[dimension][value]
        return tuple(sorted(pairs.items()))

    def show(self, value: tuple[tuple[str, str], ...]) -> str:
        return ";".join(f"{dimension}={code}" for dimension, code in value)

    def in_words(self, value: tuple[tuple[str, str], ...], lookup: CodeLookup) -> str:
        return str(_(", ")).join(code_name(*pair) for pair in value)

    def get(self, instance: models.Model) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(instance.series.dimensions.items())) if instance.series_id else ()

    def allowed(self) -> str:
        return _("pairs like crime_type=fraud;age_band=60_70, one for each dimension of the indicator")


def series_columns(*, required: bool = True) -> tuple[Column, ...]:
    """The columns indicator, area and dimensions, which together fill the field `series` of the model."""
    return (
        SeriesIndicator("indicator", Indicator, required=required),
        SeriesArea("area", Area, required=required),
        SeriesDimensions(),
    )


def series_key(values: Mapping[str, Value]) -> SeriesKey:
    return values["indicator"], values["area"], values["dimensions"]
