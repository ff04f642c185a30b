import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from portal.areas.filters import AreaFilter
from portal.areas.models import Area
from portal.commitments.models import Commitment
from portal.commitments.pages import CommitmentFilter
from portal.facilities.models import Facility
from portal.facilities.pages import FacilityFilter
from portal.publishing.filters import ReleaseFilter, versions_asked_for
from portal.publishing.models import Release, ReleasedRecord
from portal.staff.filters import DepartmentFilter, SectorFilter
from portal.staff.models import Department, Sector
from portal.statistics.filters import CheckResultFilter, IndicatorFilter, ObservationFilter, SeriesFilter
from portal.statistics.models import CheckResult, Indicator, Observation, Series
from portal.web.as_of import Moment
from portal.web.filters import BadParameter
from tests.world import (
    kept,
    make_area,
    make_check,
    make_commitment,
    make_facility,
    make_figure,
    make_indicator,
    make_release,
    make_section,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """What the tests of this module choose from, built once and taken back after the last."""
    with kept(django_db_blocker):
        yield build_district()


def build_district() -> SimpleNamespace:
    """Two releases; the second brings what the first lacks, and a newer version of one figure."""
    street = make_area("north", "subdistrict")
    village = make_area("mill", "village", street, aliases=["Old Mill"])
    crime = make_indicator(
        "crime", sector="safety", department="police", dimensions={"type": ["fraud", "theft"]}
    )
    flats = make_indicator("flats", basis="point", definition_zh="交付的套数", headline=True)
    rate = make_indicator("rate", basis="point", unit="percent", decimals=1)
    june = make_release("june", summary_zh="上半年")
    make_section(june, "2", sector_id="safety")
    early = make_figure(june, crime, 10, dimensions={"type": "fraud"}, period_end=dt.date(2022, 5, 31))
    make_figure(june, flats, 100, kind="target", qualifier="about", section=june.sections.get(number="2"))
    make_commitment(
        june, "build", series=make_figure(june, flats, 40, area=village).series, due=dt.date(2022, 9, 1)
    )
    publish(june, "2022-06-17")
    december = make_release("december", kind="press_conference")
    make_figure(december, crime, 12, dimensions={"type": "fraud"}, period_end=dt.date(2022, 5, 31))
    make_figure(december, crime, 7, dimensions={"type": "theft"}, status="provisional")
    half, whole = make_figure(december, rate, 50).series, make_figure(december, rate, 49, area=street).series
    make_check("sum", complete=False, result=half, part=whole)
    make_commitment(december, "patrol", sector_id="safety").areas.add(village, street)
    publish(december, "2022-12-23")
    make_facility(
        "post", kind="police_post", sector_id="safety", area=village, release=june, address_en="1 Mill Lane"
    )
    make_facility("hall", aliases=["礼堂"])
    return SimpleNamespace(early=early)


#: What filters by a day allow.
DAYS = ["YYYY-MM-DD", "1900–2199"]


def options(name: str, as_of: str | None) -> set[str]:
    """What the form of a page of that moment offers to choose from."""
    request = SimpleNamespace(moment=Moment.read(as_of))
    filterset = ObservationFilter(QueryDict(""), Observation.objects.none(), request=request)
    return {str(value) for value, _label in filterset.form.fields[name].choices if value}


def everywhere(_at: dt.datetime) -> QuerySet:
    return Area.objects.all()


def bodies(_at: dt.datetime) -> QuerySet:
    return Department.objects.all()


def themes(_at: dt.datetime) -> QuerySet:
    return Sector.objects.all()


def chosen(filterset_class, rows, query: str, as_of: str | None = None) -> list:
    request = SimpleNamespace(moment=Moment.read(as_of))
    return filterset_class(QueryDict(query), rows(request.moment.at), request=request).qs


def versions_of(model: type[ReleasedRecord], query: str) -> Callable[[dt.datetime], QuerySet]:
    """The rows with which a list of the records begins."""
    asked = QueryDict(query)
    return lambda at: versions_asked_for(model.objects, SimpleNamespace(moment=Moment(at), GET=asked))


def observations(query: str, as_of: str | None = None) -> list[str]:
    found = chosen(ObservationFilter, versions_of(Observation, query), query, as_of)
    return sorted(f"{one.series.indicator.code}={one.value:.0f}" for one in found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["crime=12", "crime=7", "flats=100", "flats=40", "rate=49", "rate=50"]),
        ("sector=safety", ["crime=12", "crime=7"]),
        ("indicator=flats", ["flats=100", "flats=40"]),
        ("area=north", ["flats=40", "rate=49"]),
        ("area=mill", ["flats=40"]),
        ("area=district&indicator=crime", ["crime=12", "crime=7"]),
        ("department=police", ["crime=12", "crime=7"]),
        ("kind=target", ["flats=100"]),
        ("status=provisional", ["crime=7"]),
        ("qualifier=about", ["flats=100"]),
        ("dimension=type:fraud", ["crime=12"]),
        ("release=june", ["flats=100", "flats=40"]),
        ("release=june&versions=all", ["crime=10", "flats=100", "flats=40"]),
        ("release=june&versions=current", ["flats=100", "flats=40"]),
        ("section=2", ["flats=100"]),
        ("from=2022-06-01&indicator=crime", ["crime=7"]),
        ("to=2022-05-31", ["crime=12"]),
        ("versions=all&indicator=crime", ["crime=10", "crime=12", "crime=7"]),
        ("sector=&area=&kind=&from=&dimension=&versions=&indicator=rate", ["rate=49", "rate=50"]),
        ("sector=safety&kind=target", []),
    ],
)
def test_observations_are_filtered(district, query, expected):
    assert observations(query) == expected


