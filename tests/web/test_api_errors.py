"""Whatever a visitor sends is answered, in JSON, with what was wrong."""

from urllib.parse import quote

import pytest
from django.conf import settings as portal_settings
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.wsgi import Utf8Request
from tests.world import kept, make_everything, publish

pytestmark = pytest.mark.django_db

#: One parameter more than Django reads.
TOO_MANY = "&".join(f"a{n}=1" for n in range(portal_settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))

NOUNS = [
    "releases",
    "indicators",
    "series",
    "observations",
    "checks",
    "commitments",
    "facilities",
    "areas",
    "sectors",
]


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        publish(make_everything("june"), "2022-06-17")
        yield


@pytest.fixture
def api(district) -> Client:
    return Client()


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("as_of=x", "as_of"),
        ("as_of=%00", "as_of"),
        ("as_of=9999-12-31", "as_of"),
        ("as_of=2022-07-01&as_of=2022-07-02", "as_of"),
        ("lang=fr", "lang"),
        ("lang=en&lang=en", "lang"),
        ("format=xml", "format"),
        ("limit=7e36", "limit"),
        ("limit=1&limit=2", "limit"),
        ("cursor=x", "cursor"),
        ("page=2", "page"),
        ("%00=", "\0"),
    ],
)
@pytest.mark.parametrize("noun", NOUNS)
def test_a_bad_parameter_is_named(api, noun, query, parameter):
    answer = api.get(f"/api/v1/{noun}?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["error"]) == ["code", "message", "parameter", "allowed"]
    assert (answer.json()["error"]["code"], answer.json()["error"]["parameter"]) == (
        "bad_parameter",
        parameter,
    )


def test_an_error_speaks_the_language_of_the_address(api):
    assert "is not a parameter" in api.get("/api/v1/areas?x=1&lang=en").json()["error"]["message"]


@pytest.mark.parametrize("path", ["releases/june", "observations/1", "areas/district", "", "openapi.json"])
def test_a_detail_takes_no_other_parameter_than_moment_and_language(api, path):
    answer = api.get(f"/api/v1/{path}?colour=red")

    assert (answer.status_code, answer.json()["error"]["allowed"]) == (400, ["as_of", "lang"])


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "releases/never-was",
        "releases/June",
        "releases/%00",
        "releases/a/b",
        "releases/%E2%82",
        "observations/0",
        "observations/-1",
        "observations/999999999999999999",
        "observations/99999999999999999999999999",
        "observations/１",
        "observations.xml",
        "observations.csv/",
    ],
)
def test_an_address_that_is_none_is_not_found_in_json(api, path):
    answer = api.get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_another_version_of_the_interface_is_not_found_in_json(api):
    answer = api.get("/api/v2/observations")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert api.get("/api/v1").headers["Location"] == "/api/v1/"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "observations", "releases/june", "observations.csv"])
def test_the_data_can_only_be_read(api, method, path):
    answer = getattr(api, method)(f"/api/v1/{path}", data="{bad", content_type="application/json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["", "observations", "releases/june", "areas/nowhere", "observations?x=1"])
def test_any_site_may_read_but_never_with_credentials(api, path):
    answers = [api.get(f"/api/v1/{path}"), api.options(f"/api/v1/{path}")]

    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert not any(answer.has_header("Access-Control-Allow-Credentials") for answer in answers)


@pytest.mark.parametrize("path", ["observations", "observations.csv", "areas/nowhere"])
def test_a_script_of_any_site_sees_the_name_of_an_answer(api, path):
    assert "ETag" in api.get(f"/api/v1/{path}").headers["Access-Control-Expose-Headers"]


def test_a_script_of_any_site_may_ask_whether_anything_is_new(api):
    answer = api.options(
        "/api/v1/observations",
        headers={
            "Origin": "https://paper.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )

    assert answer.headers["Access-Control-Allow-Headers"] == "*"


def test_a_format_that_contradicts_the_address_is_refused(api):
    answer = api.get("/api/v1/areas.csv?format=json")

    assert (answer.status_code, answer.json()["error"]["allowed"]) == (400, ["csv"])


@pytest.mark.parametrize("path", ["observations?x=1", "releases/never-was", "nothing"])
def test_no_proxy_keeps_an_error_beyond_the_end_of_an_embargo(api, path):
    assert api.get(f"/api/v1/{path}").headers["Cache-Control"] == "no-cache"


def test_a_host_that_is_not_ours_is_refused_in_json(api):
    answer = api.get("/api/v1/areas", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_too_many_parameters_are_refused_in_json(api):
    answer = api.get("/api/v1/areas?" + TOO_MANY)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "too_many_parameters")


def test_options_tells_the_methods(api):
    answer = api.options("/api/v1/observations")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_head_has_the_headers_of_get(api):
    head, get = api.head("/api/v1/observations"), api.get("/api/v1/observations")

    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize("accepted", ["text/html", "application/xml", "nonsense", "", "*/*;q=0"])
def test_the_format_follows_the_address_whatever_the_client_prefers(api, accepted):
    answer = api.get("/api/v1/areas", headers={"Accept": accepted})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("charset", ["hex", "idna", "utf-16", "bogus", '"', ""])
def test_a_claimed_charset_changes_nothing(charset):
    kinds = [f"text/plain; charset={charset}", f"multipart/form-data; CHARSET={charset}; boundary=x"]
    environ = RequestFactory().get("/?q=%E5%8C%BA").environ

    plain, form = (Utf8Request({**environ, "CONTENT_TYPE": kind}) for kind in kinds)

    assert plain.GET["q"] == form.GET["q"] == "区"
    assert form.content_params == {"boundary": "x"}


@pytest.mark.parametrize("path", ["/api/v1/areas", "/areas/", "/"])
def test_more_parameters_than_can_be_read_are_refused(api, path):
    assert api.get(path + "?" + TOO_MANY).status_code == 400


def test_a_bad_moment_of_a_page_is_a_page(api):
    answer = api.get("/indicators/?as_of=x")

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    assert "2022-07-01T10:00:00+08:00" in answer.content.decode()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
names = st.sampled_from(
    """
    area sector indicator series kind status dimension release section from to year q due_from state passed as_of
    limit cursor format lang versions headline parent unit x
    """.split()  # noqa: SIM905 - a list of words to be read
)


@pytest.mark.slow("1.4 s: counts the queries of several large pages")
@settings(max_examples=120, deadline=None)
@given(noun=st.sampled_from(NOUNS), parameters=st.lists(st.tuples(names | texts, texts), max_size=3))
def test_no_query_string_breaks_a_list(district, noun, parameters):
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in parameters)

    answer = Client().get(f"/api/v1/{noun}?{query}")

    assert answer.status_code in {200, 400}


@settings(max_examples=60, deadline=None)
@given(noun=st.sampled_from(NOUNS), raw=st.binary(max_size=40))
def test_no_bytes_break_an_address(district, noun, raw):
    answer = Client().get(f"/api/v1/{noun}/{quote(raw)}?{quote(raw, safe='&=%')}")

    assert answer.status_code in {200, 400, 404}
