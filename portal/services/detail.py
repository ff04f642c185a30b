"""What the page of a service and of a guide and their JSON show, read once."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from django.shortcuts import get_object_or_404

from portal.facilities.models import Facility
from portal.records.description_changes import DescriptionChange, changes_of
from portal.services.models import Guide, Service
from portal.statistics.figures import IndicatorRow, indicator_rows
from portal.statistics.models import Indicator, Observation


def attach_facilities(services: Iterable[Service], at: dt.datetime) -> list[Service]:
    """The services, each with `shown_facilities`: those of its facilities that are public at that time."""
    services = list(services)
    keys = {facility.pk for service in services for facility in service.facilities.all()}
    public = set(Facility.objects.public(at).filter(pk__in=keys).values_list("pk", flat=True))
    for service in services:
        service.shown_facilities = [one for one in service.facilities.all() if one.pk in public]
        service.facility_codes = [one.code for one in service.shown_facilities]
        service.area_codes = [area.code for area in service.areas.all()]
    return services


def named(rows: Iterable, codes: Sequence[str]) -> list:
    """The rows with these codes, in the order of the codes."""
    by_code = {row.code: row for row in rows}
    return [by_code[code] for code in codes if code in by_code]


@dataclass(frozen=True, kw_only=True)
class ServiceDetail:
    """A service with its facilities, its figures, and where it leads.

    `standard`: the indicator of its promised level with the newest figure; None if it has none or it is not public.
    """

    service: Service
    standard: IndicatorRow | None
    counts: Sequence[IndicatorRow]
    next_services: Sequence[Service]
    next_guides: Sequence[Guide]
    description_changes: Sequence[DescriptionChange]

    @classmethod
    def at(cls, code: str, at: dt.datetime) -> Self:
        """The service with that code. Raises Http404 unless it is public."""
        service = get_object_or_404(Service.objects.public(at).for_list(), code=code)
        attach_facilities([service], at)
        standard = service.standard.code if service.standard else ""
        indicators = Indicator.objects.released(at).filter(code__in=[*service.counts, standard])
        rows = {row.indicator.code: row for row in indicator_rows(indicators.with_latest(at).for_list(), at)}
        services = Service.objects.public(at).filter(code__in=service.next_services)
        guides = Guide.objects.public(at).filter(code__in=service.next_guides)
        return cls(
            service=service,
            standard=rows.get(standard),
            counts=[rows[one] for one in service.counts if one in rows],
            next_services=named(services, service.next_services),
            next_guides=named(guides, service.next_guides),
            description_changes=changes_of(service, at),
        )

    @property
    def facilities(self) -> list[Facility]:
        """The public facilities where it is to be had."""
        return self.service.shown_facilities

    @property
    def documents(self) -> list[str]:
        """What to bring, one thing each."""
        return [line.strip() for line in self.service.documents.splitlines() if line.strip()]

    @property
    def standard_figure(self) -> Observation | None:
        return self.standard.latest if self.standard else None

    @property
    def count_figures(self) -> list[Observation]:
        """The newest figure of each indicator that counts it."""
        return [row.latest for row in self.counts if row.latest]

    @property
    def next_service_codes(self) -> list[str]:
        return [one.code for one in self.next_services]

    @property
    def next_guide_codes(self) -> list[str]:
        return [one.code for one in self.next_guides]

    @property
    def places(self) -> list[Facility]:
        """The facilities to which one can go; a hotline is none."""
        return [one for one in self.facilities if one.kind != Facility.Kind.HOTLINE]

    @property
    def phones(self) -> list[Facility]:
        """The facilities that one can ring up."""
        return [one for one in self.facilities if one.phone]
