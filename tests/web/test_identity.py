"""What the head and foot of every page say of the site: its district, owner, filings and code."""

import re

import pytest

pytestmark = pytest.mark.django_db


def foot(client) -> str:
    return re.search(r'<ul class="identity">.*?</ul>', client.get("/glossary/").content.decode(), re.DOTALL)[
        0
    ]


def test_foot_says_nothing_of_what_is_not_set(client):
    assert "<li>" not in foot(client)


def test_foot_names_owner_filings_and_code(client, settings):
    settings.OWNER = {"zh-hans": "经区管委会", "en": "Management Committee"}
    settings.CONTACT_PHONE, settings.SITE_ID_CODE = "0631-5980000", "3710000001"
    settings.ICP_NUMBER, settings.POLICE_NUMBER = "鲁ICP备00000000号", "鲁公网安备00000000000000号"

    page = foot(client)

    for said in (
        "经区管委会",
        'href="tel:06315980000"',
        "3710000001",
        "鲁ICP备00000000号",
        "鲁公网安备00000000000000号",
    ):
        assert said in page
    assert 'href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3710000001"' in page


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "某某区"), ("en", "Some District")])
def test_head_names_the_district(client, settings, language, name):
    settings.DISTRICT = {"zh-hans": "某某区", "en": "Some District"}

    page = client.get("/glossary/", {"lang": language}).content.decode()

    assert f'<p class="site-district">{name}</p>' in page
