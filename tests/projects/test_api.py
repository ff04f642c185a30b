"""Programmes, projects and what was released of them, in the JSON interface."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from projects.models import ProgressReport, Undertaking
from tests.projects.world import make_document, make_undertakings
from tests.web.test_openapi import nulls, resolved
from tests.world import kept, publish

pytestmark = pytest.mark.django_db

RECORDS = ["progress", "work-items", "funding", "milestones", "beneficiaries"]
NOUNS = ["projects", "programmes", "microprojects", *RECORDS, "project-categories"]
PROGRESS = """
    id project project_name project_kind programme work_item work_item_name unit as_at stage percent quantity
    planned_quantity qualifier status as_printed note release locator released_at superseded_at contradictions
    check_state checks version_state supersedes superseded_by correction_reason withdrawn_at withdrawal_reason
    withdrawn_by
""".split()  # noqa: SIM905 - to be read at a glance
DETAILS = ["projects/{}-project", "programmes/{}-programme", "microprojects/{}-micro"]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """June, December and a release of tomorrow, each with one of everything."""
    with kept(django_db_blocker):
        june = make_undertakings("june")
        make_document(june, Undertaking.objects.get(code="june-project"))
        publish(june, "2022-06-17")
        publish(make_undertakings("december"), "2022-12-23")
        publish(make_undertakings("tomorrow"), timezone.now() + dt.timedelta(days=1))
        yield


@pytest.fixture
def api(district) -> Client:
    return Client()


def rows(client: Client, path: str) -> list[dict]:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


NOT_REPORTED = {
    "status": "not_reported",
    "state": "",
    "is_current": False,
    "as_at": None,
    "rule": "",
    "record": "",
    "record_id": None,
    "release": None,
}


def test_a_project_says_how_far_it_is(api):
    june = next(row for row in rows(api, "projects?lang=en") if row["code"] == "june-project")

    assert june == {
        "code": "june-project",
        "kind": "project",
        "name": "Project june-project",
        "aliases": ["june alias"],
        "summary": "Summary",
        "programme": "june-programme",
        "programme_name": "Project june-programme",
        "sector": "projects",
        "department": "construction",
        "department_name": "construction",
        "category": "streets",
        "category_name": "Streets",
        "areas": ["june-street"],
        "plan_year": 2022,
        "predecessor": None,
        "predecessors": [],
        "successors": [],
        "stage": "implementation",
        "stage_basis": "reported",
        "steps": [
            NOT_REPORTED | {"stage": "identification"},
            NOT_REPORTED | {"stage": "preparation"},
            {
                "stage": "implementation",
                "status": "reported",
                "state": "reached",
                "is_current": True,
                "as_at": "2022-05-31",
                "rule": "",
                "record": "progress",
                "record_id": ProgressReport.objects.get(undertaking__code="june-project", work_item="").pk,
                "release": "june",
            },
            NOT_REPORTED | {"stage": "completion"},
        ],
        "percent": None,
        "percent_qualifier": "",
        "percent_basis": None,
        "as_at": "2022-05-31",
        "release": "june",
        "reported_at": "2022-06-17T00:00:00+08:00",
        "due": "2022-12-31",
        "is_late": False,
        "silent_since": None,
        "due_state": "not_heard",
        "published_since": None,
        "url": "http://testserver/projects/june-project/",
    }


def test_a_list_as_of_a_day_shows_what_was_known_then(api):
    (only,) = rows(api, "projects?as_of=2022-07-01&kind=project")

    assert (only["code"], only["is_late"], only["silent_since"]) == ("june-project", False, None)
    assert (only["due_state"], only["published_since"]) == ("pending", None)


@pytest.mark.parametrize("noun", NOUNS)
def test_nothing_of_tomorrow_stands_in_a_list(api, noun):
    plain, table = (api.get(f"/api/v1/{noun}{end}") for end in ("?versions=all" * (noun in RECORDS), ".csv"))

    assert plain.json()["results"]
    assert b"tomorrow" not in plain.content
    assert b"tomorrow" not in b"".join(table.streaming_content)


@pytest.mark.parametrize("path", DETAILS)
def test_what_is_under_embargo_is_found_as_little_as_what_never_was(api, path):
    hidden, never = (api.get(f"/api/v1/{path.format(slug)}") for slug in ("tomorrow", "never"))

    assert (hidden.status_code, hidden.content) == (404, never.content)


@pytest.mark.parametrize("noun", NOUNS)
def test_each_row_has_its_own_address_and_every_twin_as_many_rows(api, noun):
    found = rows(api, noun)
    key = "code" if "code" in found[0] and noun not in RECORDS else "id"

    answers = [api.get(f"/api/v1/{noun}/{row[key]}") for row in found]
    table = b"".join(api.get(f"/api/v1/{noun}.csv").streaming_content).decode()

    assert [answer.status_code for answer in answers] == [200] * len(found)
    assert all(answer.json().items() >= row.items() for answer, row in zip(answers, found, strict=True))
    assert table.count("\r\n") == len(found) + 1
    assert api.get(f"/api/v1/{noun}.xlsx").status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_can_be_paged(api, noun):
    whole, paged, address = rows(api, noun), [], f"/api/v1/{noun}?limit=1"
    while address:
        answer = api.get(address).json()
        paged, address = [*paged, *answer["results"]], answer["next"]

    assert paged == whole


def test_a_project_has_everything_released_of_it(api):
    project = api.get("/api/v1/projects/june-project?lang=en").json()

    assert [report["stage"] for report in project["reports"]] == ["implementation"]
    (road,) = project["work_items"]
    assert (road["planned_quantity"], road["done_quantity"], road["done_basis"]) == (987, 500, "computed")
    assert road["done_percent"] == 50.7
    assert project["funding"]["accounts"] == [
        {"kind": "planned", "total": 6760000, "sum_of_shares": 6720000, "gap": 40000, "sum_qualifier": ""}
    ]
    assert [row["source"] for row in project["funding"]["rows"]] == ["total", "government", "society"]
    (end,) = project["milestones"]
    assert (end["due"], end["first_due"], end["slip_days"]) == ("2022-12-31", "2022-12-31", 0)
    assert [(row["unit"], row["value"]) for row in project["beneficiaries"]] == [("household", 120)]
    assert project["commitments"] == [
        {
            "code": "june-promise",
            "title": "Commitment june-promise",
            "kind": "measurable",
            "state": "no_date",
            "due": None,
            "due_inferred": False,
        }
    ]
    (photo,) = project["documents"]
    assert (photo["title"], photo["kind"], photo["release"]) == ("Photo", "photo", "june")
    assert photo["address"].startswith("http://testserver/releases/june/")
    assert project["indicators"] == []


def test_a_programme_says_what_its_projects_come_to(api):
    programme = api.get("/api/v1/programmes/june-programme").json()

    one_alone = {"projects": 1, "qualifier": "", "basis": "reported"}
    assert programme["percent"] == 50
    assert programme["percent_basis"] == "reported"
    assert programme["roll_up"] == {
        "projects": 1,
        "stages": {"implementation": 1},
        "late": 0,
        "silent": 0,
        "not_heard": 1,
        "mentioned": 0,
        "beneficiaries": [{"unit": "household", "kind": "planned", "value": 120, **one_alone}],
        "money": [{"unit": None, "kind": "planned", "value": 6760000, **one_alone}],
    }
    assert [row["code"] for row in api.get(programme["projects"]).json()["results"]] == ["june-project"]


def test_a_report_says_of_what_it_is_and_where_it_stands(api):
    report = next(row for row in rows(api, "progress?project=june-project") if row["work_item"])

    assert list(report) == PROGRESS
    assert (report["work_item_name"], report["unit"]) == ("road项", "metre")
    assert (report["quantity"], report["planned_quantity"], report["percent"]) == (500, 987, None)
    assert report["locator"] == {"section": "1", "paragraph": 1, "section_title": "第1节"}


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("progress", 8),
        ("progress?project=june-project", 2),
        ("progress?project=june-programme", 1),
        ("progress?programme=june-programme", 2),
        ("progress?kind=micro", 2),
        ("progress?stage=screened", 2),
        ("progress?area=june-street", 3),
        ("progress?category=streets&department=construction&sector=projects", 8),
        ("progress?release=june", 4),
        ("progress?from=2022-06-01", 0),
        ("progress?to=2022-05-31&status=normal", 8),
        ("progress?as_of=2022-07-01", 4),
        ("funding?source=society", 2),
        ("funding?basis=paid", 0),
        ("milestones?due_from=2022-12-31&due_to=2022-12-31&step=completion", 2),
        ("milestones?step=handover", 0),
        ("work-items?unit=metre", 2),
        ("beneficiaries?unit=household&basis=planned", 2),
        ("programmes?q=june", 1),
        ("programmes?year=2022&category=streets&department=construction&sector=projects", 2),
        ("programmes?area=june-street", 0),
        ("microprojects?stage=screened&area=june-street", 1),
        ("microprojects?stage=built", 0),
        ("projects?q=june+alias", 1),
        ("projects?programme=december-programme", 1),
    ],
)
def test_records_are_filtered(api, path, number):
    assert len(rows(api, path)) == number


@pytest.mark.parametrize(
    ("path", "parameter", "allowed"),
    [
        ("projects?colour=red", "colour", None),
        ("projects?state=gone", "state", ["late", "silent", "not_heard", "mentioned"]),
        ("projects?sort=size", "sort", ["name", "newest", "percent", "due"]),
        ("projects?programme=tomorrow-programme", "programme", ["december-programme", "june-programme"]),
        ("progress?project=tomorrow-project", "project", None),
        ("microprojects?kind=project", "kind", None),
        ("programmes?sort=name", "sort", None),
        ("projects?cursor=x", "cursor", None),
        ("projects?limit=0", "limit", ["1–1000"]),
    ],
)
def test_what_is_not_understood_is_refused(api, path, parameter, allowed):
    answer = api.get(f"/api/v1/{path}")

    assert answer.status_code == 400
    assert answer.json()["error"]["parameter"] == parameter
    if allowed is not None:
        assert sorted(answer.json()["error"]["allowed"]) == sorted(allowed)
    assert b"tomorrow" not in answer.content.replace(b"tomorrow-programme", b"", 1).replace(
        b"tomorrow-project", b"", 1
    )


def test_every_order_is_paged_by_its_own_cursor(api):
    for sort in ("newest", "percent", "due"):
        whole = rows(api, f"projects?sort={sort}")
        first = api.get(f"/api/v1/projects?sort={sort}&limit=2").json()
        second = api.get(first["next"]).json()

        assert [*first["results"], *second["results"]] == whole[:4]
    assert api.get(first["next"].replace("sort=due", "sort=name")).status_code == 400


@pytest.mark.parametrize("path", [*NOUNS, *(path.format("june") for path in DETAILS)])
def test_answers_are_as_they_are_described(api, path):
    schema = api.get("/api/v1/openapi.json?lang=en").json()
    noun, *key = path.split("/")
    operation = schema["paths"][f"/api/v1/{noun}" + "/{code}" * len(key)]["get"]
    described = operation["responses"]["200"]["content"]["application/json"]["schema"]

    answer = api.get(f"/api/v1/{path}").json()

    assert list(answer) == list(resolved(schema, described)["properties"])
    assert list(nulls(schema, described, answer, path)) == []
