"""Series: the figures of an indicator in one area, for one combination of dimension codes."""

import datetime as dt

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from portal.areas.models import Area
from portal.records.history import audited, never_truncated
from portal.statistics.codes import ObservationKind
from portal.statistics.models.codelists import code_name
from portal.statistics.models.indicator import Indicator, observations


class SeriesQuerySet(models.QuerySet):
    """QuerySet words for series. A series is public once a figure of it has been released."""

    def released(self, at: dt.datetime) -> "SeriesQuerySet":
        """Series with a figure public by that time."""
        return self.filter(Exists(observations().released(at).filter(series=OuterRef("pk"))))

    def with_latest(self, at: dt.datetime) -> "SeriesQuerySet":
        """Adds `latest_id`: the newest figure in force, of results, else of standards, else of targets.

        By kind, so that the index over periods leads to each.
        """
        known = observations().known_at(at).filter(series=OuterRef("pk"))
        known = known.order_by("-period_end", F("period_start").asc(nulls_last=True), "id")
        newest = (Subquery(known.filter(kind=kind).values("pk")[:1]) for kind in sorted(ObservationKind))
        return self.annotate(latest_id=Coalesce(*newest))

    def newest_ids(self, at: dt.datetime, most: int) -> dict[int, list[int]]:
        """The ids of the last figures in force, by period, at most so many of each series; by series id, one query."""
        newest = observations().known_at(at).filter(series=OuterRef("pk")).order_by("-period_end", "-pk")
        ids = ArraySubquery(newest.values("pk")[:most])
        return dict(self.order_by().values_list("pk").annotate(newest=ids))

    def count_by_indicator(self) -> dict[int, int]:
        """The number of series by indicator id."""
        return dict(self.order_by().values_list("indicator").annotate(Count("pk")))

    def whole_first(self) -> "SeriesQuerySet":
        """The whole district without breakdown first."""
        whole = When(dimensions={}, area__kind="district", then=Value(0))
        return self.order_by(Case(whole, default=Value(1)), "area__code", "id")

    def for_list(self) -> "SeriesQuerySet":
        """Ready to render in a list."""
        return self.select_related("indicator__unit", "indicator__sector", "area")


@audited
class Series(models.Model):
    """The figures of an indicator in one area, for one combination of dimension codes (SDMX: series key)."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="series", verbose_name=_("indicator")
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="series", verbose_name=_("area"))
    dimensions = models.JSONField(_("dimension values"), default=dict, blank=True)

    not_public = "Its key never changes, and nobody sees it before the first figure of it is released."
    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "area", "id")
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "dimensions"], name="series_key_unique")
        ]
        triggers = [
            pgtrigger.ReadOnly(name="key_never_changes", fields=["indicator", "area", "dimensions"]),
            pgtrigger.Trigger(
                name="dimensions_are_codes",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                IF (SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM jsonb_object_keys(NEW.dimensions) key)
                   <> (SELECT array(SELECT d FROM unnest(i.dimensions) d ORDER BY d)::text[]
                       FROM portal_indicator i WHERE i.id = NEW.indicator_id)
                   OR EXISTS (
                    SELECT 1 FROM jsonb_each_text(NEW.dimensions) pair
                    WHERE NOT EXISTS (SELECT 1 FROM portal_code c
                                      WHERE c.dimension_id = pair.key AND c.code = pair.value)
                ) THEN
                    RAISE EXCEPTION 'series: % are not values of the dimensions of its indicator', NEW.dimensions
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            never_truncated(),
        ]

    def __str__(self) -> str:
        names = str(_(", ")).join(self.breakdown)
        return " · ".join(filter(None, (str(self.indicator), str(self.area), names)))

    @property
    def breakdown(self) -> list[str]:
        """The names of its dimension values in the active language."""
        return [code_name(*pair) for pair in sorted(self.dimensions.items())]

    @property
    def scope(self) -> str:
        """Area and breakdown: “Xiaocheng Garden · seating”; the district is not named."""
        area = "" if self.area.kind == "district" else self.area.label
        return " · ".join(filter(None, (area, str(_(", ")).join(self.breakdown))))