def test_observations_are_filtered_by_series(district):
    series = district.early.series_id

    assert observations(f"series={series}") == ["crime=12"]


def test_observations_as_of_a_day_are_those_known_then(district):
    assert observations("", "2022-07-01") == ["crime=10", "flats=100", "flats=40"]
    assert observations("versions=all&indicator=crime", "2022-07-01") == ["crime=10"]


@pytest.mark.parametrize("query", ["indicator=rate", "release=december", "series={series}"])
def test_a_value_that_is_valid_today_finds_nothing_in_the_past(district, query):
    rate = Series.objects.filter(indicator__code="rate").first()

    assert observations(query.format(series=rate.pk), "2022-07-01") == []
    assert observations(query.format(series=rate.pk)) != []


def test_a_value_that_is_not_public_is_not_allowed_at_any_moment(district):
    hidden = make_release("hidden")
    make_figure(hidden, make_indicator("hidden"), 1)
    publish(hidden, timezone.now() + dt.timedelta(days=1))

    for as_of in ("2022-07-01", None):
        with pytest.raises(BadParameter) as error:
            observations("indicator=hidden", as_of)
        assert (error.value.parameter, sorted(error.value.allowed)) == (
            "indicator",
            ["crime", "flats", "rate"],
        )


def test_a_page_of_the_past_offers_what_was_public_then(district):
    offered = {as_of: options("indicator", as_of) for as_of in ("2022-07-01", None)}

    assert offered == {"2022-07-01": {"flats", "crime"}, None: {"flats", "crime", "rate"}}


