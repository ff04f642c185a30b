"""`/api/v1/hsds/services`: services in the Human Services Data Specification 3."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.services.standard import STANDARD, faults_of
from tests.services.world import make_service
from tests.world import make_area, make_facility, make_release, publish

pytestmark = pytest.mark.django_db
LIST = "/api/v1/hsds/services"
needs_standard = pytest.mark.skipif(
    not STANDARD.is_dir(), reason=f"The standard is not beside the project: {STANDARD} is missing."
)


def make_whole() -> None:
    """A service with everything that one can have."""
    texts = {
        f"{name}_{language}": f"{name} {language}"
        for name in ("audience", "application", "hours", "promise", "fee", "law")
        for language in ("zh", "en")
    }
    make_service(
        "whole",
        **texts,
        documents_zh="身份证\n户口簿",
        documents_en="identity card\nhousehold booklet",
        phone="12333",
        aliases=["全"],
        areas=[make_area("street", "subdistrict")],
        facilities=[
            make_facility("window", phone="5980090；12345", latitude="37.407", longitude="122.17"),
            make_facility("line", kind="hotline", phone="110"),
        ],
    )


def one(client, query: str = "") -> dict:
    (listed,) = client.get(LIST).json()["contents"]
    return client.get(f"{LIST}/{listed['id']}{query}").json()


@needs_standard
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_services_are_valid_in_both_languages(client, language):
    make_whole()
    make_service("bare")

    page = client.get(f"{LIST}?lang={language}").json()
    details = [client.get(f"{LIST}/{row['id']}?lang={language}").json() for row in page["contents"]]

    assert [faults_of(row, "service_list") for row in page["contents"]] == [[], []]
    assert [faults_of(row) for row in details] == [[], []]


@needs_standard
def test_faults_of_a_service_are_found(client):
    make_service()
    service = one(client)

    service |= {"id": "1", "status": "open", "colour": "red", "alternate_name": ""}

    found = " ".join(faults_of(service))
    assert all(
        word in found for word in ("'open' is not one of", "colour is unknown", "alternate_name is empty")
    )
    assert "is not a 'uuid'" in found


def test_a_service_says_where_whom_to_call_and_what_to_bring(client):
    make_whole()

    service = one(client, "?lang=en")

    assert [phone["number"] for phone in service["phones"]] == ["12333", "110", "5980090", "12345"]
    assert [at["location"]["name"] for at in service["service_at_locations"]] == ["Facility window"]
    assert [row["document"] for row in service["required_documents"]] == [
        "identity card",
        "household booklet",
    ]
    assert [area["name"] for area in service["service_areas"]] == ["Street"]
    assert service["assured_date"] == "2022-12-23"


def test_what_is_not_published_is_left_out(client):
    make_service()

    assert (
        not {"fees_description", "wait_time", "phones", "schedules", "required_documents"}
        & one(client).keys()
    )


def test_ids_stay_the_same_and_lists_are_paged(client):
    for code in ("a", "b", "c"):
        make_service(code)

    pages = [client.get(f"{LIST}?per_page=2&page={number}").json() for number in (1, 2)]

    assert [page["size"] for page in pages] == [2, 1]
    assert [(page["first_page"], page["last_page"]) for page in pages] == [(True, False), (False, True)]
    assert pages[0]["contents"][0]["id"] == client.get(LIST).json()["contents"][0]["id"]


@pytest.mark.parametrize("query", ["page=0", "page=9", "per_page=0", "colour=red"])
def test_a_bad_parameter_is_named(client, query):
    answer = client.get(f"{LIST}?{query}")

    assert (answer.status_code, answer.json()["error"]["parameter"]) == (400, query.split("=")[0])


def test_what_is_not_public_is_not_there(client):
    release = make_release()
    make_service("private", is_public=False)
    make_service("ahead", release=release)
    publish(release, at=timezone.now() + dt.timedelta(days=1))

    assert client.get(LIST).json()["empty"] is True
    assert client.get(f"{LIST}/6f1d1c62-6f0b-5a6e-9d0c-3a6f8a1e7b54").status_code == 404
