"""The pages on accessibility, privacy and reading the figures, and the page for journalists."""

import re

import pytest
from django.utils import translation

from portal.commitments.states import CommitmentState
from portal.site.about import EXAMPLES
from portal.statistics.codes import Basis, ObservationStatus, Qualifier
from tests.pages import TEXTS
from tests.world import kept, make_everything, make_facility, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    with kept(django_db_blocker):
        publish(make_everything("seen"), at="2022-12-23")
        yield


def body(client, address: str) -> str:
    return client.get(address).content.decode().split("<main")[1].split("</main>")[0]


def outline(text: str) -> list[str]:
    """What must be equal in both languages: headings with their ids, lists, tables, links, code."""
    tags = re.findall(r"<(h[1-6]|li|dt|dd|tr|th|td|a|code|caption)\b([^>]*)>", text)
    kept_of = re.compile(r'\b(?:id|href)="[^"]*"')
    return [" ".join([tag, *kept_of.findall(given)]).replace("?lang=en", "") for tag, given in tags]


@pytest.mark.parametrize("address", TEXTS)
def test_text_has_the_same_outline_in_both_languages(client, published, address):
    chinese, english = (outline(body(client, f"{address}?lang={code}")) for code in ("zh-hans", "en"))

    assert [tag.replace("?lang=zh-hans", "") for tag in chinese] == english


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_word_that_stands_with_figures_is_explained(client, published, language):
    text = re.sub(r"<[^>]+>", "|", body(client, f"/how-to-read/?lang={language}"))

    with translation.override(language):
        words = [
            str(one.label)
            for choices in (Basis, Qualifier, ObservationStatus, CommitmentState)
            for one in choices
        ]
    assert [word for word in words if f"|{word}|" not in text] == []


def test_contact_is_the_one_that_is_set(client, published, settings):
    settings.CONTACT = {"zh-hans": "数据办公室", "en": "Data office"}
    settings.CONTACT_PHONE, settings.CONTACT_EMAIL = "0631-1", "data@example.org"

    text = body(client, "/accessibility/?lang=en")

    assert "Data office" in text
    assert 'href="tel:06311"' in text
    assert 'href="mailto:data@example.org"' in text


@pytest.mark.parametrize("address", ["/accessibility/", "/privacy/"])
def test_without_a_contact_the_page_says_so_and_names_a_hotline_that_was_published(
    client, published, address
):
    make_facility("hotline", kind="hotline", phone="12345")
    make_facility("secret", kind="hotline", phone="54321", is_public=False)

    text = body(client, address)

    assert "还没有设置专门的联系方式" in text
    assert ('href="tel:12345"' in text, "54321" in text) == (True, False)


def test_privacy_names_the_cookies_that_there_are(client, published):
    text = body(client, "/privacy/")

    assert re.findall(r'<th scope="row"><code>(\w+)</code>', text) == ["django_language", "portal_care"]


def test_examples_for_journalists_answer(client, published):
    text = client.get("/data/").content.decode()
    addresses = re.findall(
        r"<code>curl &#x27;http://testserver([^&]*(?:&amp;[^&]*)*)&#x27;|<code>curl '([^']+)'", text
    )

    asked = [
        (one or other).removeprefix("http://testserver").replace("&amp;", "&") for one, other in addresses
    ]

    assert len(asked) == len(EXAMPLES) + 2
    assert {client.get(address).status_code for address in asked} == {200}