@pytest.mark.parametrize(
    ("filterset", "rows", "query", "expected"),
    [
        (IndicatorFilter, Indicator.objects.released, "sector=safety", ["crime"]),
        (IndicatorFilter, Indicator.objects.released, "department=police", ["crime"]),
        (IndicatorFilter, Indicator.objects.released, "basis=point", ["flats", "rate"]),
        (IndicatorFilter, Indicator.objects.released, "unit=percent", ["rate"]),
        (IndicatorFilter, Indicator.objects.released, "area=north", ["flats", "rate"]),
        (IndicatorFilter, Indicator.objects.released, "q=套数", ["flats"]),
        (IndicatorFilter, Indicator.objects.released, "q=INDICATOR+rate", ["rate"]),
        (IndicatorFilter, Indicator.objects.released, "headline=true", ["flats"]),
        (IndicatorFilter, Indicator.objects.released, "headline=false", ["crime", "rate"]),
        (FacilityFilter, Facility.objects.public, "kind=police_post", ["post"]),
        (FacilityFilter, Facility.objects.public, "sector=culture", ["hall"]),
        (FacilityFilter, Facility.objects.public, "area=north", ["post"]),
        (FacilityFilter, Facility.objects.public, "department=construction", ["hall", "post"]),
        (FacilityFilter, Facility.objects.public, "release=june", ["post"]),
        (FacilityFilter, Facility.objects.public, "q=mill+lane", ["post"]),
        (FacilityFilter, Facility.objects.public, "q=礼堂", ["hall"]),
        (AreaFilter, everywhere, "kind=village", ["mill"]),
        (AreaFilter, everywhere, "parent=district", ["north"]),
        (AreaFilter, everywhere, "area=north", ["mill", "north"]),
        (AreaFilter, everywhere, "q=old", ["mill"]),
        (DepartmentFilter, bodies, "q=POLICE", ["police"]),
    ],
)
def test_rows_with_a_code_are_filtered(district, filterset, rows, query, expected):
    assert sorted(one.code for one in chosen(filterset, rows, query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=article", ["june"]),
        ("department=construction", ["december", "june"]),
        ("sector=safety", ["june"]),
        ("year=2022", ["december", "june"]),
        ("year=2021", []),
        ("q=上半年", ["june"]),
    ],
)
def test_releases_are_filtered(district, query, expected):
    found = chosen(ReleaseFilter, Release.objects.released, query)

    assert sorted(release.slug for release in found) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=silent", ["build"]),
        ("state=no_date", ["patrol"]),
        ("kind=direction", []),
        ("sector=safety", ["patrol"]),
        ("department=construction", ["build", "patrol"]),
        ("area=north", ["patrol"]),
        ("area=mill", ["patrol"]),
        ("due_from=2022-09-01", ["build"]),
        ("due_to=2022-08-31", []),
        ("indicator=flats", ["build"]),
        ("release=december", ["patrol"]),
    ],
)
def test_commitments_are_filtered(district, query, expected):
    found = chosen(CommitmentFilter, lambda at: Commitment.objects.known_at(at).with_state(at), query)

    assert sorted(commitment.code for commitment in found) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["revision", "sum"]),
        ("passed=false", ["revision"]),
        ("passed=true", ["sum"]),
        ("kind=sum", ["sum"]),
        ("sector=safety", ["revision"]),
        ("indicator=rate", ["sum"]),
        ("indicator=flats", []),
        ("area=district", ["revision", "sum"]),
        ("area=north", []),
        ("department=police", ["revision"]),
        ("release=december", ["revision", "sum"]),
        ("release=june&versions=all", []),
    ],
)
def test_checks_are_filtered(district, query, expected):
    found = chosen(CheckResultFilter, versions_of(CheckResult, query), query)

    assert sorted(one.kind for one in found) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("indicator=rate", 2),
        ("sector=safety", 2),
        ("department=police", 2),
        ("area=mill", 1),
        ("dimension=type:theft", 1),
    ],
)
def test_series_are_filtered(district, query, expected):
    assert chosen(SeriesFilter, Series.objects.released, query).count() == expected


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("colour=red", "colour", None),
        ("sector=safty", "sector", ["projects", "safety", "health", "welfare", "culture", "education"]),
        ("kind=Target", "kind", ["actual", "target", "standard"]),
        ("area=nowhere", "area", ["district", "mill", "north"]),
        ("area=%00", "area", None),
        ("series=99999999999999999999999", "series", None),
        ("series=x", "series", None),
        ("from=2022-13-01", "from", DAYS),
        ("to=12/31/2022", "to", DAYS),
        ("from=%00", "from", DAYS),
        ("from=0001-01-01", "from", DAYS),
        ("from=20220601", "from", DAYS),
        ("to=2022-6-1", "to", DAYS),
        ("to=9999-12-31", "to", DAYS),
        ("to=2022-W22-3", "to", DAYS),
        ("from=２０２２-06-01", "from", DAYS),
        ("from=2022-06-01T00:00:00%2B08:00", "from", DAYS),
        ("series=١٢", "series", None),
        ("section=%00", "section", ["3.1"]),
        ("section=1234567890123", "section", ["3.1"]),
        ("dimension=type", "dimension", ["type:fraud", "type:theft"]),
        ("dimension=type:arson", "dimension", ["type:fraud", "type:theft"]),
        ("dimension=type:fraud&dimension=type:theft", "dimension", ["type:fraud", "type:theft"]),
        ("dimension=type:%00", "dimension", ["type:fraud", "type:theft"]),
        ("versions=old", "versions", ["current", "all"]),
        ("kind=actual&kind=target", "kind", []),
        ("%00=1", "\0", None),
        ("%ff=%fe", "�", None),
    ],
)
def test_what_is_not_understood_is_refused(district, query, parameter, allowed):
    with pytest.raises(BadParameter) as error:
        observations(query)

    assert error.value.parameter == parameter
    assert allowed is None or error.value.allowed == allowed


@pytest.mark.parametrize(
    "year", ["0", "-1", "1e3", "99999", "x", "2022.5", "1654", "2203", "２０２２", "٢٠٢٢"]
)
def test_a_year_has_four_digits(district, year):
    with pytest.raises(BadParameter, match="year"):
        chosen(ReleaseFilter, Release.objects.released, f"year={year}")


def test_an_unknown_parameter_names_those_that_are_known(district):
    with pytest.raises(BadParameter) as error:
        chosen(SectorFilter, themes, "colour=red")

    assert error.value.allowed == ["page", "care", "as_of", "lang"]
    assert "“colour”" in error.value.message


def test_many_allowed_values_are_named_by_the_address_that_lists_them(district, db):
    for number in range(40):
        make_area(f"site-{number}", "site")

    with pytest.raises(BadParameter) as error:
        observations("area=nowhere")

    assert error.value.allowed == ["/api/v1/areas"]
